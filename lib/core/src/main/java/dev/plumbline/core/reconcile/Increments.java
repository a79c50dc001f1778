package dev.plumbline.core.reconcile;

import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.IncrementSpec;
import dev.plumbline.core.text.Human;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * From where on a table is compared next, by the record of earlier comparisons. Each begins where
 * the last that proved the table began to read, so that they leave nothing out between them,
 * however many failed or were not made. One that told nothing moves neither that place nor the time
 * through which the table is proven. After one that found something all rows are read until nothing
 * is found.
 */
public final class Increments {
  private final IncrementSpec spec;
  private final String of;
  private BigInteger ground;
  private Instant whole;
  private Instant through;
  private int missed;

  private Increments(IncrementSpec spec, String of) {
    this.spec = spec;
    this.of = of;
  }

  /**
   * Follows the record.
   *
   * @param of what of the table is compared; a proof of anything else is nothing to stand on
   * @param earlier verdicts of any tables, in any order
   */
  public static Increments of(
      IncrementSpec spec, String of, String table, Pair pair, Collection<ReconcileReport> earlier) {
    Increments increments = new Increments(spec, of);
    earlier.stream()
        .filter(report -> report.table().equals(table) && report.pair() == pair)
        .filter(report -> report.verifiedAt() != null)
        .sorted(Comparator.comparing(ReconcileReport::verifiedAt))
        .forEach(increments::follow);
    return increments;
  }

  private void follow(ReconcileReport report) {
    if (proves(report)) {
      proven(report);
      return;
    }
    missed++;
    // It may be another copy by the time it can be compared again.
    boolean another = report.verdict() == Verdict.NOT_COMPARABLE;
    if (another || (report.verdict() == Verdict.MISMATCH && !report.quiet())) {
      ground = null;
      whole = null;
      through = null;
    }
  }

  private static boolean proves(ReconcileReport report) {
    return (report.verdict() == Verdict.MATCH || report.verdict() == Verdict.EXPECTED_LOSS)
        && report.depth().compareTo(Depth.CHECKSUMS) >= 0
        && report.verifiedThrough() != null;
  }

  private void proven(ReconcileReport report) {
    through = report.verifiedThrough();
    missed = 0;
    Increment increment = report.increment();
    // One that was asked for reads all rows, and leaves the place where it is.
    if (increment == null) {
      return;
    }
    if (!increment.of().equals(of) || !increment.column().equals(spec.cursor().column())) {
      ground = null;
      whole = null;
      return;
    }
    whole = increment.from() == null ? report.verifiedAt() : increment.whole();
    Optional.ofNullable(increment.until()).map(spec.cursor()::parse).ifPresent(at -> ground = at);
  }

  /**
   * The next comparison.
   *
   * @param greatest the greatest value of the column at the source before anything is read; empty
   *     where there is none
   */
  public Increment next(Instant now, Optional<BigInteger> greatest) {
    CursorSpec cursor = spec.cursor();
    String until = greatest.map(cursor::shown).orElse(null);
    return new Increment(
        cursor.column(), of, least(now).map(cursor::shown).orElse(null), until, whole);
  }

  /** The least value to read; empty where all rows are. */
  public Optional<BigInteger> least(Instant now) {
    boolean due = whole == null || !now.isBefore(whole.plus(spec.whole()));
    return ground == null || due
        ? Optional.empty()
        : Optional.of(ground.subtract(spec.cursor().overlap()));
  }

  /**
   * The comparison that was made, saying how far the table is proven where it does not prove it.
   */
  public ReconcileReport told(ReconcileReport report) {
    if (through == null || proves(report)) {
      return report;
    }
    return report.noting(
        "proven through "
            + Human.instant(through)
            + (missed == 0
                ? ", and not by this comparison"
                : ", and by none of the " + (missed + 1) + " comparisons since"));
  }
}
