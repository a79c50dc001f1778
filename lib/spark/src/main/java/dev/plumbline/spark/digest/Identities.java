package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.Table;

/**
 * What tells rows apart ({@link RowIdentity}), of as many rows as may be in memory: the numbers
 * among them unboxed, here and on their way from an executor. Not thread-safe.
 */
public final class Identities implements Serializable {
  private static final long serialVersionUID = 1L;

  /** More are left to Spark; so many numbers take 16 MB. */
  public static final int MOST = 2_000_000;

  /** As are those that are no numbers and take more memory than that. */
  private static final long MOST_BYTES = 32L << 20;

  private final List<RowKey> others = new ArrayList<>();
  private long[] numbers = new long[0];
  private int count;
  private long bytes;

  /**
   * Those of a table's rows under keys, each once; empty where they are too many.
   *
   * @param form of the table, with nothing but the key
   * @param keys some of them perhaps more than once
   */
  public static Optional<Identities> of(Table table, TableForm form, Iterable<List<RowKey>> keys) {
    RowIdentity identity = new RowIdentity(form, ScannedColumns.of(table, form).schema());
    Identities all = new Identities();
    for (List<RowKey> some : keys) {
      if (!some.stream().map(identity::of).allMatch(all::add)) {
        return Optional.empty();
      }
    }
    Identities once = new Identities();
    once.numbers = all.numbers();
    once.count = once.numbers.length;
    new LinkedHashSet<>(all.others).forEach(once::add);
    return Optional.of(once);
  }

  /** The keys, so many at a time; numbers first, in their order. */
  public Iterable<List<RowKey>> keys(int most) {
    List<List<RowKey>> parts = new ArrayList<>();
    for (int from = 0; from < size(); from += most) {
      parts.add(new Keys(from, Math.min(size(), from + most)));
    }
    return parts;
  }

  /** Makes keys of numbers as they are asked for. */
  private final class Keys extends AbstractList<RowKey> {
    private final int from;
    private final int until;

    Keys(int from, int until) {
      this.from = from;
      this.until = until;
    }

    @Override
    public RowKey get(int index) {
      int at = from + Objects.checkIndex(index, size());
      return at < count ? RowKey.of(Long.toString(numbers[at])) : others.get(at - count);
    }

    @Override
    public int size() {
      return until - from;
    }
  }

  /** Adds one; false where there is no room for it. */
  boolean add(Object identity) {
    if (size() == MOST) {
      return false;
    }
    if (identity instanceof Long number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.max(64, 2 * count));
      }
      numbers[count++] = number;
      return true;
    }
    RowKey key = (RowKey) identity;
    bytes += RowIdentity.bytes(key);
    return bytes <= MOST_BYTES && others.add(key);
  }

  /** Adds those of other rows, as far as there is room. */
  void addAll(Identities more) {
    for (int i = 0; i < more.count; i++) {
      add(more.numbers[i]);
    }
    more.others.forEach(this::add);
  }

  /** How many there are. */
  public int size() {
    return count + others.size();
  }

  /** Whether all are numbers. */
  boolean areNumbers() {
    return others.isEmpty();
  }

  /** The numbers in order, each once. */
  long[] numbers() {
    return inOrder(Arrays.copyOf(numbers, count));
  }

  /** Numbers in order, each once, without a box for any. */
  static long[] inOrder(long[] numbers) {
    Arrays.sort(numbers);
    int kept = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (i == 0 || numbers[i] != numbers[i - 1]) {
        numbers[kept++] = numbers[i];
      }
    }
    return Arrays.copyOf(numbers, kept);
  }

  /** All that are no numbers. */
  List<RowKey> others() {
    return others;
  }
}
