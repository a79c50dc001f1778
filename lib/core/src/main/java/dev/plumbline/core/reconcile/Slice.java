package dev.plumbline.core.reconcile;

import java.io.Serializable;
import java.time.Instant;

/**
 * A share of a table's rows, told by the hash of their keys: each row is in one slice for ever.
 *
 * @param number from 0
 * @param of how many slices there are
 * @param through source commit time up to which the slice was proven equal, or null
 */
public record Slice(int number, int of, Instant through) implements Serializable {
  /** A slice of which nothing is proven yet. */
  public Slice(int number, int of) {
    this(number, of, null);
  }
}
