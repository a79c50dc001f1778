package dev.plumbline.spark.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.publish.Origin;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.TestSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeDifferenceTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final Lake LAKE = new Lake(SPARK);
  private static final Path FOLDER = TestSpark.temporary("difference");

  @ParameterizedTest
  @ValueSource(strings = {"merge-on-read", "copy-on-write"})
  void rowsThatCameAndKeysOfRowsThatWentMakeTheOneStateOfTheOther(String mode) {
    LakeTable table = table("made_" + mode.charAt(0), mode);
    sql("DELETE FROM %s WHERE id = 3", table);
    sql("INSERT INTO %s VALUES (20, 'n', 'y'), (21, 'n', 'y')", table);
    List<String> before = rows(table);
    Origin from = table.snapshot().origin().orElseThrow();

    sql("UPDATE %s SET word = 'changed' WHERE id IN (1, 20)", table);
    sql("DELETE FROM %s WHERE id IN (2, 21)", table);
    sql("INSERT INTO %s VALUES (22, 'new', 'x')", table);
    sql("DELETE FROM %s WHERE id = 22", table);
    sql("INSERT INTO %s VALUES (2, 'back', 'x'), (23, 'new', 'x')", table);

    try (LakeDifference difference = table.snapshot().since(from).orElseThrow()) {
      List<String> gone = keys(difference.gone(List.of("id", "kind"), folder(mode + "/gone")));
      List<String> fresh =
          read(difference.fresh(Set.of(), Map.of(), folder(mode + "/fresh")), "id", "word", "kind");
      assertThat(gone).doesNotHaveDuplicates().contains("[1,x]", "[2,y]", "[20,y]", "[21,y]");
      assertThat(fresh)
          .contains("[1,changed,x]", "[20,changed,y]", "[2,back,x]", "[23,new,x]")
          .noneMatch(row -> row.startsWith("[22,"));
      if (mode.equals("merge-on-read")) {
        assertThat(gone).hasSize(4);
        assertThat(fresh).hasSize(4);
        assertThat(difference.mostRows()).isBetween(4L, 6L);
      }
      before.removeIf(row -> gone.contains(row.replaceFirst(",.*,", ",")));
      before.addAll(fresh);
    }
    assertThat(before).containsExactlyInAnyOrderElementsOf(rows(table));
    assertThat(table.snapshot().rowCount()).isEqualTo(rows(table).size());
  }

  @Test
  void theSameStateDiffersInNothing() {
    LakeTable table = table("same", "merge-on-read");
    try (LakeDifference difference =
        table.snapshot().since(table.snapshot().origin().orElseThrow()).orElseThrow()) {
      assertThat(difference.mostRows()).isZero();
      assertThat(difference.gone(List.of("id"), "unused").files()).isEmpty();
      assertThat(difference.fresh(Set.of(), Map.of(), "unused").files()).isEmpty();
    }
  }

  @Test
  void aStateIsReadAsItWasWhateverIsCommittedAfterwards() {
    LakeTable table = table("pinned", "merge-on-read");
    LakeSnapshot state = table.snapshot();
    sql("DELETE FROM %s WHERE id = 1", table);

    assertThat(state.rowCount()).isEqualTo(10);
    assertThat(state.files(Set.of(), Map.of(), "unused").rows()).isEqualTo(10);
    assertThat(table.snapshot().rowCount()).isEqualTo(9);
  }

  @Test
  void whereAStateIsGoneOrHadOtherColumnsNothingIsKnown() {
    LakeTable table = table("gone", "merge-on-read");
    Origin first = table.snapshot().origin().orElseThrow();
    assertThat(table.snapshot().since(new Origin(table.name(), 1))).isEmpty();
    assertThat(table.snapshot().since(new Origin("lake_test.other", first.snapshotId()))).isEmpty();

    sql("INSERT INTO %s VALUES (30, 'n', 'y')", table);
    Origin second = table.snapshot().origin().orElseThrow();
    table.expire(Instant.now());
    assertThat(table.snapshot().since(first)).isEmpty();

    sql("ALTER TABLE %s ADD COLUMN more INT", table);
    assertThat(table.snapshot().since(second)).isEmpty();
    assertThat(table.snapshot().files(Set.of(), Map.of(), folder("more")).rows()).isEqualTo(11);
  }

  private static LakeTable table(String name, String mode) {
    LakeTable table = LAKE.table("lake_test.difference_" + name);
    table.replace(
        SPARK.sql(
            "SELECT CAST(id AS INT) AS id, concat('word ', id) AS word, IF(id % 2 = 0, 'y', 'x') AS"
                + " kind FROM range(1, 11, 1, 1)"),
        new RunId("a"));
    sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('write.delete.mode'='"
            + mode
            + "', 'write.update.mode'='"
            + mode
            + "', 'write.merge.mode'='"
            + mode
            + "')",
        table);
    return table;
  }

  private static void sql(String statement, LakeTable table) {
    SPARK.sql(statement.formatted(table.sparkName()));
  }

  private static List<String> rows(LakeTable table) {
    return texts(table.rows());
  }

  private static List<String> keys(LakeFiles files) {
    return read(files, "id", "kind");
  }

  private static List<String> read(LakeFiles files, String first, String... more) {
    String[] paths = files.files().stream().map(DataFile::uri).toArray(String[]::new);
    List<String> rows = texts(SPARK.read().parquet(paths).select(first, more));
    assertThat(files.rows()).isEqualTo(rows.size());
    return rows;
  }

  private static List<String> texts(Dataset<Row> rows) {
    return new java.util.ArrayList<>(rows.collectAsList().stream().map(Row::toString).toList());
  }

  private static String folder(String name) {
    return FOLDER.resolve(name).toUri().toString();
  }
}
