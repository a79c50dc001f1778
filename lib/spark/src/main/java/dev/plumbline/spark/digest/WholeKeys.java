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

  /**
   * Those from one to another, both included, in their order. Of the files a few are read at a
   * time, so that no more are in memory than these have.
   *
   * @param atMost how many may be in memory; empty where there are more
   */
  public Optional<long[]> between(long least, long most, int atMost) {
    Span span = new Span(least, most);
    List<FileScanTask> files = present.between(name, least, most);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Table> table = context.broadcast(SerializableTable.copyOf(present.table()));
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
                        .map(new OneFile(table, field, span, atMost))
                        .collect());
        all =
            LongStream.concat(LongStream.of(all), found.stream().flatMapToLong(LongStream::of))
                .toArray();
        if (all.length > atMost) {
          return Optional.empty();
        }
      }
    } finally {
      table.destroy();
    }
    Arrays.sort(all);
    return Optional.of(all);
  }

  /**
   * What a task does with its file.
   *
   * @param atMost how many it says, and perhaps one more
   */
  private record OneFile(Broadcast<Table> table, int field, Span span, int atMost)
      implements Function<FileScanTask, long[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public long[] call(FileScanTask file) throws IOException {
      TaskContext task = TaskContext.get();
      PositionDeleteIndex deleted = LakePresent.deleted(table.value(), file);
      try (LakeFileReader reader =
          new LakeFileReader(table.value().io().newInputFile(file.file()))) {
        Search search = new Search(span, deleted);
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
  }

  /** Goes through the rows of a file. */
  private static final class Search implements LakeFileReader.Numbers {
    private final Span span;
    private final PositionDeleteIndex deleted;
    private final LongStream.Builder found = LongStream.builder();
    private int size;
    private long position;

    Search(Span span, PositionDeleteIndex deleted) {
      this.span = span;
      this.deleted = deleted;
    }

    @Override
    public void take(long[] keys, int count) {
      for (int i = 0; i < count; i++) {
        if (span.holds(keys[i]) && !deleted.isDeleted(position + i)) {
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
