package dev.plumbline.spark.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.run.RunId;
import dev.plumbline.spark.TestSpark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class LakeStateTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final Lake LAKE = new Lake(SPARK);
  private static final Duration KEEP = Duration.ofDays(1);

  @Test
  void aFewRowsAreReplacedWithoutWritingTheOthersAgain() {
    LakeTable table = numbers("lake_test.few", 1_000);
    String file = files(table).get(0);

    LakeDraft draft =
        table.draft(
            table.under(sql("SELECT 2L AS id UNION ALL SELECT 3L UNION ALL SELECT 5000L")),
            sql("SELECT 2L AS id, 'new' AS word"),
            new RunId("b"),
            Map.of(LakeState.ROWS, "999", "cursor", "c-2"));

    assertThat(table.rows().count()).as("nothing is seen before").isEqualTo(1_000);
    assertThat(draft.rows().count()).isEqualTo(999);
    LakeCommit commit = draft.publish(Map.of("said", "x"));

    assertThat(table.rows().where("id IN (1, 2, 3, 4)").orderBy("id").collectAsList())
        .containsExactly(
            RowFactory.create(1L, "old"),
            RowFactory.create(2L, "new"),
            RowFactory.create(4L, "old"));
    assertThat(table.rowCount()).isEqualTo(999);
    assertThat(table.note("said")).contains("x");
    assertThat(commit.rows()).isEqualTo(1);
    assertThat(files(table)).hasSize(2).contains(file);
    assertThat(
            table
                .snapshot()
                .files(Set.of(), Map.of(), TestSpark.temporary("few") + "/staged")
                .staged())
        .as("files with deleted rows cannot be loaded as they are")
        .isTrue();
    assertThat(table.load().refs().keySet()).containsExactly("main");
  }

  @Test
  void aDraftThatIsKeptIsGoneOnWithAndSeenOnceThatIsPublished() {
    LakeTable table = LAKE.table("lake_test.kept");
    table.draft(sql("SELECT 7L AS id, 'forgotten' AS word"), new RunId("first")).keep();
    Dataset<Row> rows = sql("SELECT id, 'old' AS word FROM range(10)");
    table.draft(rows, new RunId("first"), Map.of("from", "x")).keep();
    LakeTable kept = table.unproven();

    assertThat(table.snapshotId()).isEmpty();
    assertThat(table.rows().count()).as("nothing is seen").isZero();
    assertThat(kept.fact("from")).contains("x");
    assertThat(kept.rowCount()).isEqualTo(10);
    assertThat(kept.present().files().stream().mapToLong(file -> file.file().recordCount()).sum())
        .isEqualTo(10);

    LakeDraft draft =
        kept.draft(
            kept.under(sql("SELECT 2L AS id")),
            sql("SELECT 2L AS id, 'new' AS word"),
            new RunId("b"),
            Map.of());
    assertThat(table.rows().count()).as("nor is what becomes of it").isZero();
    assertThat(draft.rows().count()).isEqualTo(10);
    draft.publish();

    assertThat(table.rows().where("word = 'new'").count()).isEqualTo(1);
    assertThat(table.rows().count()).isEqualTo(10);
    assertThat(kept.snapshotId()).isEqualTo(table.snapshotId());
    assertThat(table.load().refs().keySet()).containsExactly("main");
  }

  @Test
  void aDraftThatIsKeptIsPublishedAsItIsWhereNothingIsToBeChanged() {
    LakeTable table = LAKE.table("lake_test.confirmed");
    table.draft(sql("SELECT 1L AS id"), new RunId("first")).keep();

    new LakeState(table.unproven()).confirm(new RunId("b"), KEEP, Map.of("said", "y"));

    assertThat(table.rows().count()).isEqualTo(1);
    assertThat(table.note("said")).contains("y");
    assertThat(table.load().refs().keySet()).containsExactlyInAnyOrder("main", "run_b");
  }

  @Test
  void aDraftThatIsKeptGoesWhereAnotherIsPublished() {
    for (String id : List.of("2L AS id", "2 AS other")) {
      LakeTable table = LAKE.table("lake_test.overtaken_" + id.charAt(2));
      table.draft(sql("SELECT 1L AS id"), new RunId("first")).keep();

      table.draft(sql("SELECT " + id), new RunId("b")).publish();

      assertThat(table.rows().count()).isEqualTo(1);
      assertThat(table.load().refs().keySet()).containsExactly("main");
    }
  }

  @Test
  void rowsAreCountedWhereNoCommitSaysHowMany() {
    LakeTable table = numbers("lake_test.counted", 10);
    table.draft(table.under(sql("SELECT 2L AS id")), none(), new RunId("b"), Map.of()).publish();

    assertThat(table.rowCount()).isEqualTo(9);
  }

  @Test
  void rowsAreFoundUnderKeysOfAnyKind() {
    LakeTable table = LAKE.table("lake_test.under");
    table.replace(
        sql("SELECT * FROM VALUES (1L, 'a'), (1L, 'A'), (7L, 'b'), (NULL, 'n') AS t(id, word)"),
        new RunId("a"));

    assertThat(table.under(sql("SELECT 1L AS id UNION ALL SELECT 5L")).count()).isEqualTo(2);
    assertThat(table.under(sql("SELECT 7L AS id UNION ALL SELECT NULL")).count()).isEqualTo(2);
    assertThat(table.under(sql("SELECT 'A' AS word")).count()).isEqualTo(1);
    assertThat(table.under(sql("SELECT 1L AS id, 'a' AS word")).count()).isEqualTo(1);
    assertThat(table.under(sql("SELECT 1L AS id WHERE false")).count()).isZero();

    table
        .draft(
            table.under(sql("SELECT 1L AS id, 'A' AS word UNION ALL SELECT NULL, 'n'")),
            none(),
            new RunId("b"),
            Map.of())
        .publish();
    assertThat(table.rows().orderBy("id").collectAsList())
        .containsExactly(RowFactory.create(1L, "a"), RowFactory.create(7L, "b"));
  }

  @Test
  void rowsThatLieInPartitionsAreDeletedThere() {
    LakeTable table = numbers("lake_test.partitioned", 10);
    table.load().updateSpec().addField("word").commit();
    table.append(sql("SELECT 100L AS id, 'x' AS word UNION ALL SELECT 101L, 'y'"), new RunId("p"));

    table
        .draft(
            table.under(sql("SELECT 100L AS id UNION ALL SELECT 2L")),
            sql("SELECT 2L AS id, 'new' AS word"),
            new RunId("b"),
            Map.of())
        .publish();

    assertThat(table.rows().where("id IN (1, 2, 100, 101)").orderBy("id").collectAsList())
        .containsExactly(
            RowFactory.create(1L, "old"),
            RowFactory.create(2L, "new"),
            RowFactory.create(101L, "y"));
    assertThat(table.rows().count()).isEqualTo(11);
  }

  @Test
  void whatIsKnownLastIsFoundWhateverCameAfterIt() {
    LakeTable table = numbers("lake_test.known", 10);
    LakeState state = new LakeState(table);
    assertThat(state.latest("cursor")).isEmpty();
    table.replace(sql("SELECT 1L AS id, 'a' AS word"), new RunId("b"), Map.of("cursor", "c-1"));
    table.append(sql("SELECT 2L AS id, 'b' AS word"), new RunId("c"));
    assertThat(state.latest("cursor")).contains("c-1");

    state.confirm(new RunId("d"), KEEP, Map.of("cursor", "c-2"));
    assertThat(state.latest("cursor")).contains("c-2");

    table.replace(sql("SELECT 3L AS id, 'c' AS word"), new RunId("e"), Map.of("cursor", "c-3"));
    assertThat(state.latest("cursor")).contains("c-3");
  }

  @Test
  void aRunThatChangedNothingHasBeenThereAllTheSame() {
    LakeTable table = numbers("lake_test.confirmed", 10);
    LakeState state = new LakeState(table);
    RunId run = new RunId("idle");
    long snapshot = table.load().currentSnapshot().snapshotId();
    assertThat(state.settled(run)).isEmpty();

    LakeCommit commit = state.confirm(run, KEEP, Map.of());

    assertThat(commit.rows()).isZero();
    assertThat(table.load().currentSnapshot().snapshotId()).isEqualTo(snapshot);
    assertThat(table.load().refs().get("run_idle").snapshotId()).isEqualTo(snapshot);
    table.replace(sql("SELECT 3L AS id, 'c' AS word"), new RunId("later"));
    assertThat(state.settled(run).orElseThrow().snapshotId()).isEqualTo(snapshot);
    assertThat(state.settled(new RunId("a"))).isPresent();
  }

  @Test
  void manyDeletedRowsWearATableOut() {
    LakeTable table = numbers("lake_test.worn", 100_000);
    LakeState state = new LakeState(table);
    assertThat(state.worn(20_000)).isFalse();
    assertThat(state.worn(20_001)).isTrue();

    table
        .draft(table.under(sql("SELECT id FROM range(15000)")), none(), new RunId("b"), Map.of())
        .publish();
    assertThat(state.worn(5_000)).isFalse();
    assertThat(state.worn(5_001)).isTrue();

    table.draft(table.rowsNow(), new RunId("c"), Map.of()).publish();
    assertThat(state.worn(17_000)).as("85,000 rows, none of which is deleted").isFalse();
    assertThat(state.worn(17_001)).isTrue();
    assertThat(table.snapshot().files(Set.of(), Map.of(), "s3://unused").staged()).isFalse();

    assertThat(new LakeState(numbers("lake_test.small", 100)).worn(10_000)).isFalse();
  }

  @Test
  void manySmallFilesWearATableOut() {
    LakeTable table = numbers("lake_test.crumbs", 10);
    LakeState state = new LakeState(table);
    add(table, 199, 1_000);
    assertThat(state.worn(0)).isFalse();
    add(table, 1, 1_000);
    assertThat(state.worn(0)).isTrue();
    add(table, 1, 1_000_000_000);
    assertThat(state.worn(0)).as("most of it lies in large files").isFalse();
  }

  /** Files of one row; nobody reads them. */
  private static void add(LakeTable table, int files, long bytes) {
    AppendFiles append = table.load().newFastAppend();
    for (int i = 0; i < files; i++) {
      append.appendFile(
          DataFiles.builder(PartitionSpec.unpartitioned())
              .withPath("file:///nowhere/" + UUID.randomUUID() + ".parquet")
              .withFormat(FileFormat.PARQUET)
              .withFileSizeInBytes(bytes)
              .withRecordCount(1)
              .build());
    }
    append.commit();
  }

  @Test
  void rowsOfAnotherShapeDoNotFit() {
    LakeTable table = numbers("lake_test.shape", 1);
    assertThat(table.fits(sql("SELECT 1L AS id, 'a' AS word").schema())).isTrue();
    assertThat(table.fits(sql("SELECT 'a' AS word, 1L AS id").schema())).isFalse();
    assertThat(table.fits(sql("SELECT 1 AS id, 'a' AS word").schema())).isFalse();
    assertThat(LAKE.table("lake_test.nothing").fits(sql("SELECT 1 AS id").schema())).isFalse();
  }

  @Test
  void columnsWhoseRowsNeverCameAreNotThere() {
    LakeTable table = numbers("lake_test.half_shaped", 1);
    Dataset<Row> wider = sql("SELECT 1L AS id, 'a' AS word, 7 AS note");
    table.draft(wider, new RunId("fails")).discard();

    assertThat(table.fits(wider.schema())).isFalse();
    assertThat(table.snapshot().awaited()).containsExactly("note");
    table.replace(wider, new RunId("passes"));
    assertThat(table.fits(wider.schema())).isTrue();
    assertThat(table.snapshot().awaited()).isEmpty();
  }

  private static LakeTable numbers(String name, int rows) {
    LakeTable table = LAKE.table(name);
    table.replace(
        sql("SELECT id, 'old' AS word FROM range(0, " + rows + ", 1, 1)"), new RunId("a"));
    return table;
  }

  private static Dataset<Row> none() {
    return sql("SELECT 1L AS id, 'a' AS word WHERE false");
  }

  private static List<String> files(LakeTable table) {
    Table loaded = table.load();
    List<String> files = new java.util.ArrayList<>();
    loaded.newScan().planFiles().forEach(task -> files.add(task.file().location()));
    return files;
  }

  private static Dataset<Row> sql(String query) {
    return SPARK.sql(query);
  }
}
