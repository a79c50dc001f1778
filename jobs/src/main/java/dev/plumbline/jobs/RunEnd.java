package dev.plumbline.jobs;

import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.stores.ledger.RunRecords;
import dev.plumbline.stores.report.ReportFiles;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a run: its record, its report, its last lines. */
final class RunEnd {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnd.class);
  private static final long MEGABYTE = 1024 * 1024;

  private final JobContext context;
  private final RunLog log;
  private final RunRecords records;

  RunEnd(JobContext context, RunLog log, RunRecords records) {
    this.context = context;
    this.log = log;
    this.records = records;
  }

  Outcome finish() {
    LOG.info("peak heap {} MB", peakHeap() / MEGABYTE);
    RunReport report = log.report(true);
    records.write(report);
    String page = new ReportFiles(context.env().reports(), context.store()).write(report);
    context.console().finish(report, page);
    if (context.options().json()) {
      context.console().json(report);
    }
    return new Outcome(log.exitCode(), message(report));
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
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
