package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Increments;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.measure.DigestException;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.graph.Step;
import dev.plumbline.jobs.graph.StepResult;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.spark.digest.SparkChunks;
import dev.plumbline.stores.ledger.ChunkProgress;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the copies of every table. One step per table and pair. */
public final class ReconcileStage {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileStage.class);
  private static final String JOB = "reconcile";
  private static final Set<Verdict> BAD = Set.of(Verdict.MISMATCH, Verdict.ERROR);

  private final JobContext context;
  private final Engine engine;
  private final RunLog log;
  private final ChunkProgress progress;

  public ReconcileStage(JobContext context, Engine engine, RunLog log) {
    this.context = context;
    this.engine = engine;
    this.log = log;
    this.progress =
        new ChunkProgress(
            context.store(),
            ChunkProgress.Opener.of(context.env().s3(), context.secrets()),
            context.env().state(),
            context.pipeline().name(),
            context.runId());
  }

  /** Discards the progress of what has come to a verdict, once the run's report tells it. */
  public void tidy() {
    try {
      progress.tidy(context.clock().instant());
    } catch (PlumblineException e) {
      LOG.warn("The progress of comparisons stays where it is", e);
    }
  }

  /** The steps, each after what makes its copies. */
  public List<Step> steps() {
    PipelineComparisons comparisons =
        PipelineComparisons.of(
                context,
                engine::beside,
                new SparkChunks(engine::spark, context.pipeline().parallel(), engine::beside))
            .keeping(progress);
    if (comparisons.asked().filter(Depth.STATE::equals).isPresent()) {
      return states(comparisons);
    }
    List<Step> steps = new ArrayList<>();
    LakeComparison lake = new LakeComparison(context, engine, comparisons);
    for (TableSpec table : context.pipeline().tables()) {
      // Our own copies have no states to be looked at without a query.
      if (context.selection().includes(table) && comparisons.depth(table) != Depth.STATE) {
        steps.add(
            step(
                table.id(),
                Pair.SOURCE_BRONZE,
                Stages.extracted(table),
                () -> lake.sourceAgainstBronze(table)));
        if (table.publish().fallback()) {
          steps.add(
              step(
                  table.id(),
                  Pair.BRONZE_FALLBACK,
                  List.of(Stages.publish(table)),
                  () -> lake.bronzeAgainstFallback(table)));
        }
      }
    }
    steps.addAll(replicaSteps(comparisons));
    for (ModelSpec model : context.pipeline().models()) {
      if (context.selection().includes(model)) {
        steps.add(
            step(
                model.table(),
                Pair.LAKE_REDSHIFT,
                List.of(Stages.publish(model)),
                () -> lake.modelAgainstRedshift(model)));
      }
    }
    return steps;
  }

  /** Only the replica has states. */
  private List<Step> states(PipelineComparisons comparisons) {
    List<Step> steps = replicaSteps(comparisons);
    if (steps.isEmpty()) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot look at the states of replicated tables: endpoint '"
              + context.pipeline().warehouse()
              + "' names no integrationDatabase, or no table is selected");
    }
    return steps;
  }

  /** Last of the tables' pairs, so that the replica has had the time of the run to catch up. */
  private List<Step> replicaSteps(PipelineComparisons comparisons) {
    Endpoint.Redshift warehouse =
        context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class);
    if (warehouse.integrationDatabase().isEmpty() || context.pipeline().tables().isEmpty()) {
      return List.of();
    }
    ReplicaTables replica = new ReplicaTables(context, log, comparisons);
    DueTables due = new DueTables(context, comparisons.tables());
    return context.pipeline().tables().stream()
        .filter(context.selection()::includes)
        .map(table -> replicaStep(table, replica, comparisons.asked().isPresent() ? null : due))
        .toList();
  }

  /**
   * @param due null where the table is compared whatever its tier says
   */
  private Step replicaStep(TableSpec table, ReplicaTables replica, DueTables due) {
    if (due == null) {
      return step(
          table.id(),
          Pair.SOURCE_REPLICA,
          List.of(Stages.extract(table)),
          () -> replica.compare(table, Optional.empty()));
    }
    Step step =
        step(
            table.id(),
            Pair.SOURCE_REPLICA,
            List.of(Stages.extract(table)),
            () -> comparison(table, replica, due),
            compared -> due.told(table, compared));
    return new Step(
        step.id(),
        step.job(),
        step.tables(),
        step.needs(),
        progress -> {
          Optional<String> reason = due.notDue(table);
          return reason.isPresent()
              ? List.of(StepResult.ok(0, 0, 0).remark(reason.get()))
              : step.action().run(progress);
        });
  }

  /** Of all rows, of a share of them, or of what was written, as the table's declaration says. */
  private Compared comparison(TableSpec table, ReplicaTables replica, DueTables due)
      throws SQLException {
    Optional<Increments> increments = due.increments(table);
    return increments.isPresent()
        ? new IncrementalReplica(context, replica).compare(table, increments.get())
        : replica.compare(table, due.rotation(table));
  }

  private Step step(String table, Pair pair, List<String> needs, Callable<Compared> comparison) {
    return step(table, pair, needs, comparison, UnaryOperator.identity());
  }

  /**
   * @param told adds what earlier runs say of it, however it ended
   */
  private Step step(
      String table,
      Pair pair,
      List<String> needs,
      Callable<Compared> comparison,
      UnaryOperator<Compared> told) {
    return new Step(
        JOB + " " + table + " " + pair.label(),
        JOB,
        List.of(table + " " + pair.label()),
        needs,
        progress -> List.of(result(told.apply(compared(table, pair, comparison)))));
  }

  /** A store that fails is a verdict as well, so that the report tells of every pair. */
  private Compared compared(String table, Pair pair, Callable<Compared> comparison)
      throws Exception {
    Instant start = context.clock().instant();
    try {
      return comparison.call();
    } catch (PlumblineException e) {
      LOG.error("comparing {} {} failed", table, pair.label(), e);
      return failed(table, pair, start, e);
    } catch (DigestException e) {
      LOG.error("comparing {} {} failed", table, pair.label(), e);
      return failed(table, pair, start, new SourceException(e.getMessage(), e));
    }
  }

  private Compared failed(String table, Pair pair, Instant start, PlumblineException failure) {
    return Compared.failed(
        table,
        pair,
        start,
        context.clock().instant(),
        failure,
        context.command("reconcile --select " + table));
  }

  private StepResult result(Compared compared) {
    ReconcileReport report = compared.report();
    log.comparison(report);
    boolean match = report.verdict() == Verdict.MATCH;
    boolean good = match || report.verdict() == Verdict.EXPECTED_LOSS || report.quiet();
    if (compared.exitCode() != ExitCode.OK) {
      log.code(compared.exitCode(), report.nextCommand());
    }
    // A match may be no proof of a table that goes by increments.
    String said = match && report.increment() == null ? "" : report.message();
    RunStatus status =
        good
            ? RunStatus.OK
            : BAD.contains(report.verdict()) ? RunStatus.FAILED : RunStatus.DEGRADED;
    return new StepResult(
        Math.max(0, report.left().rows()),
        Math.max(0, report.right().rows()),
        0,
        0,
        status,
        compared.exitCode(),
        report.verdict() + (said.isEmpty() ? "" : ": " + said));
  }
}
