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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
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
  /** A file that may have keys in so many pages is read once, and not for each of them. */
  private static final int MANY_PAGES = 3;

  /** As long as such files have no more rows together, since their keys stay in memory. */
  private static final int MOST_SPREAD = 4_000_000;

  private final SparkSession spark;
  private final Table table;
  private final int field;
  private final List<Span> pages;

  /** Files that are read for each page in which they may have keys. */
  private final List<Bounded> files;

  /** The keys of all other files, in order. */
  private final long[] spread;

  private WholeKeys(SparkSession spark, Table table, int field, List<Bounded> files, long keys) {
    this.spark = spark;
    this.table = table;
    this.field = field;
    this.pages = pages(files, keys);
    this.files = new ArrayList<>();
    List<FileScanTask> once = new ArrayList<>();
    long rows = 0;
    for (Bounded file : sorted(files, one -> one.task().file().recordCount())) {
      if (inManyPages(file) && rows + file.task().file().recordCount() <= MOST_SPREAD) {
        rows += file.task().file().recordCount();
        once.add(file.task());
      } else {
        this.files.add(file);
      }
    }
    this.spread = read(once, new Span(Long.MIN_VALUE, Long.MAX_VALUE), MOST_SPREAD);
    Arrays.sort(spread);
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
   * @param page how many keys a page is to have, about
   */
  public static Optional<WholeKeys> of(
      SparkSession spark, LakePresent present, TableForm form, long page) {
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
                files.stream().map(file -> Bounded.of(file, field, type)).toList(),
                page))
        : Optional.empty();
  }

  /**
   * All numbers there are, cut where files begin, so that a page has as many keys as it is to have;
   * more where a file has more. The keys of a file are taken to lie evenly between its bounds.
   */
  public List<Span> pages() {
    return pages;
  }

  private static List<Span> pages(List<Bounded> files, long keys) {
    List<Span> pages = new ArrayList<>();
    List<Bounded> open = new ArrayList<>();
    long begin = Long.MIN_VALUE;
    for (Bounded file : sorted(files, one -> one.span().least())) {
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

  private boolean inManyPages(Bounded file) {
    return page(file.span().most()) - page(file.span().least()) >= MANY_PAGES - 1;
  }

  /** In which page a number lies. */
  private int page(long number) {
    int found =
        Collections.binarySearch(
            pages, new Span(number, number), Comparator.comparingLong(Span::least));
    return found >= 0 ? found : -found - 2;
  }

  private static List<Bounded> sorted(List<Bounded> files, ToLongFunction<Bounded> by) {
    return files.stream().sorted(Comparator.comparingLong(by)).toList();
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
    long[] near = read(tasks, page, atMost);
    int from = place(page.least());
    int until = page.most() == Long.MAX_VALUE ? spread.length : place(page.most() + 1);
    long[] all = joined(near, List.of(Arrays.copyOfRange(spread, from, until)));
    return new Page(page, all, all.length <= atMost);
  }

  /** How many of the keys that are in memory are less. */
  private int place(long number) {
    int at = Arrays.binarySearch(spread, number);
    while (at > 0 && spread[at - 1] == number) {
      at--;
    }
    return at >= 0 ? at : -at - 1;
  }

  /** Keys of files; those of some, and more than are asked for, where there are more. */
  private long[] read(List<FileScanTask> tasks, Span span, int atMost) {
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
                        .map(new OneFile(shared, field, span, atMost))
                        .collect());
        all = joined(all, found);
        from += some.size();
      }
    } finally {
      shared.destroy();
    }
    return all;
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
