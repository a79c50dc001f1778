package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.run.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A comparison and what the run is to end with because of it. */
public record Compared(ReconcileReport report, ExitCode exitCode) {
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
      case ERROR -> ExitCode.SOURCE_FAILED;
    };
  }

  /**
   * A comparison by digests.
   *
   * @param verifiedThrough up to when a match proves the copies equal, or null
   */
  static Compared of(
      NextCommand next,
      String table,
      Pair pair,
      ComparisonResult result,
      Instant verifiedThrough,
      Evidence evidence) {
    Verdict verdict = result.judgement().verdict();
    boolean match = verdict == Verdict.MATCH;
    return new Compared(
        result.report(
            table,
            pair,
            match ? verifiedThrough : null,
            match ? "" : next.after(table, pair, result.depth(), verdict),
            evidence),
        exitCode(result.judgement()));
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
        ExitCode.INCONCLUSIVE);
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
    return new Compared(report, ExitCode.OK);
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
    return new Compared(report, exitCode(judgement));
  }
}
