package dev.plumbline.jobs.graph;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunStatus;

/**
 * What a step did for one of its tables.
 *
 * @param status OK, or DEGRADED with the reason in the message
 * @param exitCode OK, or what the run is to end with because of this step
 */
public record StepResult(
    long rowsRead,
    long rowsWritten,
    long rowsQuarantined,
    long bytes,
    RunStatus status,
    ExitCode exitCode,
    String message) {

  /** A step that did what it was to do. */
  public static StepResult ok(long rowsRead, long rowsWritten, long bytes) {
    return new StepResult(rowsRead, rowsWritten, 0, bytes, RunStatus.OK, ExitCode.OK, "");
  }

  /** The same result with a remark. */
  public StepResult remark(String remark) {
    return new StepResult(rowsRead, rowsWritten, rowsQuarantined, bytes, status, exitCode, remark);
  }
}
