package dev.plumbline.jobs;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.jobs.serve.GroupOutcome;
import dev.plumbline.jobs.serve.Groups;
import dev.plumbline.jobs.serve.Look;
import dev.plumbline.jobs.serve.RouteLease;
import dev.plumbline.jobs.serve.RoutePass;
import dev.plumbline.jobs.serve.Routes;
import dev.plumbline.stores.ledger.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last stage of the protect chain: routes are decided by what the run has just proven. What the
 * comparisons found is the run's exit code already; here only a switch that failed adds one.
 */
final class RouteStage {
  private static final Logger LOG = LoggerFactory.getLogger(RouteStage.class);

  private final JobContext context;
  private final RunLog log;

  RouteStage(JobContext context, RunLog log) {
    this.context = context;
    this.log = log;
  }

  void run() {
    if (context.pipeline().tables().isEmpty()
        || Look.warehouse(context).integrationDatabase().isEmpty()) {
      return;
    }
    try (Lease lease = RouteLease.await(context, context.runId())) {
      RoutePass.Passed passed =
          new RoutePass(context, lease, context.runId())
              .run(book -> book, Groups.selected(context));
      for (GroupOutcome outcome : passed.outcomes()) {
        log.routes(Routes.report(outcome, passed.direct()));
        log.steps(Routes.steps(outcome, ""));
        outcome
            .failure()
            .ifPresent(failure -> log.code(ExitCode.DEGRADED, context.command("route")));
        if (outcome.failure().isEmpty() && Routes.exitCode(outcome) == ExitCode.DEGRADED) {
          log.code(ExitCode.DEGRADED, context.command("status"));
        }
      }
    } catch (PlumblineException e) {
      LOG.warn("routes are not decided", e);
      context.console().note("routes are not decided: " + e.getMessage());
      log.code(
          e.exitCode() == ExitCode.STATE_UNKNOWN ? ExitCode.STATE_UNKNOWN : ExitCode.DEGRADED,
          context.command("route"));
    }
  }
}
