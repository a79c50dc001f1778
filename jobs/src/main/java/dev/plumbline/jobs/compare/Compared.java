package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Increment;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.KnownExceptions;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Rotation;
import dev.plumbline.core.reconcile.Slice;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A comparison and what the run is to end with because of it.
 *
 * @param whole false where reading stopped before all differences were seen
 */
public record Compared(ReconcileReport report, ExitCode exitCode, boolean whole) {
  private static final long UNKNOWN = -1;

  private static ExitCode exitCode(Judgement judgement) {
    if (judgement.replicaBehind()) {
      return ExitCode.REPLICA_BEHIND;
    }
    return switch (judgement.verdict()) {
      case MATCH, EXPECTED_LOSS -> ExitCode.OK;
      case MISMATCH -> ExitCode.MISMATCH;
      case NOT_COMPARABLE -> ExitCode.NOT_COMPARABLE;
      case IN_FLIGHT, INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
      case ERROR -> throw new IllegalStateException("a failure brings a code of its own");
    };
  }

  /**
   * A comparison by digests.
   *
   * @param verifiedThrough up to when a match proves the copies equal, or null
   * @param masking what of the keys may be shown
   */
  static Compared of(
      NextCommand next,
      String table,
      Pair pair,
      ComparisonResult result,
      Instant verifiedThrough,
      Evidence evidence,
      Masking masking) {
    Verdict verdict = result.judgement().verdict();
    boolean match = verdict == Verdict.MATCH;
    boolean accepted = match || verdict == Verdict.EXPECTED_LOSS;
    return new Compared(
        result.report(
            table,
            pair,
            accepted ? verifiedThrough : null,
            accepted ? "" : next.after(table, pair, result.depth(), verdict),
            evidence,
            masking::key),
        exitCode(result.judgement()),
        result.complete());
  }

  /** The same, which speaks only of what the declaration leaves. */
  public Compared under(List<String> conditions) {
    return new Compared(report.under(conditions), exitCode, whole);
  }

  /**
   * The same of a share of the rows.
   *
   * @param rotation whose next slice it was
   */
  public Compared of(Slice slice, Rotation rotation) {
    Slice proven = new Slice(slice.number(), slice.of(), report.verifiedThrough());
    List<String> words = new ArrayList<>(report.conditions());
    words.add("slice " + (slice.number() + 1) + " of " + slice.of() + " by the hash of the key");
    ReconcileReport share = report.of(proven, rotation.through(proven.through()));
    return new Compared(share.under(words), exitCode, whole);
  }

  /**
   * The same of what was written since an earlier proof.
   *
   * @param through up to when all rows are proven equal, or null
   */
  public Compared of(Increment increment, Instant through, List<String> words) {
    List<String> all = new ArrayList<>(report.conditions());
    all.addAll(words);
    return new Compared(report.of(increment, through).under(all), exitCode, whole);
  }

  /** The same with something else said of it. */
  public Compared saying(UnaryOperator<ReconcileReport> words) {
    return new Compared(words.apply(report), exitCode, whole);
  }

  /** The same where the declaration of the table says something of it beforehand. */
  public Compared known(KnownExceptions exceptions) {
    return judged(exceptions.compared(report, whole));
  }

  /** The same of a table that zero-ETL refuses. */
  public Compared notReplicated(KnownExceptions exceptions) {
    return judged(exceptions.notReplicated(report));
  }

  private Compared judged(ReconcileReport told) {
    return new Compared(told, told.quiet() ? ExitCode.OK : exitCode, whole);
  }

  /**
   * A comparison that failed: nothing is known of the copies.
   *
   * @param failure whose code says which store it was
   * @param next the command to run, where the failure names none
   */
  public static Compared failed(
      String table,
      Pair pair,
      Instant startedAt,
      Instant now,
      PlumblineException failure,
      String next) {
    Side nothing = new Side("", UNKNOWN, now);
    Compared failed =
        of(
            table,
            pair,
            Depth.STATE,
            nothing,
            nothing,
            new Judgement(Verdict.INCONCLUSIVE, false, failure.getMessage()),
            startedAt,
            now,
            next);
    // One that gave up waiting has failed at nothing.
    ReconcileReport report =
        failure.exitCode() == ExitCode.INCONCLUSIVE
            ? failed.report()
            : failed.report().error(failure.nextCommand().orElse(next));
    return new Compared(report, failure.exitCode(), false);
  }

  /**
   * The same where the left side has been written to since the right was made of it.
   *
   * @param next the command that makes the right side anew
   */
  public Compared sourceMovedOn(String next) {
    return new Compared(
        report.inconclusive(
            "the source has been written to since the copy was made: " + report.message(), next),
        ExitCode.INCONCLUSIVE,
        whole);
  }

  /**
   * A copy that holds what its source gave, by the digest that the source took of it.
   *
   * @param zeroDates rows in which a date was read as NULL, as declared
   */
  public static Compared proven(
      String table,
      Pair pair,
      TableForm form,
      Side left,
      Side right,
      long zeroDates,
      Instant startedAt,
      Instant now) {
    ReconcileReport report =
        new ReconcileReport(
            table,
            pair,
            Depth.CHECKSUMS,
            zeroDates == 0 ? Verdict.MATCH : Verdict.EXPECTED_LOSS,
            left,
            right,
            0,
            0,
            0,
            0,
            0,
            zeroDates,
            form.columnsProven(),
            Duration.between(startedAt, now).toMillis() / 1000.0,
            left.asOf(),
            now,
            List.of(),
            "",
            zeroDates == 0 ? "" : zeroDates + " rows lost a date that no calendar holds",
            Evidence.NONE);
    return new Compared(report, ExitCode.OK, true);
  }

  /**
   * A comparison of which nothing but counts, or not even those, was read.
   *
   * @param next the command to run where it is no match
   */
  public static Compared of(
      String table,
      Pair pair,
      Depth depth,
      Side left,
      Side right,
      Judgement judgement,
      Instant startedAt,
      Instant now,
      String next) {
    boolean match = judgement.verdict() == Verdict.MATCH;
    ReconcileReport report =
        new ReconcileReport(
            table,
            pair,
            depth,
            judgement.verdict(),
            left,
            right,
            match ? 0 : UNKNOWN,
            match ? 0 : UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            0,
            "",
            Duration.between(startedAt, now).toMillis() / 1000.0,
            null,
            now,
            List.of(),
            match ? "" : next,
            judgement.message(),
            Evidence.NONE);
    return new Compared(report, exitCode(judgement), true);
  }
}
