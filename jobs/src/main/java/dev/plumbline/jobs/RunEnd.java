package dev.plumbline.jobs;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.jobs.cli.JobName;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.jobs.serve.Look;
import dev.plumbline.stores.ledger.RunRecords;
import dev.plumbline.stores.redshift.RedshiftLedger;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.report.ReportFiles;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a run: its record, its report, its last lines. Made when the run begins. */
final class RunEnd {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnd.class);
  private static final int HISTORY = 30;
  private static final long MEGABYTE = 1024 * 1024;

  private final JobContext context;
  private final RunLog log;
  private final RunRecords records;
  private final HeapPeak heap = HeapPeak.watch();

  RunEnd(JobContext context, RunLog log, RunRecords records) {
    this.context = context;
    this.log = log;
    this.records = records;
  }

  Outcome finish() {
    LOG.info("peak heap {} MB", heap.bytes() / MEGABYTE);
    RunReport written = log.report(true);
    records.write(written);
    String page = page(written);
    RunReport report = page.isEmpty() ? log.report(true) : written;
    ledger(report);
    context.console().finish(report, page);
    if (context.options().json()) {
      context.console().json(report);
    }
    return new Outcome(log.exitCode(), message(report));
  }

  /** Where the page lies; a report that cannot be written does not undo the run. */
  private String page(RunReport report) {
    try {
      return new ReportFiles(context.env().reports(), context.store()).write(report, earlier());
    } catch (PlumblineException e) {
      LOG.error("no report", e);
      context.console().note(e.getMessage());
      log.code(ExitCode.DEGRADED, "");
      return "";
    }
  }

  /** A page without its history is better than none. */
  private List<RunReport> earlier() {
    try {
      return records.latest(context.pipeline().name(), HISTORY).stream()
          .filter(run -> !run.runId().equals(context.runId().value()))
          .toList();
    } catch (PlumblineException e) {
      LOG.warn("The report shows no earlier runs", e);
      return List.of();
    }
  }

  /** Notes the run for SQL; the record on S3 is the truth, so that a failure here is no failure. */
  private void ledger(RunReport report) {
    if (context.job() == JobName.INGEST) {
      return;
    }
    try (RedshiftSession session = Look.quick(context).open()) {
      RedshiftLedger.ensure(session);
      RedshiftLedger.record(session, report);
    } catch (SQLException | PlumblineException e) {
      LOG.warn("The run is not noted in Redshift's schema plumbline", e);
    }
  }

  private static String message(RunReport report) {
    String cause =
        report.steps().stream()
            .filter(step -> !step.message().isEmpty())
            .filter(step -> step.status() != RunStatus.OK)
            .map(step -> step.job() + " " + step.table() + ": " + step.message())
            .findFirst()
            .orElse("");
    return report.nextCommand().isEmpty() ? cause : cause + "; next: " + report.nextCommand();
  }
}
