package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.ModelSpec;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.jobs.RunLog;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.graph.Step;
import dev.plumbline.jobs.graph.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Compares the copies of every table. One step per table and pair. */
public final class ReconcileStage {
  private static final String JOB = "reconcile";

  private final JobContext context;
  private final Engine engine;
  private final RunLog log;

  public ReconcileStage(JobContext context, Engine engine, RunLog log) {
    this.context = context;
    this.engine = engine;
    this.log = log;
  }

  /** The steps, each after what makes its copies. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    PipelineComparisons comparisons = PipelineComparisons.of(context, this::beside);
    LakeComparison lake = new LakeComparison(context, engine, comparisons);
    for (TableSpec table : context.pipeline().tables()) {
      if (context.selection().includes(table)) {
        steps.add(
            step(
                table.id(),
                Pair.SOURCE_BRONZE,
                Stages.extract(table),
                () -> lake.sourceAgainstBronze(table)));
        if (table.publish().fallback()) {
          steps.add(
              step(
                  table.id(),
                  Pair.BRONZE_FALLBACK,
                  Stages.publish(table),
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
                Stages.publish(model),
                () -> lake.modelAgainstRedshift(model)));
      }
    }
    return steps;
  }

  /** Last of the tables' pairs, so that the replica has had the time of the run to catch up. */
  private List<Step> replicaSteps(PipelineComparisons pipeline) {
    Endpoint.Redshift warehouse =
        context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class);
    if (warehouse.integrationDatabase().isEmpty()) {
      return List.of();
    }
    ReplicaTables replica =
        new ReplicaTables(context, log, pipeline.comparisons(), pipeline.tables());
    return context.pipeline().tables().stream()
        .filter(context.selection()::includes)
        .map(
            table ->
                step(
                    table.id(),
                    Pair.SOURCE_REPLICA,
                    Stages.extract(table),
                    () -> replica.compare(table)))
        .toList();
  }

  /** On a thread of its own, which sees the run's Spark session. */
  private void beside(Runnable task) {
    Thread thread =
        new Thread(
            () -> {
              engine.adopt();
              task.run();
            },
            "compare");
    thread.setDaemon(true);
    thread.start();
  }

  private Step step(String table, Pair pair, String need, Callable<Compared> comparison) {
    return new Step(
        JOB + " " + table + " " + pair.label(),
        JOB,
        List.of(table + " " + pair.label()),
        List.of(need),
        progress -> List.of(result(comparison.call())));
  }

  private StepResult result(Compared compared) {
    ReconcileReport report = compared.report();
    log.comparison(report);
    boolean good = report.verdict() == Verdict.MATCH;
    if (compared.exitCode() != ExitCode.OK) {
      log.code(compared.exitCode(), report.nextCommand());
    }
    RunStatus status =
        good
            ? RunStatus.OK
            : report.verdict() == Verdict.MISMATCH ? RunStatus.FAILED : RunStatus.DEGRADED;
    return new StepResult(
        Math.max(0, report.left().rows()),
        Math.max(0, report.right().rows()),
        0,
        0,
        status,
        compared.exitCode(),
        good ? report.verdict().name() : report.verdict() + ": " + report.message());
  }
}
