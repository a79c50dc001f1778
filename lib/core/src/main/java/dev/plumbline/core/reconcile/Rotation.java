package dev.plumbline.core.reconcile;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Which slice of a table is compared next, by the record of earlier comparisons. One slice follows
 * the other, so that after as many comparisons as there are slices each row has been read. A
 * comparison that told nothing is made again, and after one that found something the table is read
 * whole until nothing is found.
 */
public final class Rotation {
  private final Instant[] through;
  private int next;
  private boolean whole;

  private Rotation(int slices) {
    this.through = new Instant[slices];
  }

  /**
   * Follows the record.
   *
   * @param slices 2 or more
   * @param earlier verdicts of any tables, in any order
   */
  public static Rotation of(
      int slices, String table, Pair pair, Collection<ReconcileReport> earlier) {
    Rotation rotation = new Rotation(slices);
    earlier.stream()
        .filter(report -> report.table().equals(table) && report.pair() == pair)
        .filter(report -> report.verifiedAt() != null)
        .sorted(Comparator.comparing(ReconcileReport::verifiedAt))
        .forEach(rotation::follow);
    return rotation;
  }

  private void follow(ReconcileReport report) {
    switch (report.verdict()) {
      case MATCH, EXPECTED_LOSS -> proven(report);
      case MISMATCH -> found(report);
      // It may be another copy by the time it can be compared again.
      case NOT_COMPARABLE -> forget();
      case IN_FLIGHT, INCONCLUSIVE, ERROR -> {}
    }
  }

  private void proven(ReconcileReport report) {
    if (report.depth().compareTo(Depth.CHECKSUMS) < 0) {
      return;
    }
    Slice slice = report.slice();
    if (slice == null) {
      Arrays.fill(through, report.verifiedThrough());
      whole = false;
      next = 0;
    } else if (slice.of() == through.length) {
      through[slice.number()] = slice.through();
      next = (slice.number() + 1) % through.length;
    } else {
      forget();
    }
  }

  private void found(ReconcileReport report) {
    whole = !report.quiet();
    Slice slice = report.slice();
    if (slice == null || whole || slice.of() != through.length) {
      forget();
    } else {
      through[slice.number()] = null;
      next = (slice.number() + 1) % through.length;
    }
  }

  private void forget() {
    Arrays.fill(through, null);
    next = 0;
  }

  /** The slice to compare now; empty where the table is to be read whole. */
  public Optional<Slice> next() {
    return whole ? Optional.empty() : Optional.of(new Slice(next, through.length));
  }

  /**
   * Up to when the whole table is proven, once the next slice has been.
   *
   * @param proven up to when that slice is, or null
   * @return null as long as a slice is missing in the unbroken row of proofs
   */
  public Instant through(Instant proven) {
    Instant[] all = through.clone();
    all[next] = proven;
    return Arrays.stream(all).allMatch(Objects::nonNull)
        ? Arrays.stream(all).min(Comparator.naturalOrder()).orElseThrow()
        : null;
  }
}
