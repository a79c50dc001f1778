package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
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
import dev.plumbline.jobs.JobContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison and what the run is to end with because of it.
 *
 * @param whole false where reading stopped before all differences were seen
 */
record Compared(ReconcileReport report, ExitCode exitCode, boolean whole) {
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
      JobContext context,
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
            accepted ? "" : next(context, table, pair, verdict),
            evidence,
            masking::key),
        exitCode(result.judgement()),
        result.complete());
  }

  /** The same, which speaks only of what the declaration leaves. */
  Compared under(List<String> conditions) {
    return new Compared(report.under(conditions), exitCode, whole);
  }

  /**
   * The same of a share of the rows.
   *
   * @param rotation whose next slice it was
   */
  Compared of(Slice slice, Rotation rotation) {
    Slice proven = new Slice(slice.number(), slice.of(), report.verifiedThrough());
    List<String> words = new ArrayList<>(report.conditions());
    words.add("slice " + (slice.number() + 1) + " of " + slice.of() + " by the hash of the key");
    ReconcileReport share = report.of(proven, rotation.through(proven.through()));
    return new Compared(share.under(words), exitCode, whole);
  }

  /** The same where the declaration of the table says something of it beforehand. */
  Compared known(KnownExceptions exceptions) {
    return judged(exceptions.compared(report, whole));
  }

  /** The same of a table that zero-ETL refuses. */
  Compared notReplicated(KnownExceptions exceptions) {
    return judged(exceptions.notReplicated(report));
  }

  private Compared judged(ReconcileReport told) {
    return new Compared(told, told.quiet() ? ExitCode.OK : exitCode, whole);
  }

  /** What mends a proven difference; anything else is compared again. */
  private static String next(JobContext context, String table, Pair pair, Verdict verdict) {
    if (verdict != Verdict.MISMATCH) {
      return context.command("reconcile --select " + table);
    }
    return context.command(
        switch (pair) {
          case SOURCE_REPLICA -> "resync " + table;
          case SOURCE_BRONZE -> "run --select " + table;
          case BRONZE_FALLBACK, LAKE_REDSHIFT -> "publish --select " + table;
        });
  }

  /**
   * A comparison that failed: nothing is known of the copies.
   *
   * @param failure whose code says which store it was
   */
  static Compared failed(
      JobContext context, String table, Pair pair, Instant startedAt, PlumblineException failure) {
    Instant now = context.clock().instant();
    Side nothing = new Side("", UNKNOWN, now);
    Compared failed =
        of(
            context,
            table,
            pair,
            Depth.STATE,
            nothing,
            nothing,
            new Judgement(Verdict.INCONCLUSIVE, false, failure.getMessage()),
            startedAt);
    String next = failure.nextCommand().orElse(failed.report().nextCommand());
    // One that gave up waiting has failed at nothing.
    ReconcileReport report =
        failure.exitCode() == ExitCode.INCONCLUSIVE ? failed.report() : failed.report().error(next);
    return new Compared(report, failure.exitCode(), false);
  }

  /** The same where the left side has been written to since the right was made of it. */
  Compared sourceMovedOn(JobContext context) {
    return new Compared(
        report.inconclusive(
            "the source has been written to since the copy was made: " + report.message(),
            context.command("run --select " + report.table())),
        ExitCode.INCONCLUSIVE,
        whole);
  }

  /**
   * A copy that holds what its source gave, by the digest that the source took of it.
   *
   * @param zeroDates rows in which a date was read as NULL, as declared
   */
  static Compared proven(
      JobContext context,
      String table,
      Pair pair,
      TableForm form,
      Side left,
      Side right,
      long zeroDates,
      Instant startedAt) {
    Instant now = context.clock().instant();
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
    return new Compared(report, exitCode(judgement), true);
  }
}
