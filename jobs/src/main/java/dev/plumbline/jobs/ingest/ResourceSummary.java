package dev.plumbline.jobs.ingest;

import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import java.time.Instant;
import java.util.List;

/**
 * What became of one resource of the API.
 *
 * @param resource its name
 * @param table the table that it fills, such as {@code blog.users}
 * @param retries requests that had to be sent again
 * @param rejected rows that were not written; {@code rejections} holds the first of them
 * @param status OK; DEGRADED when some rows were not written or not deleted; FAILED; SKIPPED
 * @param message why it is not OK; empty otherwise
 */
public record ResourceSummary(
    String resource,
    String table,
    long pages,
    long rowsRead,
    long inserted,
    long updated,
    long unchanged,
    long deleted,
    long rejected,
    long retries,
    long bytes,
    double seconds,
    RunStatus status,
    String message,
    List<RejectedRow> rejections,
    Instant startedAt) {
  public ResourceSummary {
    rejections = List.copyOf(rejections);
  }

  /** The same as a step of a run's report. */
  public StepReport toStep() {
    return new StepReport(
        "ingest",
        table,
        rowsRead,
        inserted + updated + deleted,
        rejected,
        bytes,
        seconds,
        status,
        message,
        startedAt);
  }
}
