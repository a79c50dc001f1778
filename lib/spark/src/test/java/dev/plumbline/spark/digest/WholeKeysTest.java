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
import dev.plumbline.spark.digest.WholeKeys.Page;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeParts;
import dev.plumbline.spark.lake.LakePresent;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.parquet.LakeFileReader.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeKeysTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final Lake LAKE = new Lake(SPARK);
  private static final TableForm KEY =
      TableForm.of(List.of(DigestColumn.of("id", CanonicalForm.INTEGER, 20)), List.of("id"));

  @Test
  void keysOfSeveralFilesComeInOrderWithoutThoseThatAreDeleted() {
    LakeTable table = LAKE.table("whole_keys.files");
    table.replace(SPARK.sql("SELECT id * 3 - 300 AS id FROM range(0, 200, 1, 3)"), new RunId("a"));
    delete(table, -300, 0, 3, 297);

    WholeKeys keys = keys(table, 1000);

    assertThat(keys.of(new Span(-9, 9), 5).keys()).contains(new long[] {-9, -6, -3, 6, 9});
    assertThat(keys.of(new Span(-9, 9), 4).keys()).as("more than that").isEmpty();
    assertThat(keys.of(new Span(-301, -296), 5).keys()).contains(new long[] {-297});
    assertThat(keys.of(new Span(298, 400), 5).keys()).contains(new long[] {});
    assertThat(keys.of(new Span(Long.MIN_VALUE, Long.MAX_VALUE), 200).keys().orElseThrow())
        .hasSize(196)
        .isSorted();
  }

  @Test
  void pagesAreCutWhereFilesBegin() {
    LakeTable table = LAKE.table("whole_keys.pages");
    table.replace(SPARK.sql("SELECT id * 3 - 300 AS id FROM range(0, 200, 1, 4)"), new RunId("a"));
    table.append(SPARK.sql("SELECT id * 350 - 100 AS id FROM range(0, 2, 1, 1)"), new RunId("b"));

    assertThat(keys(table, 100).pages())
        .as("a few rows that lie anywhere do not matter")
        .containsExactly(new Span(Long.MIN_VALUE, -1), new Span(0, Long.MAX_VALUE));
    assertThat(keys(table, 1).pages())
        .as("a page for each file")
        .containsExactly(
            new Span(Long.MIN_VALUE, -151),
            new Span(-150, -101),
            new Span(-100, -1),
            new Span(0, 149),
            new Span(150, Long.MAX_VALUE));
    assertThat(keys(table, 203).pages()).containsExactly(new Span(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whereverRowsLieAllKeysAreReadOnce(long seed) {
    Random random = new Random(seed);
    LakeTable table = LAKE.table("whole_keys.anywhere_" + seed);
    SortedSet<Long> held = new TreeSet<>();
    for (int file = 0; file < 6; file++) {
      append(table, held, file, LongStream.range(file * 25L, file * 25L + 25));
    }
    for (int file = 6; file < 9; file++) {
      long width = 1L << (4 + random.nextInt(59));
      append(table, held, file, random.longs(20).map(number -> number % width));
    }
    long[] gone =
        held.stream().filter(key -> random.nextInt(9) == 0).mapToLong(key -> key).toArray();
    delete(table, gone);
    LongStream.of(gone).forEach(held::remove);

    for (long page : new long[] {1, 20, 60}) {
      assertThat(read(keys(table, page), 30))
          .as("pages of " + page)
          .containsExactlyElementsOf(held);
    }
  }

  private static void append(LakeTable table, Set<Long> held, int file, LongStream keys) {
    List<Long> fresh = keys.boxed().filter(held::add).toList();
    Dataset<Row> rows = SPARK.createDataset(fresh, Encoders.LONG()).toDF("id").coalesce(1);
    if (table.exists()) {
      table.append(rows, new RunId("run" + file));
    } else {
      table.replace(rows, new RunId("run" + file));
    }
  }

  /** Page by page; one with too many keys is cut. */
  private static List<Long> read(WholeKeys keys, int atMost) {
    Deque<Span> left = new ArrayDeque<>(keys.pages());
    List<Long> found = new ArrayList<>();
    int reads = 0;
    while (!left.isEmpty()) {
      Page page = keys.of(left.pop(), atMost);
      assertThat(++reads).as("pages read").isLessThan(keys.pages().size() + 40);
      if (page.keys().isPresent()) {
        LongStream.of(page.keys().get()).forEach(found::add);
      } else {
        left.push(page.halves().get(1));
        left.push(page.halves().get(0));
      }
    }
    return found;
  }

  @Test
  void aTableWithoutRowsHasOnePage() {
    LakeTable table = LAKE.table("whole_keys.none");
    table.replace(SPARK.sql("SELECT id FROM range(0)"), new RunId("a"));

    WholeKeys keys = keys(table, 1000);

    Span all = new Span(Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(keys(table, 10).pages()).containsExactly(all);
    assertThat(keys.of(all, 0).keys()).contains(new long[] {});
  }

  @Test
  void keysOfFourBytesAreReadAfterTheColumnHasBeenWidened() {
    LakeTable table = LAKE.table("whole_keys.widened");
    table.replace(SPARK.sql("SELECT CAST(id AS INT) AS id FROM range(5)"), new RunId("a"));
    SPARK.sql("ALTER TABLE lake.whole_keys.widened ALTER COLUMN id TYPE BIGINT");
    table.append(SPARK.sql("SELECT 5000000000 AS id"), new RunId("b"));

    assertThat(keys(table, 1000).of(new Span(3, Long.MAX_VALUE), 10).keys())
        .contains(new long[] {3, 4, 5_000_000_000L});
  }

  @Test
  void keysAreReadAfterTheirColumnHasBeenRenamed() {
    LakeTable table = LAKE.table("whole_keys.renamed");
    table.replace(SPARK.sql("SELECT id AS was FROM range(5)"), new RunId("a"));
    SPARK.sql("ALTER TABLE lake.whole_keys.renamed RENAME COLUMN was TO id");

    assertThat(keys(table, 1000).of(new Span(3, 9), 10).keys()).contains(new long[] {3, 4});
    assertThat(table.present().between("id", 5, 9)).as("none by their bounds").isEmpty();
  }

  /** As they are where they differ, in a dictionary where some come again, by rows beside NULL. */
  @ParameterizedTest
  @ValueSource(strings = {"BIGINT", "INT"})
  void keysAreReadAsTheyAreStored(String type) {
    LakeTable table = LAKE.table("whole_keys.stored_" + type);
    table.replace(rows("20000 - 3 * id", type, 50_000), new RunId("a"));
    table.append(rows("1000000 + id % 3", type, 900), new RunId("b"));
    table.append(rows("IF(id % 2 = 0, NULL, 2000000 + id)", type, 4), new RunId("c"));
    delete(table, 2, 1_000_001, 2_000_001);

    WholeKeys keys = keys(table, 1000);

    assertThat(keys.of(new Span(-7, 8), 10).keys()).contains(new long[] {-7, -4, -1, 5, 8});
    assertThat(keys.of(new Span(Long.MIN_VALUE, -129_993), 9).keys())
        .contains(new long[] {-129_997, -129_994});
    assertThat(keys.of(new Span(19_998, 1_000_000), 400).keys().orElseThrow()).hasSize(301);
    assertThat(keys.of(new Span(1_000_001, Long.MAX_VALUE), 400).keys().orElseThrow())
        .hasSize(301)
        .endsWith(1_000_002, 2_000_003);
  }

  private static Dataset<Row> rows(String key, String type, long count) {
    return SPARK.sql(
        "SELECT CAST(" + key + " AS " + type + ") AS id FROM range(0, " + count + ", 1, 1)");
  }

  @Test
  void keysOfAnotherTypeAreNone() {
    LakeTable table = LAKE.table("whole_keys.text");
    table.replace(SPARK.sql("SELECT 'a' AS id"), new RunId("a"));
    TableForm form =
        TableForm.of(List.of(DigestColumn.of("id", CanonicalForm.TEXT, 20)), List.of("id"));

    assertThat(WholeKeys.of(SPARK, table.present(), form, 1)).isEmpty();
  }

  private static WholeKeys keys(LakeTable table, long page) {
    return WholeKeys.of(SPARK, table.present(), KEY, page).orElseThrow();
  }

  private static void delete(LakeTable table, long... ids) {
    LakePresent present = table.present();
    List<RowKey> gone = LongStream.of(ids).mapToObj(id -> RowKey.of(Long.toString(id))).toList();
    Found found =
        Identities.of(present.table(), KEY, List.of(gone))
            .flatMap(
                keys ->
                    KeySet.of(KEY, new WrittenRows(TableDigest.empty(KEY), new Identities()), keys))
            .flatMap(keys -> KeyedDelete.of(SPARK, present, keys, KEY))
            .orElseThrow();
    try (LakeParts none = table.parts()) {
      table.draft(found.deletes(), none, new RunId("delete"), Map.of()).publish();
    }
  }
}
