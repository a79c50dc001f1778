package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ChunkRunner;
import dev.plumbline.core.reconcile.judge.CompareLimits;
import dev.plumbline.core.reconcile.judge.DifferenceSink;
import dev.plumbline.core.reconcile.judge.LossPolicy;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.table.LimitsSpec;
import dev.plumbline.core.table.StopSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.cli.ReconcileOptions;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.compare.Comparisons;
import dev.plumbline.jobs.compare.Masking;
import dev.plumbline.jobs.compare.Terms;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.digest.SparkChunks;
import dev.plumbline.stores.ledger.ChunkProgress;
import dev.plumbline.stores.ledger.ObjectChunkLedger;
import dev.plumbline.stores.report.ReportFiles;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * The comparisons of a pipeline's run: how deep and how strong, as its command line and the
 * declarations of its tables say.
 *
 * @param asked the depth that was asked for of all tables; empty where each table's tier decides
 * @param stores spreads the chunks of tables of which both copies lie in stores
 * @param also takes every difference, beside the file that lists them
 * @param progress where a run keeps how far its comparisons have come; empty where nobody goes on
 */
record PipelineComparisons(
    JobContext context,
    Comparisons comparisons,
    ComparedTables tables,
    Optional<Depth> asked,
    ChunkRunner stores,
    DifferenceSink also,
    Optional<ChunkProgress> progress) {
  /**
   * @param threads on which the right side is asked while the left is
   * @param stores spreads the chunks of tables of which both copies lie in stores
   */
  static PipelineComparisons of(JobContext context, Executor threads, ChunkRunner stores) {
    ReconcileOptions options =
        context.options() instanceof ReconcileOptions given ? given : new ReconcileOptions();
    return new PipelineComparisons(
        context,
        new Comparisons(
            options.depth().orElse(Depth.CELLS),
            threads,
            context.clock(),
            new ReportFiles(context.env().reports(), context.store()),
            context.runId(),
            (table, pair, depth, verdict) -> next(context, table, pair, depth, verdict)),
        new ComparedTables(context.env(), context.pipeline(), context.secrets(), options.digest()),
        options.depth(),
        stores,
        difference -> {},
        Optional.empty());
  }

  /** The same, which goes on where an earlier process of the run has ended. */
  PipelineComparisons keeping(ChunkProgress kept) {
    return new PipelineComparisons(
        context, comparisons, tables, asked, stores, also, Optional.of(kept));
  }

  /** The same down to cells, with every difference given to a sink. */
  PipelineComparisons down(DifferenceSink sink) {
    return new PipelineComparisons(
        context, comparisons, tables, Optional.of(Depth.CELLS), stores, sink, Optional.empty());
  }

  /** The deepest rung for a table. */
  Depth depth(TableSpec table) {
    return asked.or(() -> table.reconcile().tier().depth().map(Depth::of)).orElse(Depth.CELLS);
  }

  /** The deepest rung for a model. */
  Depth depth() {
    return comparisons.depth();
  }

  /** What a table declares of its comparison. */
  Terms terms(TableSpec table) {
    return new Terms(
        Masking.of(context.pipeline(), table),
        tolerated -> Conditions.of(table, tolerated),
        table.reconcile().committed());
  }

  /** How a table is compared by its declaration. Digests know no tolerance: cells decide. */
  Settings settings(Settings standard, TableSpec table, LossPolicy policy) {
    Settings settings =
        standard
            .withDepth(depth(table))
            .withLimits(limits(table))
            .withPolicy(policy)
            .withSink(
                difference -> {
                  standard.sink().accept(difference);
                  also.accept(difference);
                });
    Map<String, BigDecimal> tolerance = table.reconcile().tolerance();
    if (tolerance.isEmpty()) {
      return settings;
    }
    Settings within = settings.withPolicy(policy.within(tolerance));
    return within.depth() == Depth.COUNTS ? within : within.withDepth(Depth.CELLS);
  }

  /** What spreads the chunks of a table over as many sessions as it may have. */
  ChunkRunner stores(TableSpec table) {
    int connections = table.reconcile().limits().connections();
    return connections > 0 && stores instanceof SparkChunks spread
        // One of them looks at the log's position.
        ? spread.atMost(connections - 1)
        : stores;
  }

  /** How a table is cut into pieces, and when reading ends. */
  private static CompareLimits limits(TableSpec table) {
    LimitsSpec declared = table.reconcile().limits();
    StopSpec stop = table.reconcile().stop();
    CompareLimits standard = CompareLimits.DEFAULT;
    CompareLimits chunks =
        declared.chunkRows() == 0 ? standard : standard.withChunks(declared.chunkRows());
    int most =
        stop.differences() == 0
            ? standard.maxSuspects()
            : (int) Math.min(standard.maxSuspects(), stop.differences());
    return chunks.withChunkTime(declared.chunkTime()).stoppingAt(most, stop.percent());
  }

  /** How far the comparison of a table has come; empty where that is not kept. */
  Optional<ObjectChunkLedger> ledger(
      TableSpec table, Pair pair, TableForm form, ComparedSide left, ComparedSide right) {
    return ledger(table.id(), pair, form, left, right, depth(table).label() + "\n" + limits(table));
  }

  /** The same of a model. */
  Optional<ObjectChunkLedger> ledger(
      ModelSpec model, Pair pair, TableForm form, ComparedSide left, ComparedSide right) {
    return ledger(model.table(), pair, form, left, right, depth().label());
  }

  /** The progress of what was compared in another way, or of another state, is worth nothing. */
  private Optional<ObjectChunkLedger> ledger(
      String id, Pair pair, TableForm form, ComparedSide left, ComparedSide right, String how) {
    return progress.map(
        kept ->
            kept.ledger(
                id + "-" + pair.label().replace('/', '-'),
                String.join(
                    "\n",
                    left.table().toString(),
                    right.table().toString(),
                    form.toString(),
                    how,
                    left.state() + right.state()),
                context.clock().instant()));
  }

  /** Notes that the comparison has come to its verdict. */
  void done(Optional<ObjectChunkLedger> ledger) {
    ledger.ifPresent(each -> progress.orElseThrow().done(each));
  }

  /**
   * Compares two copies of a table, under what it declares.
   *
   * @param verifiedThrough up to when a match proves the copies equal, or null
   */
  Compared compare(
      TableSpec table,
      Pair pair,
      TableForm form,
      ComparedSide left,
      ComparedSide right,
      Instant verifiedThrough) {
    return compare(table, pair, form, left, right, verifiedThrough, UnaryOperator.identity());
  }

  /** The same with something of its own. */
  Compared compare(
      TableSpec table,
      Pair pair,
      TableForm form,
      ComparedSide left,
      ComparedSide right,
      Instant verifiedThrough,
      UnaryOperator<Settings> change) {
    return comparisons.compare(
        table.id(),
        pair,
        form,
        left,
        right,
        standard -> change.apply(settings(standard, table, AcceptedLoss.of(table))),
        verifiedThrough,
        terms(table));
  }

  /** Compares two copies of a model, which declares nothing. */
  Compared compare(
      ModelSpec model,
      Pair pair,
      TableForm form,
      ComparedSide left,
      ComparedSide right,
      UnaryOperator<Settings> change) {
    return comparisons.compare(model.table(), pair, form, left, right, change, null);
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
          case SOURCE_BRONZE, BRONZE_FALLBACK ->
              context.pipeline().table(table).key().isEmpty()
                  ? "run --select " + table
                  : "refill " + table;
          case LAKE_REDSHIFT -> "publish --select " + table;
          case SOURCE_TARGET -> "reconcile --select " + table;
        });
  }
}
