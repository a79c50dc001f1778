package dev.plumbline.core.reconcile;

import java.time.Instant;
import java.util.List;

/**
 * The comparison of one table's two copies. Counts of differences are -1 where the depth does not
 * tell them.
 *
 * @param columnsProven such as {@code 17 of 17}, or empty below depth checksums
 * @param verifiedThrough source commit time up to which the copies are proven equal, or null
 * @param message why, where the verdict is not MATCH; empty otherwise
 * @param evidence the differences, as far as they were read
 */
public record ReconcileReport(
    String table,
    Pair pair,
    Depth depth,
    Verdict verdict,
    Side left,
    Side right,
    long missingOnRight,
    long extraOnRight,
    long changed,
    long duplicates,
    long inFlight,
    long expectedLoss,
    String columnsProven,
    double seconds,
    Instant verifiedThrough,
    Instant verifiedAt,
    List<String> sampleKeys,
    String nextCommand,
    String message,
    Evidence evidence) {

  public ReconcileReport {
    sampleKeys = List.copyOf(sampleKeys);
    evidence = evidence == null ? Evidence.NONE : evidence;
  }

  /** The same comparison, of which nothing can be concluded for that reason. */
  public ReconcileReport inconclusive(String reason, String next) {
    return new ReconcileReport(
        table,
        pair,
        depth,
        Verdict.INCONCLUSIVE,
        left,
        right,
        missingOnRight,
        extraOnRight,
        changed,
        duplicates,
        inFlight,
        expectedLoss,
        columnsProven,
        seconds,
        null,
        verifiedAt,
        sampleKeys,
        next,
        reason,
        evidence);
  }

  /** The same comparison with a further remark behind its message. */
  public ReconcileReport noting(String remark) {
    return new ReconcileReport(
        table,
        pair,
        depth,
        verdict,
        left,
        right,
        missingOnRight,
        extraOnRight,
        changed,
        duplicates,
        inFlight,
        expectedLoss,
        columnsProven,
        seconds,
        verifiedThrough,
        verifiedAt,
        sampleKeys,
        nextCommand,
        message.isEmpty() ? remark : message + "; " + remark,
        evidence);
  }

  /**
   * One copy.
   *
   * @param store the table's full name in its store, such as {@code aurora blog.users}
   * @param rows number of rows, -1 when unknown
   * @param asOf the instant that the count speaks of
   */
  public record Side(String store, long rows, Instant asOf) {}
}
