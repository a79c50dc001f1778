package dev.plumbline.core.reconcile;

import dev.plumbline.core.table.TierSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Says from earlier verdicts whether a table has to be compared again. */
public final class Due {
  private Due() {}

  /**
   * The verdict that spares the next comparison: the last on that table and pair, where it found
   * nothing, went as deep as the tier asks and is young enough. A comparison that failed is none,
   * and one that found something spares nothing.
   *
   * @param earlier verdicts of any tables, in any order
   */
  public static Optional<ReconcileReport> sparedBy(
      TierSpec tier, String table, Pair pair, Collection<ReconcileReport> earlier, Instant now) {
    if (tier.every().isEmpty()) {
      return Optional.empty();
    }
    Instant since = now.minus(tier.every().get());
    return earlier.stream()
        .filter(report -> report.table().equals(table) && report.pair() == pair)
        .filter(report -> report.verdict() != Verdict.ERROR && report.verifiedAt() != null)
        .max(Comparator.comparing(ReconcileReport::verifiedAt))
        .filter(Due::good)
        .filter(report -> report.depth().compareTo(least(tier)) >= 0)
        .filter(report -> report.verifiedAt().isAfter(since));
  }

  private static boolean good(ReconcileReport report) {
    return report.quiet()
        || report.verdict() == Verdict.MATCH
        || report.verdict() == Verdict.EXPECTED_LOSS;
  }

  /** Equal digests need no deeper look, whatever depth is allowed. */
  private static Depth least(TierSpec tier) {
    Depth asked = tier.depth().map(Depth::of).orElse(Depth.CELLS);
    return asked.compareTo(Depth.CHECKSUMS) > 0 ? Depth.CHECKSUMS : asked;
  }
}
