package dev.plumbline.core.reconcile.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.math.BigInteger;

/**
 * Keys from an inclusive to an exclusive end. A range that is open below also holds the rows whose
 * key is NULL, which a copy without enforced keys can have.
 *
 * @param from null where the range is open below
 * @param until null where it is open above
 */
public record KeyRange(BigInteger from, BigInteger until) implements Serializable {
  /** The whole table. */
  public static final KeyRange ALL = new KeyRange(null, null);

  @JsonIgnore
  public boolean isAll() {
    return from == null && until == null;
  }

  /** Whether a row with that key, null for NULL, belongs to the range. */
  public boolean contains(BigInteger key) {
    if (key == null) {
      return from == null;
    }
    return (from == null || key.compareTo(from) >= 0)
        && (until == null || key.compareTo(until) < 0);
  }

  /** The keys in both. */
  public KeyRange intersect(KeyRange other) {
    BigInteger start = from == null ? other.from : other.from == null ? from : from.max(other.from);
    BigInteger end =
        until == null ? other.until : other.until == null ? until : until.min(other.until);
    return new KeyRange(start, end);
  }
}
