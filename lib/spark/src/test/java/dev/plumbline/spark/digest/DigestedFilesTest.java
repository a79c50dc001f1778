package dev.plumbline.spark.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.spark.digest.KeyedDelete.Found;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakePresent;
import dev.plumbline.spark.lake.LakeRows;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.parquet.LakeFileReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class DigestedFilesTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final Lake LAKE = new Lake(SPARK);

  /** Not in the order of the table's columns, and without the last of them. */
  private static final TableForm FORM =
      TableForm.of(
              List.of(
                  DigestColumn.of("word", CanonicalForm.TEXT, 80),
                  DigestColumn.of("id", CanonicalForm.INTEGER, 20),
                  DigestColumn.of("day", CanonicalForm.DATE, 20),
                  DigestColumn.of("at", CanonicalForm.INSTANT_MICROS, 30),
                  DigestColumn.of("wall", CanonicalForm.LOCAL_MICROS, 30),
                  DigestColumn.of("price", CanonicalForm.DECIMAL, 30),
                  DigestColumn.of("huge", CanonicalForm.DECIMAL, 50),
                  DigestColumn.of("bytes", CanonicalForm.BYTES, 30),
                  DigestColumn.of("small", CanonicalForm.FLOAT32, 30),
                  DigestColumn.of("big", CanonicalForm.FLOAT64, 30)),
              List.of("id"))
          .inPassing();

  private static final String ROWS =
      """
      SELECT id,
             if(id % 7 = 0, NULL, concat('𝄞 word ', id)) AS word,
             date_add(DATE'1969-12-30', CAST(id AS INT)) AS day,
             timestamp_micros(id * 86399999999 - 1) AS at,
             CAST(timestamp_micros(1 - id * 1000001) AS TIMESTAMP_NTZ) AS wall,
             CAST(id - 250.25 AS DECIMAL(9,2)) AS price,
             CAST(1234567890123456789012345 - id * 12345678901234567890123 AS DECIMAL(38,5)) AS huge,
             CAST(concat('b', id) AS BINARY) AS bytes,
             CAST(if(id = 3, 'NaN', -0.1 * id) AS FLOAT) AS small,
             CAST(if(id = 4, '-Infinity', 1e300 / (id + 1)) AS DOUBLE) AS big,
             'run' AS _run_id
      FROM range(0, 500, 1, 3)
      """;

  @Test
  void rowsOfAllTypesAreWrittenAsTheyAreAndGoAgainByTheirChecksums() throws Exception {
    LakeTable table = LAKE.table("digested_files.types");
    table.replace(SPARK.sql(ROWS).where("false"), new RunId("create"));
    Dataset<Row> rows = SPARK.sql(ROWS);

    LakeDraft draft =
        table.draft(
            new LakeRows(rows, Optional.of(new DigestedFiles(rows, FORM))),
            new RunId("a"),
            Map.of());
    assertThat(LakeDigest.of("types", draft, FORM))
        .as("each row is what its checksum says")
        .isEqualTo(LakeDigest.of("types", rows, FORM));
    draft.publish();

    assertThat(shown(table.rows())).containsExactlyElementsOf(shown(rows));
    LakePresent present = table.present();
    for (FileScanTask file : present.files()) {
      try (LakeFileReader reader =
          new LakeFileReader(present.table().io().newInputFile(file.file()))) {
        assertThat(reader.checksums(FORM)).isPresent();
      }
    }
    TableForm key = TableForm.of(FORM.keyColumns(), FORM.key());
    KeySet keys =
        KeySet.of(
                key,
                new WrittenRows(TableDigest.empty(FORM), new Identities()),
                Identities.of(
                        present.table(),
                        key,
                        List.of(
                            List.of(RowKey.of("0"), RowKey.of("3"), RowKey.of("4")),
                            List.of(RowKey.of("499"))))
                    .orElseThrow())
            .orElseThrow();
    Found found = KeyedDelete.of(SPARK, present, keys, FORM).orElseThrow();
    assertThat(found.went())
        .isEqualTo(LakeDigest.of("types", rows.where("id IN (0, 3, 4, 499)"), FORM));
    found.deletes().close();
  }

  private static List<Row> shown(Dataset<Row> rows) {
    return rows.withColumn("bytes", functions.hex(functions.col("bytes")))
        .orderBy("id")
        .collectAsList();
  }
}
