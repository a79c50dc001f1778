package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.DifferenceSink;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.jobs.cli.ReconcileOptions;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** Runs the comparisons of one run: how deep, how strong, on which threads. */
final class Comparisons {
  private final JobContext context;
  private final ReconcileOptions options;
  private final ComparedTables tables;
  private final Executor threads;
  private final DifferenceSink also;

  /**
   * @param threads on which the right side is asked while the left is
   */
  Comparisons(JobContext context, Executor threads) {
    this(context, threads, difference -> {});
  }

  /**
   * @param also takes every difference, beside the file that lists them
   */
  Comparisons(JobContext context, Executor threads, DifferenceSink also) {
    this.also = also;
    this.context = context;
    this.options =
        context.options() instanceof ReconcileOptions given ? given : new ReconcileOptions();
    this.tables = new ComparedTables(context, options.digest());
    this.threads = threads;
  }

  Depth depth() {
    return options.depth();
  }

  ComparedTables tables() {
    return tables;
  }

  /**
   * Compares two copies.
   *
   * @param change what is particular to the pair
   * @param verifiedThrough up to when a match proves the copies equal, or null
   */
  Compared compare(
      String table,
      Pair pair,
      TableForm form,
      ComparedSide left,
      ComparedSide right,
      UnaryOperator<Settings> change,
      Instant verifiedThrough) {
    try (DifferenceFile file = new DifferenceFile(context, table, pair, form)) {
      Settings settings =
          Settings.of(context.clock())
              .withDepth(options.depth())
              .withThreads(threads)
              .withSink(
                  difference -> {
                    file.accept(difference);
                    also.accept(difference);
                  });
      ComparisonResult result =
          new TableComparison(form, left, right, change.apply(settings)).compare();
      return Compared.of(context, table, pair, result, verifiedThrough, file.evidence(result));
    }
  }
}
