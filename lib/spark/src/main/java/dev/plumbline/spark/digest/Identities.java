package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.measure.RowKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What tells rows apart ({@link RowIdentity}), of as many rows as fit into a {@link KeySet}: the
 * numbers among them unboxed, in memory and on their way from an executor. Not thread-safe.
 */
public final class Identities implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<RowKey> others = new ArrayList<>();
  private long[] numbers = new long[64];
  private int count;
  private long bytes;

  /** Adds one; false where there is no room for it. */
  boolean add(Object identity) {
    if (size() == KeySet.MOST) {
      return false;
    }
    if (identity instanceof Long number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
      return true;
    }
    RowKey key = (RowKey) identity;
    bytes += RowIdentity.bytes(key);
    return bytes <= KeySet.MOST_BYTES && others.add(key);
  }

  /** Adds those of other rows, as far as there is room. */
  void addAll(Identities more) {
    for (int i = 0; i < more.count; i++) {
      add(more.numbers[i]);
    }
    more.others.forEach(this::add);
  }

  int size() {
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
