package dev.plumbline.spark.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.spark.TestSpark;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeKeysTest {
  private static final SparkSession SPARK = TestSpark.session();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INTEGER | CAST(-7 AS INT)",
        "INTEGER | CAST(18446744073709551615 AS DECIMAL(20,0))",
        "INTEGER | true",
        "DECIMAL | CAST(1.50 AS DECIMAL(9,2))",
        "DECIMAL | CAST(0 AS DECIMAL(30,12))",
        "DECIMAL | CAST(0.00000001 AS DECIMAL(20,8))",
        "BITS | X'000F'",
        "BITS | X'00'",
        "BYTES | X'00AF'",
        "TEXT | 'é '",
        "PADDED_TEXT | 'é  '",
        "DATE | DATE'2026-02-03'",
        "DATE | DATE'0000-03-01'",
        "DATE | DATE'1969-12-31'",
        "LOCAL_MICROS | TIMESTAMP_NTZ'1969-12-31 23:59:59.999999'",
        "INSTANT_MICROS | TIMESTAMP'2026-01-01 00:00:00.000001Z'",
        "DURATION_MICROS | CAST(-3020399000000 AS BIGINT)",
        "TEXT | CAST(NULL AS STRING)"
      })
  void aKeyIsNamedAsComparisonsNameIt(CanonicalForm form, String value) {
    DigestColumn column = DigestColumn.of("k", form, 80);
    TableForm table = TableForm.of(List.of(column), List.of("k"));
    Dataset<Row> rows = SPARK.sql("SELECT " + value + " AS k");

    InternalRow row = Arrays.asList(rows.queryExecution().executedPlan().executeCollect()).get(0);
    String expected = new CanonicalRow(table, rows.schema()).values(row).get(0);

    assertThat(rows.select(LakeKeys.canonical(column, rows)).first().getString(0))
        .isEqualTo(expected);
  }

  @Test
  void rowsAreFoundByAllColumnsOfTheKeyAndNullIsOneToo() {
    TableForm table =
        TableForm.of(
            List.of(
                DigestColumn.of("a", CanonicalForm.INTEGER, 20),
                DigestColumn.of("b", CanonicalForm.TEXT, 20)),
            List.of("a", "b"));
    LakeKeys keys = new LakeKeys(SPARK, table);
    Dataset<Row> rows =
        SPARK.sql(
            "SELECT * FROM VALUES (1, 'x'), (1, 'x'), (1, 'y'), (2, 'x'), (3, NULL) AS t (a, b)");

    Dataset<Row> found =
        keys.among(
            rows, keys.of(List.of(RowKey.of("1", "x"), new RowKey(Arrays.asList("3", null)))));

    assertThat(
            found
                .select(functions.concat_ws("/", found.col("a"), found.col("b")).as("t"))
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder("1/x", "1/x", "3");
  }

  @Test
  void wholeNumbersAreGivenInTheLakesTypesWithoutALookAtItsRows() {
    TableForm table =
        TableForm.of(
            List.of(
                DigestColumn.of("a", CanonicalForm.INTEGER, 20),
                DigestColumn.of("b", CanonicalForm.INTEGER, 20)),
            List.of("a", "b"));
    LakeKeys keys = new LakeKeys(SPARK, table);
    StructType lake =
        new StructType()
            .add("v", DataTypes.StringType)
            .add("b", DataTypes.createDecimalType(20, 0))
            .add("a", DataTypes.LongType);

    Dataset<Row> typed =
        keys.typed(
                keys.of(
                    List.of(
                        RowKey.of("-7", "18446744073709551615"),
                        new RowKey(Arrays.asList(null, "0")))),
                lake)
            .orElseThrow();

    assertThat(typed.collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(-7L, new BigDecimal("18446744073709551615")),
            RowFactory.create(null, new BigDecimal("0")));
    assertThat(typed.columns()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource({"TEXT, string", "DECIMAL, 'decimal(9,2)'", "INTEGER, boolean", "BITS, binary"})
  void otherKeysAreToBeLookedUp(CanonicalForm form, String type) {
    DigestColumn column = DigestColumn.of("k", form, 20);
    LakeKeys keys = new LakeKeys(SPARK, TableForm.of(List.of(column), List.of("k")));

    assertThat(keys.typed(keys.of(List.of(RowKey.of("1"))), StructType.fromDDL("k " + type)))
        .isEmpty();
  }
}
