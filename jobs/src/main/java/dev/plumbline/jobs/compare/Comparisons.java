package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.CommitTime;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.run.RunId;
import dev.plumbline.stores.report.ReportFiles;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * What the comparisons of one run share.
 *
 * @param depth the deepest rung to go to
 * @param threads on which the right side is asked while the left is
 * @param files where differences are kept beside the run's report
 */
public record Comparisons(
    Depth depth, Executor threads, Clock clock, ReportFiles files, RunId runId, NextCommand next) {

  /**
   * Compares two copies by digests.
   *
   * @param change what is particular to the pair
   * @param verifiedThrough up to when a match proves the copies equal, or null
   */
  public Compared compare(
      String table,
      Pair pair,
      TableForm form,
      ComparedSide left,
      ComparedSide right,
      UnaryOperator<Settings> change,
      Instant verifiedThrough) {
    return compare(table, pair, form, left, right, change, verifiedThrough, Terms.NONE);
  }

  /** The same under what the table's declaration says. */
  public Compared compare(
      String table,
      Pair pair,
      TableForm form,
      ComparedSide left,
      ComparedSide right,
      UnaryOperator<Settings> change,
      Instant verifiedThrough,
      Terms terms) {
    Masking masking = terms.masking();
    CommitTime time = terms.time(form);
    try (DifferenceFile file = new DifferenceFile(files, runId, table, pair, form, masking, time)) {
      Settings settings =
          Settings.of(clock)
              .withDepth(depth)
              .withThreads(threads)
              .withSink(file)
              .withCommitted(time);
      ComparisonResult result =
          new TableComparison(form, left, right, change.apply(settings)).compare();
      return Compared.of(next, table, pair, result, verifiedThrough, file.evidence(result), masking)
          .under(terms.conditions().apply(result.tolerated()));
    }
  }

  /** Two copies of which nothing but counts, or not even those, was read. */
  public Compared counted(
      String table,
      Pair pair,
      Depth reached,
      Side left,
      Side right,
      Judgement judgement,
      Instant startedAt) {
    return Compared.of(
        table,
        pair,
        reached,
        left,
        right,
        judgement,
        startedAt,
        clock.instant(),
        next.after(table, pair, reached, judgement.verdict()));
  }
}
