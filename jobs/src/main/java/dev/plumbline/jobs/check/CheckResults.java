package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.jobs.compare.HealthLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what a check finds, from the threads that compare. */
final class CheckResults implements HealthLog {
  private final List<ReconcileReport> reports = new ArrayList<>();
  private final List<StepReport> steps = new ArrayList<>();
  private final List<ExitCode> codes = new ArrayList<>();
  private final Map<String, Long> refused = new LinkedHashMap<>();
  private final List<String> notReached = new ArrayList<>();
  private String whyNotReached = "";
  private ReplicaReport replica;

  synchronized void compared(ReconcileReport report, ExitCode code) {
    reports.add(report);
    codes.add(code);
  }

  synchronized void step(StepReport step) {
    steps.add(step);
  }

  /**
   * A table that cannot be compared.
   *
   * @param reason in a word or two
   */
  synchronized void refused(String reason, ReconcileReport report, ExitCode code) {
    refused.merge(reason, 1L, Long::sum);
    compared(report, code);
  }

  /** A table for which the budget did not suffice, or a store was gone. */
  synchronized void notReached(ReconcileReport report, String why, ExitCode code) {
    notReached.add(report.table());
    whyNotReached = whyNotReached.isEmpty() ? why : whyNotReached;
    compared(report, code);
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

  synchronized List<ReconcileReport> reports() {
    return List.copyOf(reports);
  }

  synchronized List<StepReport> steps() {
    return List.copyOf(steps);
  }

  synchronized ExitCode exitCode() {
    return ExitCode.gravest(codes);
  }

  /** Tables that cannot be compared, by the reason. */
  synchronized Map<String, Long> refused() {
    return new LinkedHashMap<>(refused);
  }

  synchronized List<String> notReached() {
    return List.copyOf(notReached);
  }

  /** What ended the check before the first of them. */
  synchronized String whyNotReached() {
    return whyNotReached;
  }

  /** The last look at the integration; null where there is none. */
  synchronized ReplicaReport replica() {
    return replica;
  }
}
