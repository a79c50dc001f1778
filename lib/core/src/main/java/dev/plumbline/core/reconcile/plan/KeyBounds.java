package dev.plumbline.core.reconcile.plan;

import java.math.BigInteger;

/**
 * Rows of one copy and the ends of its key.
 *
 * @param min null where the table has no rows or its key is no number
 * @param max null where {@code min} is
 */
public record KeyBounds(long rows, BigInteger min, BigInteger max) {
  /** Of a key that is no number, or of a table without rows. */
  public static KeyBounds rows(long rows) {
    return new KeyBounds(rows, null, null);
  }

  /** Whether the ends are known. */
  public boolean known() {
    return min != null && max != null;
  }

  /** Bounds that hold both, with the rows of the larger. */
  public KeyBounds union(KeyBounds other) {
    long most = Math.max(rows, other.rows);
    if (!known() || !other.known()) {
      KeyBounds ends = known() ? this : other;
      return new KeyBounds(most, ends.min, ends.max);
    }
    return new KeyBounds(most, min.min(other.min), max.max(other.max));
  }

  /** Keys from the first to the last, rows or not. */
  BigInteger span() {
    return max.subtract(min).add(BigInteger.ONE);
  }
}
