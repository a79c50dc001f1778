package dev.plumbline.jobs.run;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.route.RouteReport;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.QualityReport;
import dev.plumbline.core.run.QuarantineReport;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.jobs.compare.HealthLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Gathers what a run does, from the threads of its steps, into its report. */
public final class RunLog implements HealthLog {
  private final JobContext context;
  private final Instant startedAt;
  private final List<StepReport> steps = new ArrayList<>();
  private final List<ReconcileReport> comparisons = new ArrayList<>();
  private final List<RouteReport> routes = new ArrayList<>();
  private final List<QuarantineReport> quarantine = new ArrayList<>();
  private final List<QualityReport> quality = new ArrayList<>();
  private final List<ExitCode> codes = new ArrayList<>();
  private ReplicaReport replica;
  private String nextCommand = "";
  private ExitCode nextCommandFor = ExitCode.OK;

  public RunLog(JobContext context) {
    this.context = context;
    this.startedAt = context.clock().instant();
  }

  public synchronized void steps(List<StepReport> ended) {
    steps.addAll(ended);
  }

  public synchronized void comparison(ReconcileReport comparison) {
    comparisons.add(comparison);
  }

  public synchronized void routes(List<RouteReport> served) {
    routes.addAll(served);
  }

  public synchronized void quarantine(List<QuarantineReport> rows) {
    quarantine.addAll(rows);
  }

  public synchronized void quality(List<QualityReport> rules) {
    quality.addAll(rules);
  }

  @Override
  public synchronized void replicaIfNone(ReplicaReport health) {
    if (replica == null) {
      replica = health;
    }
  }

  @Override
  public synchronized void replica(ReplicaReport health) {
    replica = health;
  }

  /**
   * Notes what the run is to end with; the command of the gravest is the one to run next.
   *
   * @param next the command to run next because of it, or empty
   */
  public synchronized void code(ExitCode code, String next) {
    codes.add(code);
    if (!next.isEmpty()
        && ExitCode.gravest(List.of(code, nextCommandFor)) == code
        && code != nextCommandFor) {
      nextCommand = next;
      nextCommandFor = code;
    }
  }

  public synchronized ExitCode exitCode() {
    return ExitCode.gravest(codes);
  }

  /** The report as of now; of a run that goes on it has no end. */
  public synchronized RunReport report(boolean finished) {
    ExitCode code = exitCode();
    return new RunReport(
        context.runId().value(),
        context.pipeline().name(),
        context.job().label(),
        status(code),
        code.code(),
        startedAt,
        finished ? context.clock().instant() : null,
        nextCommand,
        steps,
        comparisons,
        routes,
        quarantine,
        quality,
        replica);
  }

  private static RunStatus status(ExitCode code) {
    return switch (code) {
      case OK -> RunStatus.OK;
      case DEGRADED, REPLICA_BEHIND, INCONCLUSIVE -> RunStatus.DEGRADED;
      default -> RunStatus.FAILED;
    };
  }
}
