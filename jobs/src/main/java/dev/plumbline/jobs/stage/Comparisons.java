package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.jobs.cli.ReconcileOptions;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Runs the comparisons of one run: how deep, how strong, on which threads. */
final class Comparisons {
  private final JobContext context;
  private final ReconcileOptions options;
  private final ComparedTables tables;
  private final Executor threads;

  /**
   * @param threads on which the right side is asked while the left is
   */
  Comparisons(JobContext context, Executor threads) {
    this.context = context;
    this.options =
        context.options() instanceof ReconcileOptions given ? given : new ReconcileOptions();
    this.tables = new ComparedTables(context, options.digest());
    this.threads = threads;
  }

  /** What was asked for of all tables; empty where each table's tier decides. */
  Optional<Depth> asked() {
    return options.depth();
  }

  /** The deepest rung for a table. */
  Depth depth(TableSpec table) {
    return asked().or(() -> table.reconcile().tier().depth().map(Depth::of)).orElse(Depth.CELLS);
  }

  /** The deepest rung for a model. */
  Depth depth() {
    return asked().orElse(Depth.CELLS);
  }

  ComparedTables tables() {
    return tables;
  }

  /**
   * Compares two copies of a table, under what it declares.
   *
   * @param change what is particular to the pair
   * @param verifiedThrough up to when a match proves the copies equal, or null
   */
  Compared compare(
      TableSpec table,
      Pair pair,
      TableForm form,
      ComparedSide left,
      ComparedSide right,
      UnaryOperator<Settings> change,
      Instant verifiedThrough) {
    Masking masking = Masking.of(context.pipeline(), table);
    Map<String, BigDecimal> tolerance = table.reconcile().tolerance();
    return compare(
        table.id(),
        pair,
        form,
        left,
        right,
        settings -> tolerant(change.apply(settings.withDepth(depth(table))), tolerance),
        verifiedThrough,
        masking,
        tolerated -> Conditions.of(table, tolerated));
  }

  /** Compares two copies of a model, which declares nothing. */
  Compared compare(
      ModelSpec model,
      Pair pair,
      TableForm form,
      ComparedSide left,
      ComparedSide right,
      Instant verifiedThrough) {
    return compare(
        model.table(),
        pair,
        form,
        left,
        right,
        UnaryOperator.identity(),
        verifiedThrough,
        Masking.NONE,
        tolerated -> List.of());
  }

  /** Digests know no tolerance: where they differ, the cells decide. */
  private static Settings tolerant(Settings settings, Map<String, BigDecimal> tolerance) {
    if (tolerance.isEmpty()) {
      return settings;
    }
    Settings within = settings.withPolicy(settings.policy().within(tolerance));
    return within.depth() == Depth.COUNTS ? within : within.withDepth(Depth.CELLS);
  }

  private Compared compare(
      String name,
      Pair pair,
      TableForm form,
      ComparedSide left,
      ComparedSide right,
      UnaryOperator<Settings> change,
      Instant verifiedThrough,
      Masking masking,
      Function<Map<String, Long>, List<String>> conditions) {
    try (DifferenceFile file = new DifferenceFile(context, name, pair, form, masking)) {
      Settings settings =
          Settings.of(context.clock()).withDepth(depth()).withThreads(threads).withSink(file);
      ComparisonResult result =
          new TableComparison(form, left, right, change.apply(settings)).compare();
      return Compared.of(
              context, name, pair, result, verifiedThrough, file.evidence(result), masking)
          .under(conditions.apply(result.tolerated()));
    }
  }
}
