package dev.plumbline.spark.source;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * A range of a whole-number key.
 *
 * @param from smallest key in the range; null where it is open below, and then rows without a key
 *     belong to it
 * @param until smallest key above the range; null where it is open above
 */
public record KeyRange(BigInteger from, BigInteger until) implements Serializable {
  /** All rows. */
  public static final KeyRange ALL = new KeyRange(null, null);

  /** Whether a row with that key, null for NULL, belongs to the range. */
  public boolean contains(BigInteger key) {
    if (key == null) {
      return from == null;
    }
    return (from == null || key.compareTo(from) >= 0)
        && (until == null || key.compareTo(until) < 0);
  }
}
