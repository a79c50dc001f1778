package dev.plumbline.core.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.config.ModelSpec.Mask;
import dev.plumbline.core.publish.PublishTable.Column;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishColumnsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tinyint            | INTEGER          | SMALLINT       | CAST({c} AS SMALLINT)
          smallint unsigned  | INTEGER          | INTEGER        | {c}
          int unsigned       | BIGINT           | BIGINT         | {c}
          bigint unsigned    | DECIMAL(20,0)    | DECIMAL(20,0)  | {c}
          decimal(9,6)       | DECIMAL(9,6)     | DECIMAL(9,6)   | {c}
          decimal(65,2)      | VARCHAR(128)     | VARCHAR(128)   | {c}
          double             | DOUBLE PRECISION | DOUBLE PRECISION | {c}
          bit(3)             | VARBYTE(8)       | VARBYTE(8)     | {c}
          varchar(100)       | VARCHAR(400)     | VARCHAR(400)   | {c}
          varchar(20000)     | VARCHAR(65535)   | VARCHAR(65535) | {c}
          longtext           | VARCHAR(65535)   | VARCHAR(65535) | {c}
          year               | INTEGER          | VARCHAR(4)     | LPAD(CAST({c} AS VARCHAR(4)), 4, '0')
          json               | VARBYTE(16777216)| SUPER          | JSON_PARSE({c})
          datetime(6)        | TIMESTAMP        | TIMESTAMP      | {c}
          """)
  void aFallbackColumnIsStagedAsParquetHoldsItAndPublishedAsTheReplicaHoldsIt(
      String mysql, String staging, String target, String expression) {
    assertThat(PublishColumns.fallback(table("c", mysql, true, ZeroDates.FAIL)))
        .first()
        .isEqualTo(new Column("c", staging, Optional.of(target), expression, true));
  }

  @Test
  void aTimeIsWrittenAsMySqlPrintsIt() {
    assertThat(fallbackExpression("time"))
        .isEqualTo(
            "CASE WHEN {c} < 0 THEN '-' ELSE '' END"
                + " || CASE WHEN ABS({c}) < 36000000000 THEN '0' ELSE '' END"
                + " || CAST(ABS({c}) / 3600000000 AS VARCHAR(4))"
                + " || ':' || LPAD(CAST(MOD(ABS({c}) / 60000000, 60) AS VARCHAR(2)), 2, '0')"
                + " || ':' || LPAD(CAST(MOD(ABS({c}) / 1000000, 60) AS VARCHAR(2)), 2, '0')");
    assertThat(fallbackExpression("time(6)"))
        .endsWith(" || '.' || LPAD(CAST(MOD(ABS({c}), 1000000) / 1 AS VARCHAR(6)), 6, '0')");
    assertThat(fallbackExpression("time(2)"))
        .endsWith(" || '.' || LPAD(CAST(MOD(ABS({c}), 1000000) / 10000 AS VARCHAR(6)), 2, '0')");
  }

  @Test
  void bronzesOwnColumnsAreLoadedButNotPublished() {
    List<Column> columns = PublishColumns.fallback(table("id", "bigint", false, ZeroDates.FAIL));

    assertThat(columns)
        .extracting(Column::name, column -> column.targetType().isPresent())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("id", true),
            org.assertj.core.groups.Tuple.tuple("_run_id", false),
            org.assertj.core.groups.Tuple.tuple("_ingested_at", false),
            org.assertj.core.groups.Tuple.tuple("_source", false));
  }

  @Test
  void onlyJsonIsTextThatIsLoadedAsBytes() {
    assertThat(PublishColumns.textLoadedAsBytes(table("j", "json", true, ZeroDates.FAIL)))
        .containsExactly("j");
    assertThat(PublishColumns.textLoadedAsBytes(table("b", "blob", true, ZeroDates.FAIL)))
        .isEmpty();
    assertThat(PublishColumns.textLoadedAsBytes(table("t", "text", true, ZeroDates.FAIL)))
        .isEmpty();
  }

  @Test
  void aColumnWhoseZeroDatesAreReadAsNullTakesNulls() {
    assertThat(PublishColumns.fallback(table("d", "date", false, ZeroDates.FAIL)).get(0).nullable())
        .isFalse();
    assertThat(PublishColumns.fallback(table("d", "date", false, ZeroDates.NULL)).get(0).nullable())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          string        | 320  | NONE   | VARCHAR(320)     | VARCHAR(320)
          string        | 20   | SHA256 | VARCHAR(64)      | VARCHAR(64)
          bigint        | 256  | NONE   | BIGINT           | BIGINT
          int           | 256  | NONE   | INTEGER          | INTEGER
          smallint      | 256  | NONE   | INTEGER          | SMALLINT
          boolean       | 256  | NONE   | BOOLEAN          | BOOLEAN
          double        | 256  | NONE   | DOUBLE PRECISION | DOUBLE PRECISION
          decimal(10,2) | 256  | NONE   | DECIMAL(10,2)    | DECIMAL(10,2)
          Decimal(38)   | 256  | NONE   | DECIMAL(38,0)    | DECIMAL(38,0)
          date          | 256  | NONE   | DATE             | DATE
          timestamp     | 256  | NONE   | TIMESTAMP        | TIMESTAMP
          timestamp_ntz | 256  | NONE   | TIMESTAMP        | TIMESTAMP
          binary        | 1000 | NONE   | VARBYTE(1000)    | VARBYTE(1000)
          """)
  void aModelsColumnTakesTheRedshiftTypeOfItsSparkType(
      String spark, int length, Mask mask, String staging, String target) {
    Column column = PublishColumns.model(model(spark, length, mask)).get(0);

    assertThat(column.stagingType()).isEqualTo(staging);
    assertThat(column.targetType()).contains(target);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = "array<int>\ndecimal(39,2)\ndecimal(38,38)\ninterval day")
  void aTypeThatRedshiftLacksIsRefused(String spark) {
    assertThatThrownBy(() -> PublishColumns.model(model(spark, 256, Mask.NONE)))
        .isInstanceOf(PlumblineException.class)
        .hasMessageStartingWith(
            "Cannot publish column 'c' of gold.m: its type is '" + spark + "', and Redshift ");
  }

  private static String fallbackExpression(String mysql) {
    return PublishColumns.fallback(table("t", mysql, true, ZeroDates.FAIL)).get(0).expression();
  }

  private static TableSpec table(
      String column, String mysql, boolean nullable, ZeroDates zeroDates) {
    return new TableSpec(
        "t",
        new TableName("blog", "t"),
        List.of(),
        List.of(new ColumnSpec(column, ColumnType.parse(mysql), nullable, zeroDates)),
        "t",
        new ExtractionSpec(ExtractionSpec.Mode.FULL, 1),
        new PublishSpec(true, Optional.empty(), List.of()),
        Optional.empty());
  }

  private static ModelSpec model(String type, int length, Mask mask) {
    return new ModelSpec(
        "gold",
        "m",
        "one row",
        List.of("c"),
        List.of(new ModelSpec.Column("c", type, length, mask, "")),
        "select 1",
        "m.sql",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
