package dev.plumbline.core.run;

import java.time.Instant;

/**
 * What one step did.
 *
 * @param job the stage: ingest, extract, build, publish, reconcile, route, resync or refill
 * @param table the table's physical name, such as {@code bronze_blog.users}
 * @param rowsQuarantined rows set aside with a reason
 * @param bytes bytes written by the step
 * @param seconds wall-clock time
 * @param message cause of a failure or skip, or a remark; empty when there is nothing to say
 * @param startedAt null for a step that never began
 * @param nextCommand the command to run next after a failure; empty when there is none
 */
public record StepReport(
    String job,
    String table,
    long rowsRead,
    long rowsWritten,
    long rowsQuarantined,
    long bytes,
    double seconds,
    RunStatus status,
    String message,
    Instant startedAt,
    String nextCommand) {
  /** How the remark begins where nothing was published, since readers see that state already. */
  public static final String UNCHANGED = "unchanged since run ";

  public StepReport(
      String job,
      String table,
      long rowsRead,
      long rowsWritten,
      long rowsQuarantined,
      long bytes,
      double seconds,
      RunStatus status,
      String message,
      Instant startedAt) {
    this(
        job,
        table,
        rowsRead,
        rowsWritten,
        rowsQuarantined,
        bytes,
        seconds,
        status,
        message,
        startedAt,
        "");
  }
}
