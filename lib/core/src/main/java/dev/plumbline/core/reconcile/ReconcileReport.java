package dev.plumbline.core.reconcile;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * @param known declared exceptions that the differences fall under, past ones too
 * @param conditions what the declaration leaves out or allows, so that the verdict speaks of the
 *     rest only; such as {@code without column notes}
 * @param slice the share of the rows that was compared, or null for all of them
 * @param increment where the comparison began and where the next is to, or null where the table
 *     does not go by increments
 * @param rungs how long its parts took; empty where nobody looked
 * @param quiet whether they cover all that was found, so that nobody is to be woken
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
    Evidence evidence,
    List<Known> known,
    boolean quiet,
    List<String> conditions,
    Slice slice,
    Increment increment,
    List<Rung> rungs) {

  public ReconcileReport {
    sampleKeys = List.copyOf(sampleKeys);
    evidence = evidence == null ? Evidence.NONE : evidence;
    known = known == null ? List.of() : List.copyOf(known);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    rungs = rungs == null ? List.of() : List.copyOf(rungs);
  }

  /** A comparison of which nothing was known beforehand. */
  public ReconcileReport(
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
    this(
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
        message,
        evidence,
        List.of(),
        false,
        List.of(),
        null,
        null,
        List.of());
  }

  /** The same comparison, whose parts took so long. */
  public ReconcileReport taking(List<Rung> parts) {
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
        message,
        evidence,
        known,
        quiet,
        conditions,
        slice,
        increment,
        parts);
  }

  /** Whether it speaks of some of the rows only. */
  @JsonIgnore
  public boolean isPart() {
    return slice != null || (increment != null && increment.from() != null);
  }

  /** The same comparison, of which nothing can be concluded for that reason. */
  public ReconcileReport inconclusive(String reason, String next) {
    return with(Verdict.INCONCLUSIVE, null, next, reason, known, quiet, conditions);
  }

  /** The same comparison, which failed for the reason that its message gives. */
  public ReconcileReport error(String next) {
    return with(Verdict.ERROR, null, next, message, known, false, conditions);
  }

  /** The same comparison with the exceptions that it falls under; a quiet one needs no command. */
  ReconcileReport known(List<Known> exceptions, boolean hushed, String words) {
    return with(
        verdict, verifiedThrough, hushed ? "" : nextCommand, words, exceptions, hushed, conditions);
  }

  /** The same comparison, which speaks only of what these words leave. */
  public ReconcileReport under(List<String> words) {
    return with(verdict, verifiedThrough, nextCommand, message, known, quiet, words);
  }

  /** The same comparison with a further remark behind its message. */
  public ReconcileReport noting(String remark) {
    String words = message.isEmpty() ? remark : message + "; " + remark;
    return with(verdict, verifiedThrough, nextCommand, words, known, quiet, conditions);
  }

  /**
   * The same comparison, which was made of a share of the rows.
   *
   * @param through up to when all rows are proven equal, or null
   */
  public ReconcileReport of(Slice share, Instant through) {
    return with(share, null, verdict, through, nextCommand, message, known, quiet, conditions);
  }

  /**
   * The same comparison, which stands on an earlier one.
   *
   * @param through up to when all rows are proven equal, or null
   */
  public ReconcileReport of(Increment part, Instant through) {
    return with(null, part, verdict, through, nextCommand, message, known, quiet, conditions);
  }

  private ReconcileReport with(
      Verdict other,
      Instant through,
      String next,
      String reason,
      List<Known> exceptions,
      boolean hushed,
      List<String> words) {
    return with(slice, increment, other, through, next, reason, exceptions, hushed, words);
  }

  private ReconcileReport with(
      Slice share,
      Increment part,
      Verdict other,
      Instant through,
      String next,
      String reason,
      List<Known> exceptions,
      boolean hushed,
      List<String> words) {
    return new ReconcileReport(
        table,
        pair,
        depth,
        other,
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
        through,
        verifiedAt,
        sampleKeys,
        next,
        reason,
        evidence,
        exceptions,
        hushed,
        words,
        share,
        part,
        rungs);
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
