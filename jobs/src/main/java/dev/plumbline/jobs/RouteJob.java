package dev.plumbline.jobs;

import dev.plumbline.core.route.Pin;
import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.cli.RouteOptions;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.jobs.serve.GroupOutcome;
import dev.plumbline.jobs.serve.Groups;
import dev.plumbline.jobs.serve.Look;
import dev.plumbline.jobs.serve.Pins;
import dev.plumbline.jobs.serve.RoutePass;
import dev.plumbline.jobs.serve.Routes;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.Leases;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RunRecords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Decides which copy serves each table and switches the serving views; pins by hand. */
final class RouteJob {
  private final JobContext context;
  private final RouteOptions options;
  private final RunLog log;

  RouteJob(JobContext context) {
    this.context = context;
    this.options = (RouteOptions) context.options();
    this.log = new RunLog(context);
  }

  Outcome run() {
    UnaryOperator<RouteBook> change = options.pins() ? pin() : book -> book;
    Map<String, List<TableSpec>> groups = groups();
    if (groups.isEmpty()) {
      context
          .console()
          .note("no table that was chosen has a replica, so there is nothing to route");
    }
    if (context.options().dryRun()) {
      return plan(context, groups);
    }
    RunRecords records = new RunRecords(context.store(), context.env().state());
    Leases leases = new Leases(context.store(), context.env().state(), context.clock());
    try (Lease lease =
        leases.acquire(context.pipeline().name(), RoutePass.CHAIN, context.runId())) {
      RoutePass.Passed passed = new RoutePass(context, lease, context.runId()).run(change, groups);
      for (GroupOutcome outcome : passed.outcomes()) {
        log.routes(Routes.report(outcome, passed.direct()));
        log.steps(Routes.steps(outcome, ""));
        log.code(Routes.exitCode(outcome), next(outcome));
        if (!outcome.switchBack().isEmpty()) {
          context.console().note("to take it back without this tool: " + outcome.switchBack());
        }
      }
    }
    return new RunEnd(context, log, records).finish();
  }

  /** Prints the groups that would be looked at. */
  static Outcome plan(JobContext context, Map<String, List<TableSpec>> groups) {
    groups.forEach(
        (group, tables) ->
            context
                .console()
                .print(
                    "  route group "
                        + group
                        + ": "
                        + String.join(", ", tables.stream().map(TableSpec::id).toList())));
    context.console().print("Nothing was done: this is the plan (--dry-run).");
    return Outcome.ok();
  }

  private Map<String, List<TableSpec>> groups() {
    if (options.table().isEmpty()) {
      return Groups.selected(context);
    }
    List<TableSpec> tables = Groups.with(context, options.table().get());
    Map<String, List<TableSpec>> one = new LinkedHashMap<>();
    one.put(tables.get(0).group(), tables);
    return one;
  }

  private UnaryOperator<RouteBook> pin() {
    List<TableSpec> tables = Groups.with(context, options.table().orElseThrow());
    Optional<Target> target = options.target();
    if (target.isEmpty()) {
      return book -> Pins.lay(book, tables, null);
    }
    if (target.get() == Target.REPLICA) {
      Pins.requireReplica(Look.warehouse(context));
    } else {
      Pins.requireFallback(tables);
    }
    Pin pin =
        new Pin(
            target.get(),
            context.clock().instant().plus(options.span()),
            options.why(),
            Pins.user());
    return book -> Pins.lay(book, tables, pin);
  }

  private String next(GroupOutcome outcome) {
    return outcome.failure().isPresent()
        ? context.command("route")
        : Routes.exitCode(outcome) == ExitCode.OK ? "" : context.command("status");
  }
}
