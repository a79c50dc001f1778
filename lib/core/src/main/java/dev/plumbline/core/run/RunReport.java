package dev.plumbline.core.run;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.route.RouteReport;
import java.time.Instant;
import java.util.List;

/** What one run did: the content of {@code report.json}. */
public record RunReport(
    String runId,
    String pipeline,
    String job,
    RunStatus status,
    int exitCode,
    Instant startedAt,
    Instant finishedAt,
    String nextCommand,
    List<StepReport> steps,
    List<ReconcileReport> reconcile,
    List<RouteReport> routes,
    List<QuarantineReport> quarantine,
    List<QualityReport> quality,
    ReplicaReport replica) {

  public RunReport {
    steps = List.copyOf(steps);
    reconcile = List.copyOf(reconcile);
    routes = List.copyOf(routes);
    quarantine = List.copyOf(quarantine);
    quality = List.copyOf(quality);
  }
}
