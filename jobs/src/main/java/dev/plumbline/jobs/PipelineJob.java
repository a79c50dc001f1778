package dev.plumbline.jobs;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.StepProgress;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.jobs.cli.JobName;
import dev.plumbline.jobs.console.RunHeader;
import dev.plumbline.jobs.graph.Step;
import dev.plumbline.jobs.graph.StepEnd;
import dev.plumbline.jobs.graph.StepGraph;
import dev.plumbline.jobs.graph.StepListener;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.jobs.stage.BuildStage;
import dev.plumbline.jobs.stage.DeadRuns;
import dev.plumbline.jobs.stage.Engine;
import dev.plumbline.jobs.stage.ExtractStage;
import dev.plumbline.jobs.stage.PublishStage;
import dev.plumbline.jobs.stage.ReconcileStage;
import dev.plumbline.jobs.stage.Retention;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.Leases;
import dev.plumbline.stores.ledger.RunRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the stages of a pipeline, all of them or one alone, as one graph of steps. */
final class PipelineJob {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineJob.class);

  private JobContext context;
  private final RunLog log;
  private final RunRecords records;
  private Optional<ReconcileStage> reconcile = Optional.empty();

  PipelineJob(JobContext context) {
    this.context = context;
    this.log = new RunLog(context);
    this.records = new RunRecords(context.store(), context.env().state());
  }

  Outcome run() {
    RunEnd runEnd = new RunEnd(context, log, records);
    Leases leases = new Leases(context.store(), context.env().state(), context.clock());
    String pipeline = context.pipeline().name();
    try (Engine engine = new Engine(context);
        Lease protect = leases.acquire(pipeline, "protect", context.runId());
        Lease build = leases.acquire(pipeline, "build", context.runId())) {
      if (context.job().stages().contains("extract") && !follows()) {
        return runEnd.finish();
      }
      List<Step> steps = steps(engine, protect, build);
      context.console().header(header(steps));
      if (context.options().dryRun()) {
        return plan(steps);
      }
      DeadRuns dead = DeadRuns.before(context, records);
      records.write(log.report(false));
      boolean failed = false;
      for (StepEnd end : graph().run(steps)) {
        end.exitCodes().forEach(code -> log.code(code, next(end)));
        failed |= end.reports().stream().anyMatch(step -> step.status() == RunStatus.FAILED);
      }
      dead.tidy(engine);
      if (!failed) {
        new Retention(context).apply(engine);
      }
      if (context.job().stages().contains("route")) {
        record();
        new RouteStage(context, log).run();
      }
    }
    Outcome outcome = runEnd.finish();
    reconcile.ifPresent(ReconcileStage::tidy);
    return outcome;
  }

  /** Lets the tables follow their source; false where one must not, and nothing is begun. */
  private boolean follows() {
    try {
      context = new SourceColumns(context).look(log);
      return true;
    } catch (SourceException e) {
      LOG.error("Nothing is extracted", e);
      log.steps(
          List.of(
              new StepReport(
                  "extract",
                  context.pipeline().source(),
                  0,
                  0,
                  0,
                  0,
                  0,
                  RunStatus.FAILED,
                  e.getMessage(),
                  context.clock().instant())));
      log.code(e.exitCode(), context.command(context.job().label()));
      return false;
    }
  }

  private List<Step> steps(Engine engine, Lease protect, Lease build) {
    List<Step> steps = new ArrayList<>();
    List<String> stages = context.job().stages();
    if (stages.contains("extract")) {
      steps.addAll(new ExtractStage(context, engine).steps());
    }
    if (stages.contains("build")) {
      steps.addAll(new BuildStage(context, engine, log).steps());
    }
    if (stages.contains("publish")) {
      steps.addAll(new PublishStage(context, engine, protect, build).steps());
    }
    if (stages.contains("reconcile")) {
      ReconcileStage stage = new ReconcileStage(context, engine, log);
      steps.addAll(stage.steps());
      reconcile = Optional.of(stage);
    }
    return steps;
  }

  private RunHeader header(List<Step> steps) {
    return new RunHeader(
        context.job().label(),
        context.pipeline().name(),
        context.runId().value(),
        context.options().env(),
        List.of(
            count(
                context.pipeline().tables().size() + context.pipeline().imports().size(), "table"),
            count(context.pipeline().models().size(), "model")),
        steps.stream().mapToInt(step -> step.tables().size()).sum(),
        context.pipeline().parallel());
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private Outcome plan(List<Step> steps) {
    for (Step step : steps) {
      List<String> needs =
          step.needs().stream()
              .filter(need -> steps.stream().anyMatch(other -> other.id().equals(need)))
              .toList();
      context
          .console()
          .print(
              "  " + step.id() + (needs.isEmpty() ? "" : "   after " + String.join(", ", needs)));
    }
    context.console().print("Nothing was done: this is the plan (--dry-run).");
    return Outcome.ok();
  }

  private StepGraph graph() {
    return new StepGraph(
        context.clock(),
        context.pipeline().parallel(),
        new StepListener() {
          @Override
          public StepProgress started(Step step) {
            LOG.info("started {}", step.id());
            context.console().started(step.id(), step.job(), step.tables());
            return context.console().progress(step.id());
          }

          @Override
          public void ended(StepEnd end) {
            end.failure().ifPresent(failure -> LOG.error("{} failed", end.step().id(), failure));
            context.console().ended(end.step().id(), end.reports());
            log.steps(end.reports());
            record();
          }
        });
  }

  /** A record that cannot be written now is written by the next step, or fails the run's end. */
  private void record() {
    try {
      records.write(log.report(false));
    } catch (PlumblineException e) {
      LOG.warn("Cannot record the run so far", e);
    }
  }

  private String next(StepEnd end) {
    boolean failed = end.exitCodes().stream().anyMatch(code -> code != ExitCode.OK);
    return end.nextCommand()
        .orElse(
            failed
                ? context.command(
                    (context.job() == JobName.RUN ? "run" : context.job().label())
                        + " --run-id "
                        + context.runId())
                : "");
  }
}
