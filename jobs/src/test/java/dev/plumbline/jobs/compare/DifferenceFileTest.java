package dev.plumbline.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.CommitTime;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.DifferenceKind;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.stores.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All differences, as CSV and as Parquet, read back. */
class DifferenceFileTest {
  private static final int MANY = 30_000;
  private static final TableForm FORM =
      TableForm.of(
          List.of(
              DigestColumn.of("id", ColumnType.parse("varchar(40)")),
              DigestColumn.of("updated_at", ColumnType.parse("timestamp")),
              DigestColumn.of("v", ColumnType.parse("varchar(20)"))),
          List.of("id"));

  @TempDir Path folder;

  private Evidence written(int differences) {
    CommitTime time = CommitTime.of(FORM, "").orElseThrow();
    try (DifferenceFile file =
        new DifferenceFile(
            ReportFiles.inFolder(folder.toString()),
            new RunId("r1"),
            "users",
            Pair.SOURCE_REPLICA,
            FORM,
            Masking.NONE,
            time)) {
      for (int i = 0; i < differences; i++) {
        file.accept(
            new Difference(
                DifferenceKind.MISSING,
                RowKey.of(i + ",\"Zoë\""),
                null,
                1,
                List.of(),
                i % 2 == 0 ? "1000000" : null));
      }
      return file.evidence(result());
    }
  }

  private static ComparisonResult result() {
    return new ComparisonResult(
        "left",
        "right",
        new Judgement(Verdict.MISMATCH, false, "differs"),
        Depth.CELLS,
        1,
        1,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        true,
        1,
        1,
        "3 of 3",
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private List<String> parquet(String name) throws IOException {
    List<String> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(
                new GroupReadSupport(),
                new org.apache.hadoop.fs.Path(folder.resolve("r1").resolve(name).toUri()))
            .withConf(new Configuration())
            .build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        String committed =
            row.getFieldRepetitionCount("committed") == 0 ? "?" : row.getString("committed", 0);
        rows.add(
            row.getString("kind", 0)
                + " "
                + row.getString("key", 0)
                + " "
                + row.getLong("rows", 0)
                + " "
                + row.getFieldRepetitionCount("column")
                + " "
                + committed);
      }
    }
    return rows;
  }

  @Test
  void everyDifferenceIsInBothFiles() throws IOException {
    Evidence evidence = written(MANY);

    assertThat(evidence.file()).isEqualTo("differences/users-source-replica.csv");
    assertThat(evidence.parquet()).isEqualTo("differences/users-source-replica.parquet");
    List<String> rows = parquet(evidence.parquet());
    assertThat(rows).hasSize(MANY);
    assertThat(rows.get(0)).isEqualTo("missing 0,\"Zoë\" 1 0 1970-01-01T00:00:01Z");
    assertThat(rows.get(MANY - 1)).isEqualTo("missing 29999,\"Zoë\" 1 0 ?");
    List<String> lines = Files.readAllLines(folder.resolve("r1").resolve(evidence.file()));
    assertThat(lines).hasSize(MANY + 1);
    assertThat(lines.subList(0, 3))
        .containsExactly(
            "kind,key,right_key,rows,column,left,right,cause,committed",
            "missing,\"0,\"\"Zoë\"\"\",,1,,,,,1970-01-01T00:00:01Z",
            "missing,\"1,\"\"Zoë\"\"\",,1,,,,,");
  }

  @Test
  void whereThereAreNoneNothingIsWritten() {
    assertThat(written(0)).isEqualTo(Evidence.NONE);
    assertThat(folder).isEmptyDirectory();
  }
}
