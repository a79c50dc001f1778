package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.lake.LakePresent;
import dev.plumbline.spark.parquet.LakeFileReader;
import dev.plumbline.spark.parquet.LakeFileReader.Span;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The keys of one state of a table, each of which is one whole number of at most eight bytes, as
 * its files have them: nothing but the key's column is read.
 */
public final class WholeKeys {
  /** Files at a time for each processor. */
  private static final int WAVE = 4;

  private final SparkSession spark;
  private final LakePresent present;
  private final String name;
  private final int field;

  private WholeKeys(SparkSession spark, LakePresent present, String name, int field) {
    this.spark = spark;
    this.present = present;
    this.name = name;
    this.field = field;
  }

  /**
   * Of a table; empty where the key is another one, or files must be read in another way.
   *
   * @param form with nothing but the key
   */
  public static Optional<WholeKeys> of(SparkSession spark, LakePresent present, TableForm form) {
    ScannedColumns key = ScannedColumns.of(present.table(), form);
    boolean plain =
        new RowIdentity(form, key.schema()).isWhole()
            && present.files().stream().allMatch(LakePresent::isPlain);
    return plain
        ? Optional.of(new WholeKeys(spark, present, form.key().get(0), key.fields().get(0)))
        : Optional.empty();
  }

  /** How many of some keys are there. */
  public long among(long[] some) {
    if (some.length == 0) {
      return 0;
    }
    long[] sought = LongStream.of(some).sorted().toArray();
    Span span = new Span(sought[0], sought[sought.length - 1]);
    return scan(span, sought, Integer.MAX_VALUE).orElseThrow().length;
  }

  /**
   * Those from one to another, both included, in their order.
   *
   * @param atMost how many may be in memory; empty where there are more
   */
  public Optional<long[]> between(long least, long most, int atMost) {
    return scan(new Span(least, most), null, atMost);
  }

  /** A few files at a time, so that no more are in memory than these have. */
  private Optional<long[]> scan(Span span, long[] sought, int atMost) {
    List<FileScanTask> files = present.between(name, span.least(), span.most());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Table> table = context.broadcast(SerializableTable.copyOf(present.table()));
    Broadcast<long[]> keys = context.broadcast(sought == null ? new long[0] : sought);
    int wave = WAVE * context.defaultParallelism();
    long[] all = new long[0];
    try {
      for (int from = 0; from < files.size(); from += wave) {
        List<FileScanTask> some = files.subList(from, Math.min(from + wave, files.size()));
        List<long[]> found =
            SparkFailures.call(
                "read keys of " + present.table().name(),
                () ->
                    context
                        .parallelize(some, some.size())
                        .map(new OneFile(table, field, span, sought != null, keys, atMost))
                        .collect());
        all =
            LongStream.concat(LongStream.of(all), found.stream().flatMapToLong(LongStream::of))
                .toArray();
        if (all.length > atMost) {
          return Optional.empty();
        }
      }
    } finally {
      keys.destroy();
      table.destroy();
    }
    Arrays.sort(all);
    return Optional.of(all);
  }

  /**
   * What a task does with its file.
   *
   * @param some whether only some keys are sought
   * @param atMost how many it says, and perhaps one more
   */
  private record OneFile(
      Broadcast<Table> table,
      int field,
      Span span,
      boolean some,
      Broadcast<long[]> sought,
      int atMost)
      implements Function<FileScanTask, long[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public long[] call(FileScanTask file) throws IOException {
      TaskContext task = TaskContext.get();
      PositionDeleteIndex deleted = LakePresent.deleted(table.value(), file);
      try (LakeFileReader reader =
          new LakeFileReader(table.value().io().newInputFile(file.file()))) {
        Search search = new Search(this::wanted, deleted);
        for (int group = 0; group < reader.groups() && search.size <= atMost; group++) {
          task.killTaskIfInterrupted();
          if (reader.span(group, field).map(span::meets).orElse(true)) {
            reader.read(group, field, search);
          } else {
            search.position += reader.rows(group);
          }
        }
        return search.found.build().limit(atMost + 1L).toArray();
      }
    }

    private boolean wanted(long key) {
      return some ? Arrays.binarySearch(sought.value(), key) >= 0 : span.holds(key);
    }
  }

  /** Goes through the rows of a file. */
  private static final class Search implements LakeFileReader.Numbers {
    private final LongPredicate wanted;
    private final PositionDeleteIndex deleted;
    private final LongStream.Builder found = LongStream.builder();
    private int size;
    private long position;

    Search(LongPredicate wanted, PositionDeleteIndex deleted) {
      this.wanted = wanted;
      this.deleted = deleted;
    }

    @Override
    public void take(long[] keys, int count) {
      for (int i = 0; i < count; i++) {
        if (wanted.test(keys[i]) && !deleted.isDeleted(position + i)) {
          found.add(keys[i]);
          size++;
        }
      }
      position += count;
    }

    @Override
    public void nothing() {
      position++;
    }
  }
}
