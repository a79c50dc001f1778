package dev.plumbline.jobs.graph;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.StepReport;
import java.util.List;
import java.util.Optional;

/**
 * How a step ended.
 *
 * @param reports one per table of the step
 * @param exitCodes what the run is to end with because of it
 * @param nextCommand the command to run next after a failure
 * @param failure what made it fail, for the log
 */
public record StepEnd(
    Step step,
    List<StepReport> reports,
    List<ExitCode> exitCodes,
    Optional<String> nextCommand,
    Optional<Throwable> failure) {
  public StepEnd {
    reports = List.copyOf(reports);
    exitCodes = List.copyOf(exitCodes);
  }

  /** False when what depends on the step must be skipped. */
  public boolean succeeded() {
    return failure.isEmpty();
  }
}
