package dev.plumbline.spark.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.TestSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

class LakeTableTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final Lake LAKE = new Lake(SPARK);

  @Test
  void replacingIsOneSnapshotWithTheRunsId() {
    LakeTable table = LAKE.table("lake_test.replaced");
    table.replace(sql("SELECT 1 AS id UNION ALL SELECT 2"), new RunId("a"));
    LakeCommit commit = table.replace(sql("SELECT 3 AS id"), new RunId("b"));

    Table iceberg = table.load();
    assertThat(iceberg.snapshots()).hasSize(2);
    assertThat(iceberg.currentSnapshot().summary()).containsEntry("plumbline.run-id", "b");
    assertThat(commit.rows()).isEqualTo(1);
    assertThat(commit.snapshotId()).isEqualTo(iceberg.currentSnapshot().snapshotId());
    assertThat(table.rowCount()).isEqualTo(1);
    assertThat(table.committed(new RunId("a")).orElseThrow().rows()).isEqualTo(2);
    assertThat(table.committed(new RunId("c"))).isEmpty();
  }

  @Test
  void someKeysAreReplacedInOneSnapshotAndTheOthersStayAsTheyAre() {
    LakeTable table = LAKE.table("lake_test.keyed");
    String row = "SELECT %s AS id, '%s' AS word, '%s' AS _run_id";
    table.replace(
        sql(
            row.formatted("1", "a", "old")
                + " UNION ALL "
                + row.formatted("2", "b", "old")
                + " UNION ALL "
                + row.formatted("2", "b", "old")
                + " UNION ALL "
                + row.formatted("3", "c", "old")
                + " UNION ALL "
                + row.formatted("CAST(NULL AS INT)", "n", "old")),
        new RunId("a"));

    table.replaceKeys(
        sql("SELECT 2 AS id UNION ALL SELECT 3 UNION ALL SELECT NULL"),
        sql(row.formatted("2", "B", "new") + " UNION ALL " + row.formatted("9", "z", "new")),
        List.of("id"),
        new RunId("b"),
        Map.of("position", "x-2"));

    assertThat(table.rows().orderBy("id").collectAsList())
        .containsExactly(
            RowFactory.create(1, "a", "old"),
            RowFactory.create(2, "B", "new"),
            RowFactory.create(9, "z", "new"));
    assertThat(table.load().snapshots()).hasSize(2);
    assertThat(table.load().currentSnapshot().summary()).containsEntry("plumbline.run-id", "b");
    assertThat(table.fact("position")).contains("x-2");
    assertThat(table.rowCount()).isEqualTo(3);
  }

  @Test
  void factsAreKeptInTheCommit() {
    LakeTable table = LAKE.table("lake_test.facts");
    table.replace(sql("SELECT 1 AS id"), new RunId("a"), Map.of("position", "x-1"));
    assertThat(table.fact("position")).contains("x-1");
    assertThat(table.fact("other")).isEmpty();
  }

  @Test
  void newColumnsGoWhereTheyAreDeclared() {
    LakeTable table = LAKE.table("lake_test.grown");
    table.replace(sql("SELECT 1 AS id, 'x' AS _source"), new RunId("a"));
    table.replace(sql("SELECT 1 AS id, 2.5D AS price, 'x' AS _source"), new RunId("b"));

    assertThat(table.rows().columns()).containsExactly("id", "price", "_source");
    assertThat(table.rows().collectAsList()).containsExactly(RowFactory.create(1, 2.5, "x"));
    assertThat(table.snapshot().files(Set.of(), Map.of(), "unused").staged()).isFalse();
    assertThat(table.committed(new RunId("a"))).isPresent();
  }

  @Test
  void aColumnThatGoesOrChangesItsTypeDoesSoInTheCommitOfTheRows() {
    LakeTable table = LAKE.table("lake_test.changed");
    table.replace(sql("SELECT 1 AS id, 'x' AS gone, 'y' AS kind"), new RunId("a"));
    LakeCommit commit = table.replace(sql("SELECT 1 AS id, 7 AS kind"), new RunId("b"));

    assertThat(commit.rows()).isEqualTo(1);
    assertThat(table.rows().collectAsList()).containsExactly(RowFactory.create(1, 7));
    assertThat(table.load().properties()).containsEntry("write.parquet.compression-codec", "zstd");
    assertThat(((HasTableOperations) table.load()).operations().current().formatVersion())
        .isEqualTo(2);
    assertThat(table.replace(sql("SELECT 9 AS id, 9 AS kind"), new RunId("b")).repeated()).isTrue();
  }

  @Test
  void everyColumnIsNullableWhateverTheSourcePromises() {
    LakeTable table = LAKE.table("lake_test.nullable");
    table.replace(sql("SELECT 1 AS id"), new RunId("a"));
    assertThat(table.rows().schema().fields()).allMatch(StructField::nullable);
  }

  @Test
  void ownFilesAreLoadedWhereTheyFit() throws Exception {
    LakeTable table = LAKE.table("lake_test.files");
    table.replace(sql("SELECT id, 'x' AS v FROM range(10) LIMIT 7"), new RunId("a"));
    LakeFiles files = table.snapshot().files(Set.of(), Map.of(), "unused");

    assertThat(files.staged()).isFalse();
    assertThat(files.rows()).isEqualTo(7);
    for (var file : files.files()) {
      Path path = Path.of(java.net.URI.create(file.uri().replaceFirst("^file:/+", "file:///")));
      assertThat(Files.size(path)).isEqualTo(file.bytes());
    }
  }

  @Test
  void filesOfSeveralCommitsOrWithTextForBytesAreStaged() {
    LakeTable table = LAKE.table("lake_test.staged");
    table.append(sql("SELECT 1 AS id, '{\"a\":1}' AS doc"), new RunId("a"));
    table.append(
        sql("SELECT 2 AS id, NULL AS doc").selectExpr("id", "string(doc) AS doc"), new RunId("b"));
    String prefix = TestSpark.temporary("stage").resolve("t").toUri().toString();

    LakeFiles staged = table.snapshot().files(Set.of("doc"), Map.of(), prefix);

    assertThat(staged.staged()).isTrue();
    assertThat(staged.rows()).isEqualTo(2);
    assertThat(staged.files()).isNotEmpty().allMatch(file -> file.bytes() > 0);
    Dataset<Row> copies = SPARK.read().parquet(prefix);
    assertThat(copies.schema().simpleString()).isEqualTo("struct<id:int,doc:binary>");
    assertThat(copies.selectExpr("id", "string(doc)").orderBy("id").collectAsList())
        .containsExactly(RowFactory.create(1, "{\"a\":1}"), RowFactory.create(2, null));
    assertThat(table.snapshot().files(Set.of(), Map.of(), prefix + "2").staged()).isTrue();
  }

  @Test
  void longTextIsCutToWholeCharacters() {
    LakeTable table = LAKE.table("lake_test.long_text");
    table.replace(
        sql("SELECT * FROM VALUES ('abcd'), ('abé'), ('aé😀'), (NULL) AS rows (doc)"),
        new RunId("a"));
    String prefix = TestSpark.temporary("stage").resolve("cut").toUri().toString();

    LakeFiles files = table.snapshot().files(Set.of(), Map.of("doc", 4), prefix);

    assertThat(files.staged()).isTrue();
    assertThat(
            SPARK.read().parquet(prefix).as(org.apache.spark.sql.Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrder("abcd", "abé", "aé", null);
  }

  @Test
  void stagedTimestampsAreWholeMicroseconds() {
    LakeTable table = LAKE.table("lake_test.times");
    table.replace(
        sql("SELECT timestamp'2026-01-01 00:00:00.000001Z' AS t, date'0001-01-01' AS d"),
        new RunId("a"));
    String prefix = TestSpark.temporary("stage").resolve("t").toUri().toString();

    LakeFiles staged = Staging.copy(SPARK, table.rows(), Set.of(), Map.of(), prefix);

    assertThat(staged.rows()).isEqualTo(1);
    assertThat(SPARK.read().parquet(prefix).collectAsList())
        .isEqualTo(table.rows().collectAsList());
    assertThat(SPARK.conf().get("spark.sql.parquet.outputTimestampType"))
        .isEqualTo("TIMESTAMP_MICROS");
  }

  @Test
  void aTaggedRunCanBeReadAgainUntilItsTimeHasPassed() {
    LakeTable table = LAKE.table("lake_test.tagged");
    table.replace(sql("SELECT 1 AS id"), new RunId("a"));
    table.tag(new RunId("a"), Duration.ofDays(14));
    table.tag(new RunId("a"), Duration.ofDays(14));
    table.replace(sql("SELECT 2 AS id"), new RunId("b"));

    table.expire(Instant.now());
    assertThat(SPARK.sql("SELECT id FROM lake_test.tagged VERSION AS OF 'run_a'").collectAsList())
        .containsExactly(RowFactory.create(1));

    table.load().manageSnapshots().setMaxRefAgeMs("run_a", 1).commit();
    table.expire(Instant.now());
    assertThat(table.load().refs()).containsOnlyKeys("main");
    assertThat(table.load().snapshots()).hasSize(1);
    assertThat(table.rowCount()).isEqualTo(1);
  }

  @Test
  void filesThatNoSnapshotHoldsAnyMoreGoWithTheLastThatDid() throws IOException {
    LakeTable table = LAKE.table("lake_test.expired");
    for (int i = 1; i < 4; i++) {
      table.replace(sql("SELECT " + i + " AS id"), new RunId("run" + i));
    }

    table.expire(Instant.now());

    try (Stream<Path> files =
        Files.list(Path.of(URI.create(table.load().location())).resolve("data"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".parquet"))).hasSize(1);
    }
    assertThat(ids(table.rows())).containsExactly(3);
  }

  @Test
  void aDraftIsSeenByNobodyUntilItIsPublished() {
    LakeTable table = LAKE.table("lake_test.drafted");
    table.replace(sql("SELECT 1 AS id"), new RunId("a"));

    LakeDraft draft = table.draft(sql("SELECT 2 AS id"), new RunId("b"));
    assertThat(ids(table.rows())).containsExactly(1);
    assertThat(ids(draft.rows())).containsExactly(2);

    LakeCommit commit = draft.publish();
    assertThat(ids(table.rows())).containsExactly(2);
    assertThat(commit.rows()).isEqualTo(1);
    assertThat(table.load().refs()).containsOnlyKeys("main");
  }

  @Test
  void filesThatTasksWroteReplaceAllRowsAndCountAsWhatTheyHold() {
    LakeTable written = LAKE.table("lake_test.written");
    LakeTable table = LAKE.table("lake_test.filed");
    for (int rows : new int[] {2, 3}) {
      written.replace(sql("SELECT CAST(id AS INT) AS id FROM range(" + rows + ")"), run(rows));
      LakeRows files = new LakeRows(written.rows(), Optional.of(into -> files(written)));

      table.draft(files, run(rows), Map.of()).publish();

      assertThat(ids(table.rows())).hasSize(rows);
      assertThat(table.rowCount()).isEqualTo(rows);
    }
  }

  private static RunId run(int number) {
    return new RunId("run" + number);
  }

  private static List<DataFile> files(LakeTable table) {
    List<DataFile> files = new ArrayList<>();
    table.load().newScan().planFiles().forEach(task -> files.add(task.file()));
    return files;
  }

  @Test
  void draftsOfDeadRunsAreCleared() {
    LakeTable table = LAKE.table("lake_test.abandoned");
    table.draft(sql("SELECT 1 AS id"), new RunId("dead"));
    LakeDraft draft = table.draft(sql("SELECT 2 AS id"), new RunId("next"));

    assertThat(table.load().refs()).containsKeys("build_next").doesNotContainKey("build_dead");
    draft.publish();
    assertThat(ids(table.rows())).containsExactly(2);
    assertThat(table.committed(new RunId("dead"))).isEmpty();
  }

  @Test
  void aDraftOfAnotherShapeLeavesTheTableAloneToo() {
    LakeTable table = LAKE.table("lake_test.reshaped");
    table.replace(sql("SELECT 1 AS id, 'x' AS kind"), new RunId("a"));

    LakeDraft draft = table.draft(sql("SELECT 2 AS id, 3 AS kind"), new RunId("b"));
    assertThat(table.rows().collectAsList()).containsExactly(RowFactory.create(1, "x"));
    assertThat(draft.rows().collectAsList()).containsExactly(RowFactory.create(2, 3));

    draft.publish();
    assertThat(table.rows().collectAsList()).containsExactly(RowFactory.create(2, 3));
    assertThat(LAKE.table("lake_test.reshaped__build").exists()).isFalse();
  }

  private static List<Integer> ids(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.getInt(0)).toList();
  }

  private static Dataset<Row> sql(String sql) {
    return SPARK.sql(sql);
  }
}
