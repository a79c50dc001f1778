package dev.plumbline.jobs;

import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.cli.ResyncOptions;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.jobs.serve.Groups;
import dev.plumbline.jobs.serve.Look;
import dev.plumbline.jobs.serve.Pins;
import dev.plumbline.jobs.serve.Resync;
import dev.plumbline.jobs.serve.Routes;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.Leases;
import dev.plumbline.stores.ledger.RouteRecords;
import dev.plumbline.stores.ledger.RunRecords;
import dev.plumbline.stores.redshift.RedshiftErrors;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.replica.IntegrationRefresh;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows what a resync of tables would do, and does it with {@code --yes}, one table at a time. */
final class ResyncJob {
  private final JobContext context;
  private final ResyncOptions options;
  private final RunLog log;
  private final RunRecords records;

  ResyncJob(JobContext context) {
    this.context = context;
    this.options = (ResyncOptions) context.options();
    this.log = new RunLog(context);
    this.records = new RunRecords(context.store(), context.env().state());
  }

  Outcome run() {
    Pins.requireReplica(Look.warehouse(context));
    List<TableSpec> tables = Groups.named(context, options.tables());
    if (tables.isEmpty()) {
      throw new PlumblineException(
          ExitCode.USAGE, "Cannot resync: no table is named, such as 'plumbline resync orders'");
    }
    Resync resync =
        new Resync(
            context, Duration.ofMinutes(options.waitMinutes()), log, context.console()::note);
    boolean ready = plan(tables, resync);
    if (!options.yes() || options.dryRun()) {
      context.console().print("Nothing was done: this is the plan; --yes does it.");
      return new Outcome(ready ? ExitCode.OK : ExitCode.DEGRADED, "");
    }
    Leases leases = new Leases(context.store(), context.env().state(), context.clock());
    try (Lease lease = leases.acquire(context.pipeline().name(), "resync", context.runId())) {
      Map<String, List<TableSpec>> groups =
          tables.stream()
              .collect(
                  Collectors.groupingBy(TableSpec::group, LinkedHashMap::new, Collectors.toList()));
      for (List<TableSpec> group : groups.values()) {
        lease.requireHeld();
        one(resync, group);
      }
    }
    return new RunEnd(context, log, records).finish();
  }

  private void one(Resync resync, List<TableSpec> tables) {
    String names = String.join(", ", tables.stream().map(TableSpec::id).toList());
    Instant start = context.clock().instant();
    Resync.Result result =
        resync.run(
            tables,
            comparisons -> {
              comparisons.forEach(log::comparison);
              // What was compared has to be on record before the route is decided by it.
              records.write(log.report(false));
              return comparisons;
            });
    boolean differs = result.comparisons().stream().anyMatch(r -> r.verdict() == Verdict.MISMATCH);
    boolean settled = result.comparisons().stream().allMatch(r -> r.verdict() == Verdict.MATCH);
    log.code(
        differs ? ExitCode.MISMATCH : settled ? ExitCode.OK : ExitCode.INCONCLUSIVE,
        settled ? "" : context.command("reconcile --select group:" + tables.get(0).group()));
    result
        .route()
        .ifPresent(
            outcome -> {
              log.routes(Routes.report(outcome, List.of()));
              log.code(Routes.exitCode(outcome), context.command("status"));
            });
    log.steps(
        List.of(
            new StepReport(
                "resync",
                names,
                0,
                0,
                0,
                0,
                Duration.between(start, context.clock().instant()).toMillis() / 1000.0,
                settled ? RunStatus.OK : RunStatus.DEGRADED,
                settled ? "" : "the table is Synced, but not proven equal to the source",
                start)));
  }

  private boolean plan(List<TableSpec> tables, Resync resync) {
    boolean ready = true;
    Look look = Look.without(context);
    var repairs =
        new RouteRecords(context.store(), context.env().state())
            .book(context.pipeline().name())
            .repairs();
    for (TableSpec table : tables) {
      var hindrance = resync.hindrance(table, look);
      ready &= hindrance.isEmpty();
      context
          .console()
          .print(
              "resync "
                  + table.source()
                  + " ("
                  + estimate(table)
                  + ")"
                  + (repairs.containsKey(table.id())
                      ? ", goes on at step '" + repairs.get(table.id()).step() + "'"
                      : "")
                  + "\n  1 move group "
                  + table.group()
                  + " to its fallback"
                  + hindrance.map(why -> ": CANNOT, " + why).orElse("")
                  + "\n  2 ALTER DATABASE "
                  + Look.warehouse(context).integrationDatabase().orElseThrow()
                  + " INTEGRATION REFRESH TABLE "
                  + table.source()
                  + "\n  3 wait until it is Synced, at most "
                  + options.waitMinutes()
                  + " min\n  4 compare "
                  + Human.count(table.route().returnAfter(), "time")
                  + ", then return to the replica");
    }
    return ready;
  }

  private String estimate(TableSpec table) {
    try (RedshiftSession session = Look.quick(context).open()) {
      long[] size = IntegrationRefresh.size(session, table.source());
      return Human.count(size[0])
          + " rows, "
          + Human.count(size[1])
          + " MB, "
          + IntegrationRefresh.lastTook(session, table.source())
              .map(took -> "last time it took " + Human.whole(took.toSeconds()))
              .orElse("no earlier resync is known; AWS says 20 to 25 min or more");
    } catch (SQLException e) {
      return "size unknown: " + RedshiftErrors.text(e);
    }
  }
}
