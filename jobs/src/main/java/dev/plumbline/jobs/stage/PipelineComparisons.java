package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.jobs.cli.ReconcileOptions;
import dev.plumbline.jobs.compare.Comparisons;
import dev.plumbline.stores.report.ReportFiles;
import java.util.concurrent.Executor;

/** The comparisons of a pipeline's run: how deep and how strong, as its command line says. */
record PipelineComparisons(Comparisons comparisons, ComparedTables tables) {
  /**
   * @param threads on which the right side is asked while the left is
   */
  static PipelineComparisons of(JobContext context, Executor threads) {
    ReconcileOptions options =
        context.options() instanceof ReconcileOptions given ? given : new ReconcileOptions();
    return new PipelineComparisons(
        new Comparisons(
            options.depth(),
            threads,
            context.clock(),
            new ReportFiles(context.env().reports(), context.store()),
            context.runId(),
            (table, pair, depth, verdict) -> next(context, table, pair, depth, verdict)),
        new ComparedTables(context.env(), context.pipeline(), context.secrets(), options.digest()));
  }

  /** What mends a proven difference; anything else is compared again. */
  private static String next(
      JobContext context, String table, Pair pair, Depth depth, Verdict verdict) {
    if (verdict != Verdict.MISMATCH || depth.compareTo(Depth.COUNTS) <= 0) {
      return context.command("reconcile --select " + table);
    }
    return context.command(
        switch (pair) {
          case SOURCE_REPLICA -> "resync " + table;
          case SOURCE_BRONZE -> "run --select " + table;
          case BRONZE_FALLBACK, LAKE_REDSHIFT -> "publish --select " + table;
          case SOURCE_TARGET -> "reconcile --select " + table;
        });
  }
}
