package dev.plumbline.jobs;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.StepProgress;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.cli.IngestOptions;
import dev.plumbline.jobs.console.RunHeader;
import dev.plumbline.jobs.ingest.Ingest;
import dev.plumbline.jobs.ingest.IngestListener;
import dev.plumbline.jobs.ingest.IngestSummary;
import dev.plumbline.jobs.ingest.RejectedRow;
import dev.plumbline.jobs.ingest.ResourceSummary;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.Leases;
import dev.plumbline.stores.ledger.RunRecords;
import dev.plumbline.stores.mysql.MySqlWriterSessions;
import dev.plumbline.stores.rest.RestClient;
import java.util.List;
import java.util.OptionalLong;

/** REST API → Aurora, as a job of its own: the only one that writes to a source. */
final class IngestJob {
  private final JobContext context;
  private final RunLog log;

  IngestJob(JobContext context) {
    this.context = context;
    this.log = new RunLog(context);
  }

  Outcome run() {
    List<TableSpec> tables =
        context.pipeline().tables().stream()
            .filter(context.selection()::includes)
            .filter(table -> table.ingest().isPresent())
            .toList();
    context.console().header(header(tables));
    if (context.options().dryRun()) {
      tables.forEach(table -> context.console().print("  ingest " + describe(table)));
      context.console().print("Nothing was done: this is the plan (--dry-run).");
      return Outcome.ok();
    }
    Leases leases = new Leases(context.store(), context.env().state(), context.clock());
    RunRecords records = new RunRecords(context.store(), context.env().state());
    RunEnd runEnd = new RunEnd(context, log, records);
    try (Lease lease = leases.acquire(context.pipeline().name(), "ingest", context.runId())) {
      records.write(log.report(false));
      IngestSummary summary =
          ingest()
              .run(
                  tables,
                  context.pipeline().tables(),
                  ((IngestOptions) context.options()).deleteMissing());
      log.steps(summary.toSteps());
      lease.requireHeld();
      log.code(
          summary.exitCode(), summary.exitCode() == ExitCode.OK ? "" : context.command("ingest"));
    }
    return runEnd.finish();
  }

  private Ingest ingest() {
    Endpoint.MySql target =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    String api =
        context
            .pipeline()
            .api()
            .orElseThrow(
                () ->
                    new PlumblineException(
                        ExitCode.USAGE,
                        "Cannot ingest: pipeline "
                            + context.pipeline().name()
                            + " names no API; give it with the key 'api' in "
                            + context.pipeline().folder()
                            + "/pipeline.yaml"));
    Endpoint.Rest source = context.env().endpoint(api, Endpoint.Rest.class);
    return new Ingest(
        RestClient.open(source, context.clock()),
        MySqlWriterSessions.of(target, context.secrets()),
        context.clock(),
        new Lines());
  }

  private RunHeader header(List<TableSpec> tables) {
    return new RunHeader(
        context.job().label(),
        context.pipeline().name(),
        context.runId().value(),
        context.options().env(),
        List.of(tables.size() + " API resources"),
        tables.size(),
        1);
  }

  private static String describe(TableSpec table) {
    return table.ingest().orElseThrow().path() + " → " + table.source();
  }

  /** Tells a person how the ingest goes on. */
  private final class Lines implements IngestListener {
    @Override
    public void started(String resource, String table) {
      context.console().started(resource, "ingest", List.of(table));
    }

    @Override
    public void advanced(String resource, long rows, OptionalLong total) {
      StepProgress progress = context.console().progress(resource);
      total.ifPresent(progress::expect);
      progress.at(rows, 0);
    }

    @Override
    public void rejected(RejectedRow row) {
      context.console().note("rejected " + row.resource() + " " + row.key() + ": " + row.reason());
    }

    @Override
    public void finished(ResourceSummary summary) {
      context.console().ended(summary.resource(), List.of(summary.toStep()));
    }
  }
}
