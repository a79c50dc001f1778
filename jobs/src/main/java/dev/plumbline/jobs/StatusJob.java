package dev.plumbline.jobs;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.serve.Status;
import dev.plumbline.jobs.serve.StatusPage;
import dev.plumbline.jobs.serve.StatusReader;

/** Which copy serves each table, verified through when, and why. Changes nothing. */
final class StatusJob {
  private final JobContext context;

  StatusJob(JobContext context) {
    this.context = context;
  }

  Outcome run() {
    Status status = new StatusReader(context).read();
    context.console().print(StatusPage.text(status));
    if (context.options().json()) {
      context.console().json(status);
    }
    return new Outcome(code(status), status.redshift());
  }

  /** Degraded where Redshift does not answer, or where somebody should look. */
  private static ExitCode code(Status status) {
    boolean well =
        status.redshift().equals("up")
            && status.tables().stream().noneMatch(Status.Row::needsPeople)
            && status.tables().stream().allMatch(row -> row.target().equals("replica"));
    return well ? ExitCode.OK : ExitCode.DEGRADED;
  }
}
