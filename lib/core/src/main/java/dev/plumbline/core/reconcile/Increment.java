package dev.plumbline.core.reconcile;

import java.time.Instant;

/**
 * What a comparison of a table that goes by increments has read, and where the next is to begin.
 *
 * @param column whose values tell what was written
 * @param of what of the table is compared: a proof of anything else is nothing to stand on
 * @param from least value of the column that was read, as people write it; null where all rows were
 * @param until where the next comparison begins, less an overlap, once this one proves the table;
 *     null where nobody knows
 * @param whole when the last comparison of all rows that proved the table ended, this one not among
 *     them; null where there is none
 */
public record Increment(String column, String of, String from, String until, Instant whole) {
  /** The same where nobody knows how far the column had come before reading began. */
  public Increment staying() {
    return new Increment(column, of, from, null, whole);
  }
}
