package dev.plumbline.jobs.serve;

import dev.plumbline.core.route.Cause;
import dev.plumbline.core.route.RouteDecision;
import dev.plumbline.core.route.RouteReport;
import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.stores.redshift.DirectReaders.DirectReader;
import java.time.Instant;
import java.util.List;

/** What decided routes come to in a report and as an exit code. */
public final class Routes {
  private Routes() {}

  /** One row for each table of the group. */
  public static List<RouteReport> report(GroupOutcome outcome, List<DirectReader> direct) {
    return outcome.decisions().stream()
        .map(
            decision ->
                new RouteReport(
                    decision.table(),
                    serving(outcome, decision).label(),
                    reason(outcome, decision),
                    since(outcome, decision),
                    direct.stream()
                        .filter(reader -> reader.table().equals(decision.table()))
                        .count()))
        .toList();
  }

  /** One step for each table of the group. */
  public static List<StepReport> steps(GroupOutcome outcome, String view) {
    return outcome.decisions().stream()
        .map(
            decision ->
                new StepReport(
                    "route",
                    decision.table(),
                    0,
                    0,
                    0,
                    0,
                    outcome.seconds() / outcome.decisions().size(),
                    status(outcome),
                    view + serving(outcome, decision).label() + ": " + reason(outcome, decision),
                    outcome.at()))
        .toList();
  }

  /** How the command ends because of this group. */
  public static ExitCode exitCode(GroupOutcome outcome) {
    if (outcome.failure().isPresent()) {
      return outcome.failure().get().exitCode();
    }
    RouteDecision decision = outcome.decision();
    if (decision.target() != Target.REPLICA) {
      return ExitCode.DEGRADED;
    }
    if (decision.cause() == Cause.NOTHING_PROVEN) {
      return ExitCode.INCONCLUSIVE;
    }
    if (!decision.needsPeople()) {
      return ExitCode.OK;
    }
    boolean wrong =
        decision.trouble().filter(c -> c == Cause.MISMATCH || c == Cause.CRITICAL).isPresent();
    return wrong ? ExitCode.MISMATCH : ExitCode.REPLICA_BEHIND;
  }

  private static RunStatus status(GroupOutcome outcome) {
    if (outcome.failure().isPresent()) {
      return RunStatus.FAILED;
    }
    return exitCode(outcome) == ExitCode.OK ? RunStatus.OK : RunStatus.DEGRADED;
  }

  private static Target serving(GroupOutcome outcome, RouteDecision decision) {
    return outcome.failure().isPresent()
        ? decision.from().orElse(decision.target())
        : decision.target();
  }

  private static Instant since(GroupOutcome outcome, RouteDecision decision) {
    return outcome.failure().isPresent() && decision.from().isEmpty()
        ? null
        : decision.memory().since();
  }

  private static String reason(GroupOutcome outcome, RouteDecision decision) {
    return outcome.failure().map(Throwable::getMessage).orElse(decision.reason());
  }
}
