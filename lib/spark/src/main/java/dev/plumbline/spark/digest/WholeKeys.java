package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.spark.SparkFailures;
import dev.plumbline.spark.lake.LakePresent;
import dev.plumbline.spark.parquet.LakeFileReader;
import dev.plumbline.spark.parquet.LakeFileReader.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
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
  private final SparkSession spark;
  private final Table table;
  private final int field;
  private final List<Bounded> files;

  private WholeKeys(SparkSession spark, Table table, int field, List<Bounded> files) {
    this.spark = spark;
    this.table = table;
    this.field = field;
    this.files = files;
  }

  /** A file, and from which key to which it may have some. */
  private record Bounded(FileScanTask task, Span span) {
    static Bounded of(FileScanTask task, int field, Type type) {
      long least = bound(task.file().lowerBounds(), field, type).orElse(Long.MIN_VALUE);
      long most = bound(task.file().upperBounds(), field, type).orElse(Long.MAX_VALUE);
      return new Bounded(task, new Span(least, most));
    }

    /** About how many of its keys are at least the one number and less than the other. */
    double keys(long from, long until) {
      double width = (double) span.most() - span.least() + 1;
      double part = (double) Math.min(until - 1, span.most()) - Math.max(from, span.least()) + 1;
      return task.file().recordCount() * Math.max(0, Math.min(1, part / width));
    }

    private static OptionalLong bound(Map<Integer, ByteBuffer> bounds, int field, Type type) {
      return bounds == null || !bounds.containsKey(field)
          ? OptionalLong.empty()
          : OptionalLong.of(
              Conversions.<Number>fromByteBuffer(type, bounds.get(field)).longValue());
    }
  }

  /**
   * Of a table; empty where the key is another one, or files must be read in another way.
   *
   * @param form with nothing but the key
   */
  public static Optional<WholeKeys> of(SparkSession spark, LakePresent present, TableForm form) {
    ScannedColumns key = ScannedColumns.of(present.table(), form);
    if (!new RowIdentity(form, key.schema()).isWhole()) {
      return Optional.empty();
    }
    List<FileScanTask> files = present.bounded(form.key().get(0));
    int field = key.fields().get(0);
    Type type = present.table().schema().findType(field);
    return files.stream().allMatch(LakePresent::isPlain)
        ? Optional.of(
            new WholeKeys(
                spark,
                present.table(),
                field,
                files.stream().map(file -> Bounded.of(file, field, type)).toList()))
        : Optional.empty();
  }

  /**
   * All numbers there are, cut where files begin, so that there are about so many keys between two
   * cuts; more where a file has more. The keys of a file are taken to lie evenly between its
   * bounds.
   */
  public List<Span> pages(long keys) {
    List<Span> pages = new ArrayList<>();
    List<Bounded> open = new ArrayList<>();
    long begin = Long.MIN_VALUE;
    for (Bounded file : sorted()) {
      long from = begin;
      long next = file.span().least();
      if (next > begin && open.stream().mapToDouble(one -> one.keys(from, next)).sum() >= keys) {
        pages.add(new Span(begin, next - 1));
        begin = next;
        open.removeIf(one -> one.span().most() < next);
      }
      open.add(file);
    }
    pages.add(new Span(begin, Long.MAX_VALUE));
    return pages;
  }

  private List<Bounded> sorted() {
    return files.stream().sorted(Comparator.comparingLong(file -> file.span().least())).toList();
  }

  /** What was read of a page. */
  public static final class Page {
    private final Span span;
    private final long[] sorted;
    private final boolean complete;

    private Page(Span span, long[] keys, boolean complete) {
      this.span = span;
      this.sorted = keys;
      this.complete = complete;
      Arrays.sort(sorted);
    }

    /** Its keys in their order; empty where there are more than were to be in memory. */
    public Optional<long[]> keys() {
      return complete ? Optional.of(sorted) : Optional.empty();
    }

    /** A page of several numbers with too many keys, in two: cut amid those that were read. */
    public List<Span> halves() {
      long middle = Math.min(sorted[sorted.length / 2], span.most() - 1);
      return List.of(new Span(span.least(), middle), new Span(middle + 1, span.most()));
    }
  }

  /**
   * Reads the keys of a page. Of the files a few are read at a time, which have about twice as many
   * rows as keys may be in memory.
   *
   * @param atMost how many may be in memory
   */
  public Page of(Span page, int atMost) {
    List<FileScanTask> tasks =
        files.stream().filter(file -> file.span().meets(page)).map(Bounded::task).toList();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Table> shared = context.broadcast(SerializableTable.copyOf(table));
    long[] all = new long[0];
    try {
      int from = 0;
      while (from < tasks.size() && all.length <= atMost) {
        List<FileScanTask> some = wave(tasks.subList(from, tasks.size()), 2L * atMost);
        List<long[]> found =
            SparkFailures.call(
                "read keys of " + table.name(),
                () ->
                    context
                        .parallelize(some, some.size())
                        .map(new OneFile(shared, field, page, atMost))
                        .collect());
        all = joined(all, found);
        from += some.size();
      }
    } finally {
      shared.destroy();
    }
    return new Page(page, all, all.length <= atMost);
  }

  /** The first files, with so many rows, or a single one that has more. */
  private static List<FileScanTask> wave(List<FileScanTask> files, long atMost) {
    int count = 0;
    long rows = 0;
    do {
      rows += files.get(count++).file().recordCount();
    } while (count < files.size() && rows + files.get(count).file().recordCount() <= atMost);
    return files.subList(0, count);
  }

  private static long[] joined(long[] keys, List<long[]> more) {
    int size = keys.length;
    long[] all = Arrays.copyOf(keys, size + more.stream().mapToInt(some -> some.length).sum());
    for (long[] some : more) {
      System.arraycopy(some, 0, all, size, some.length);
      size += some.length;
    }
    return all;
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
        Search search = new Search(span, deleted, atMost + 1);
        for (int group = 0; group < reader.groups() && search.size <= atMost; group++) {
          task.killTaskIfInterrupted();
          if (reader.span(group, field).map(span::meets).orElse(true)) {
            reader.read(group, field, search);
          } else {
            search.position += reader.rows(group);
          }
        }
        return Arrays.copyOf(search.found, search.size);
      }
    }
  }

  /** Goes through the rows of a file. */
  private static final class Search implements LakeFileReader.Numbers {
    private final Span span;
    private final PositionDeleteIndex deleted;
    private final int most;
    private long[] found = new long[0];
    private int size;
    private long position;

    Search(Span span, PositionDeleteIndex deleted, int most) {
      this.span = span;
      this.deleted = deleted;
      this.most = most;
    }

    @Override
    public void take(long[] keys, int count) {
      if (found.length < size + count) {
        found = Arrays.copyOf(found, Math.max(2 * found.length, size + count));
      }
      for (int i = 0; i < count && size < most; i++) {
        if (span.holds(keys[i]) && !deleted.isDeleted(position + i)) {
          found[size++] = keys[i];
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
