package dev.plumbline.spark.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.spark.TestSpark;
import dev.plumbline.spark.digest.KeyedDelete.Found;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeParts;
import dev.plumbline.spark.lake.LakePresent;
import dev.plumbline.spark.lake.LakeRows;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.parquet.LakeFileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class KeyedDeleteTest {
  private static final SparkSession SPARK = TestSpark.session();
  private static final Lake LAKE = new Lake(SPARK);
  private static final TableForm FORM =
      TableForm.of(
          List.of(
              DigestColumn.of("id", CanonicalForm.INTEGER, 20),
              DigestColumn.of("word", CanonicalForm.TEXT, 20)),
          List.of("id"));
  private static final TableForm KEPT = FORM.inPassing();
  private static final TableForm KEY = TableForm.of(FORM.keyColumns(), FORM.key());

  /** A row of the tests' table. */
  private record Word(long id, String word) {}

  @Test
  void rowsAreFoundInAllRowGroupsAndReplacedWhereTheyLie() throws Exception {
    LakeTable table = words("keyed_test.found", 3);
    LakeParts parts = parts(table, new Word(2, "new"), new Word(70_000, "more"));
    WrittenRows written = WrittenRows.of(parts.written(), FORM);
    List<RowKey> further =
        Stream.of(2, 3, 29_999, 30_000, 89_999, 90_000).map(KeyedDeleteTest::key).toList();

    Found found = find(table, written, further).orElseThrow();

    Dataset<Row> gone = table.rows().where("id IN (2, 3, 29999, 30000, 70000, 89999)");
    assertThat(found.went()).isEqualTo(LakeDigest.of("words", gone, FORM));
    assertThat(found.lost()).as("without the two in whose place others come").isEqualTo(4);
    LakeDraft draft = table.draft(found.deletes(), parts, new RunId("b"), Map.of("rows", "89996"));
    assertThat(draft.counts()).isEqualTo(new LakeDraft.Counts(2, 6));
    assertThat(table.rows().count()).as("nothing is seen before").isEqualTo(90_000);
    draft.publish();
    parts.close();
    found.deletes().close();
    assertThat(table.rows().count()).isEqualTo(89_996);
    assertThat(table.rowCount()).isEqualTo(89_996);
    assertThat(
            table
                .rows()
                .where("id IN (1, 2, 3, 29999, 30000, 30001, 70000, 89999)")
                .orderBy("id")
                .collectAsList())
        .containsExactly(
            RowFactory.create(1L, "old"),
            RowFactory.create(2L, "new"),
            RowFactory.create(30_001L, "old"),
            RowFactory.create(70_000L, "more"));
  }

  @Test
  void whatIsDeletedAlreadyIsNotFoundAgain() throws Exception {
    LakeTable table = words("keyed_test.again", 1);
    delete(table, key(5), key(6));

    Found found = find(table, none(), List.of(key(5), key(7))).orElseThrow();

    assertThat(found.went().rows()).isEqualTo(1);
    assertThat(found.lost()).isEqualTo(1);
    found.deletes().close();
    delete(table, key(5), key(7));
    assertThat(table.rows().where("id < 9").orderBy("id").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 8L);
  }

  @Test
  void positionsFillPagesAndAreReadByIcebergAndSparkAlike() throws Exception {
    LakeTable table = words("keyed_test.pages", 2);
    Set<Long> gone =
        LongStream.range(0, 60_000).filter(id -> id % 7 != 3).boxed().collect(Collectors.toSet());
    delete(table, gone.stream().map(String::valueOf).map(RowKey::of).toArray(RowKey[]::new));

    assertThat(table.rows().where("id % 7 <> 3").count()).isZero();
    assertThat(table.rows().count()).isEqualTo(60_000 - gone.size());
    Set<String> named = new HashSet<>();
    for (FileScanTask file : table.present().files()) {
      PositionDeleteIndex positions = LakePresent.deleted(table.present().table(), file);
      assertThat(positions.cardinality()).isEqualTo(deletes(file).rows());
      assertThat(deletes(file).path()).as("bounds of the path").isEqualTo(file.file().location());
      named.add(file.file().location());
    }
    Dataset<Row> written =
        SPARK
            .read()
            .parquet(
                SPARK
                    .sql("SELECT file_path FROM lake.keyed_test.pages.delete_files")
                    .as(Encoders.STRING())
                    .collectAsList()
                    .toArray(String[]::new));
    assertThat(written.select("file_path").distinct().as(Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrderElementsOf(named);
    assertThat(written.distinct().count()).isEqualTo(gone.size());
  }

  /** What the manifest says of a data file's only file of deletes. */
  private record Deletes(long rows, String path) {}

  private static Deletes deletes(FileScanTask file) {
    assertThat(file.deletes()).hasSize(1);
    DeleteFile deletes = file.deletes().get(0);
    int path = MetadataColumns.DELETE_FILE_PATH.fieldId();
    ByteBuffer least = deletes.lowerBounds().get(path);
    assertThat(deletes.upperBounds().get(path)).isEqualTo(least);
    return new Deletes(
        deletes.recordCount(), StandardCharsets.UTF_8.decode(least.duplicate()).toString());
  }

  @Test
  void keysOfSeveralColumnsAreFoundInTheKeysOrderAndNullIsOne() {
    LakeTable table = LAKE.table("keyed_test.composite");
    table.replace(
        SPARK.sql(
            "SELECT * FROM VALUES (1, 'x'), (1, 'X'), (1, 'y'), (2, 'x'), (3, NULL) AS t (a, b)"),
        new RunId("a"));
    TableForm form =
        TableForm.of(
            List.of(
                DigestColumn.of("a", CanonicalForm.INTEGER, 20),
                DigestColumn.of("b", CanonicalForm.TEXT, 20)),
            List.of("b", "a"));
    LakePresent present = table.present();
    TableForm key = TableForm.of(form.keyColumns(), form.key());
    KeySet keys =
        KeySet.of(
                key,
                new WrittenRows(TableDigest.empty(form), new Identities()),
                Identities.of(
                        present.table(),
                        key,
                        List.of(
                            List.of(RowKey.of("x", "1"), RowKey.of("2", "x")),
                            List.of(new RowKey(Arrays.asList(null, "3")))))
                    .orElseThrow())
            .orElseThrow();

    Found found = KeyedDelete.of(SPARK, present, keys, form).orElseThrow();

    assertThat(found.went())
        .isEqualTo(LakeDigest.of("t", table.rows().where("(a = 1 AND b = 'x') OR a = 3"), form));
    found.deletes().close();
  }

  @Test
  void aKeyThatComesTwiceIsForSpark() {
    LakeTable table = words("keyed_test.twice", 1);
    LakeParts parts = parts(table, new Word(2, "one"));
    parts.add(writer(new Word(2, "other")));

    assertThat(find(table, WrittenRows.of(parts.written(), FORM), List.of())).isEmpty();
    assertThat(parts.rows("part").collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(2L, "one", 0), RowFactory.create(2L, "other", 1));
    parts.close();
  }

  @Test
  void filesThatNoDraftHasTakenAreRemoved() throws Exception {
    LakeTable table = words("keyed_test.removed", 1);
    List<String> before = files(table);
    LakeParts parts = parts(table, new Word(2, "new"));
    Found found = find(table, none(), List.of(key(2))).orElseThrow();
    assertThat(files(table)).hasSize(before.size() + 2);

    parts.close();
    found.deletes().close();

    assertThat(files(table)).isEqualTo(before);
  }

  @Test
  void whatHasAnotherShapeIsForSpark() {
    LakeTable older = words("keyed_test.older", 1);
    older.append(SPARK.sql("SELECT 100001L AS id, 'x' AS word, 1 AS more"), new RunId("b"));
    TableForm more =
        TableForm.of(
            List.of(
                FORM.columns().get(0),
                FORM.columns().get(1),
                DigestColumn.of("more", CanonicalForm.INTEGER, 10)),
            List.of("id"));
    LakePresent present = older.present();
    KeySet keys = keys(present, none(), List.of(key(3))).orElseThrow();
    assertThat(KeyedDelete.of(SPARK, present, keys, more)).isEmpty();

    LakeTable parted = words("keyed_test.parted", 1);
    parted.present().table().updateSpec().addField("word").commit();
    LakeParts parts = parted.parts();
    assertThat(parts.rows("part").count()).isZero();
    parts.add(writer(new Word(2, "new"), new Word(3, null)));
    assertThat(parts.fit()).isFalse();
    assertThat(parts.rows()).isEqualTo(2);
    assertThat(parts.rows("part").orderBy("id").collectAsList())
        .containsExactly(RowFactory.create(2L, "new", 0), RowFactory.create(3L, null, 0));
    assertThat(find(parted, none(), List.of(key(3)))).isEmpty();
    parts.close();
  }

  @Test
  void checksumsThatFilesKeepOfTheirRowsAreTheDigestOfThoseThatGo() throws Exception {
    LakeTable table = empty("keyed_test.kept");
    LakeParts parts = table.parts();
    parts.add(
        kept(
            KEPT,
            LongStream.range(0, 50_000)
                .mapToObj(id -> new Word(id, id == 2 ? null : "word " + id))
                .toArray(Word[]::new)));
    WrittenRows written = WrittenRows.of(parts.written(), KEPT);
    add(table, parts);

    Found found = find(table, KEPT, List.of(key(2), key(30_000), key(49_999), key(50_000))).get();

    Dataset<Row> rows = table.rows();
    assertThat(
            SPARK
                .sql("SELECT file_size_in_bytes, split_offsets FROM lake.keyed_test.kept.files")
                .head()
                .getList(1))
        .as("row groups")
        .hasSizeGreaterThan(2);
    assertThat(SPARK.read().parquet(files(table).get(0)).except(rows).count())
        .as("COPY takes the files as they are")
        .isZero();
    assertThat(written.digest()).isEqualTo(LakeDigest.of("words", rows, KEPT));
    assertThat(found.went())
        .isEqualTo(LakeDigest.of("words", rows.where("id IN (2, 30000, 49999)"), KEPT));
    found.deletes().close();
  }

  @Test
  void checksumsOfAnotherFormSayNothing() throws Exception {
    LakeTable table = empty("keyed_test.other_form");
    LakeParts parts = table.parts();
    parts.add(kept(KEPT.ofKeys(), new Word(1, "one"), new Word(2, "two")));
    add(table, parts);

    Found found = find(table, KEPT, List.of(key(2))).orElseThrow();

    assertThat(found.went()).isEqualTo(LakeDigest.of("words", table.rows().where("id = 2"), KEPT));
    found.deletes().close();
  }

  @Test
  void aRowThatIsNotWhatItsChecksumSaysProvesNothing() {
    LakeTable table = empty("keyed_test.wrong");
    LakeParts parts = table.parts();
    parts.add(writer(Optional.of(KEPT), word -> checksum(KEPT, word) ^ 1, new Word(1, "one")));

    TableDigest digest = WrittenRows.of(parts.written(), KEPT).digest();

    assertThat(digest.rows()).isEqualTo(1);
    assertThat(digest.provesEqual(digest)).isFalse();
    parts.close();
  }

  private static void add(LakeTable table, LakeParts parts) {
    Found nothing = find(table, KEPT, List.of()).orElseThrow();
    table.draft(nothing.deletes(), parts, new RunId("add"), Map.of()).publish();
    parts.close();
  }

  private static LakeRows.Writer kept(TableForm form, Word... words) {
    return writer(Optional.of(form), word -> checksum(form, word), words);
  }

  private static long checksum(TableForm form, Word word) {
    StructType schema = new StructType().add("id", "bigint").add("word", "string");
    DigestSum sum = new DigestSum(form);
    new DigestWriter(form, schema)
        .add(
            new GenericInternalRow(new Object[] {word.id(), UTF8String.fromString(word.word())}),
            sum);
    return sum.last();
  }

  private static void delete(LakeTable table, RowKey... keys) throws Exception {
    Found found = find(table, none(), List.of(keys)).orElseThrow();
    LakeParts parts = table.parts();
    table
        .draft(found.deletes(), parts, new RunId(UUID.randomUUID().toString()), Map.of())
        .publish();
    parts.close();
  }

  private static Optional<Found> find(LakeTable table, WrittenRows written, List<RowKey> further) {
    return find(table, FORM, written, further);
  }

  private static Optional<Found> find(LakeTable table, TableForm form, List<RowKey> keys) {
    return find(table, form, new WrittenRows(TableDigest.empty(form), new Identities()), keys);
  }

  private static Optional<Found> find(
      LakeTable table, TableForm form, WrittenRows written, List<RowKey> further) {
    LakePresent present = table.present();
    return keys(present, written, further)
        .flatMap(keys -> KeyedDelete.of(SPARK, present, keys, form));
  }

  private static Optional<KeySet> keys(
      LakePresent present, WrittenRows written, List<RowKey> further) {
    return Identities.of(present.table(), KEY, List.of(further))
        .flatMap(gone -> KeySet.of(KEY, written, gone));
  }

  private static WrittenRows none() {
    return new WrittenRows(TableDigest.empty(FORM), new Identities());
  }

  private static RowKey key(int id) {
    return RowKey.of(Integer.toString(id));
  }

  private static LakeParts parts(LakeTable table, Word... words) {
    LakeParts parts = table.parts();
    parts.add(writer(words));
    return parts;
  }

  private static LakeRows.Writer writer(Word... words) {
    return writer(Optional.empty(), word -> 0, words);
  }

  private static LakeRows.Writer writer(
      Optional<TableForm> form, ToLongFunction<Word> checksum, Word... words) {
    return (Table target) -> {
      try (LakeFileWriter writer =
          new LakeFileWriter(target, 0, 0, UUID.randomUUID().toString(), List.of(), form)) {
        for (Word word : words) {
          writer.addNumber(0, word.id());
          if (word.word() == null) {
            writer.addNull(1);
          } else {
            byte[] bytes = word.word().getBytes(StandardCharsets.UTF_8);
            writer.addBytes(1, bytes, 0, bytes.length);
          }
          writer.endRow(checksum.applyAsLong(word));
        }
        return writer.finish();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Row groups are small. */
  private static LakeTable empty(String name) {
    LakeTable table = LAKE.table(name);
    table.replace(SPARK.sql("SELECT 1L AS id, 'old' AS word WHERE false"), new RunId("create"));
    table
        .present()
        .table()
        .updateProperties()
        .set("write.parquet.row-group-size-bytes", "20000")
        .commit();
    return table;
  }

  /** 30,000 rows to a file, in several row groups. */
  private static LakeTable words(String name, int files) {
    LakeTable table = empty(name);
    table.replace(
        SPARK.sql(
            "SELECT id, 'old' AS word FROM range(0, " + files * 30_000 + ", 1, " + files + ")"),
        new RunId("a"));
    return table;
  }

  private static List<String> files(LakeTable table) throws IOException {
    Path folder = Path.of(URI.create(table.present().table().location())).resolve("data");
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).filter(file -> file.endsWith(".parquet")).sorted().toList();
    }
  }
}
