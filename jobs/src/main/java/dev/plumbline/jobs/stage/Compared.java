package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.jobs.JobContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A comparison and what the run is to end with because of it. */
record Compared(ReconcileReport report, ExitCode exitCode) {
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
      JobContext context,
      String table,
      Pair pair,
      ComparisonResult result,
      Instant verifiedThrough,
      Evidence evidence) {
    boolean match = result.judgement().verdict() == Verdict.MATCH;
    return new Compared(
        result.report(
            table,
            pair,
            match ? verifiedThrough : null,
            match ? "" : next(context, table, pair, result.judgement().verdict()),
            evidence),
        exitCode(result.judgement()));
  }

  /** What mends a proven difference; anything else is compared again. */
  private static String next(JobContext context, String table, Pair pair, Verdict verdict) {
    if (verdict != Verdict.MISMATCH) {
      return context.command("reconcile --select " + table);
    }
    return context.command(
        switch (pair) {
          case SOURCE_REPLICA -> "resync " + table;
          case SOURCE_BRONZE, BRONZE_FALLBACK ->
              context.pipeline().table(table).key().isEmpty()
                  ? "run --select " + table
                  : "refill " + table;
          case LAKE_REDSHIFT -> "publish --select " + table;
        });
  }

  /** The same where the left side has been written to since the right was made of it. */
  Compared sourceMovedOn(JobContext context) {
    return new Compared(
        report.inconclusive(
            "the source has been written to since the copy was made: " + report.message(),
            context.command("run --select " + report.table())),
        ExitCode.INCONCLUSIVE);
  }

  static Compared of(
      JobContext context,
      String table,
      Pair pair,
      Depth depth,
      Side left,
      Side right,
      Judgement judgement,
      Instant startedAt) {
    Instant now = context.clock().instant();
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
            match ? "" : context.command("reconcile --select " + table),
            judgement.message(),
            Evidence.NONE);
    return new Compared(report, exitCode(judgement));
  }
}
