package dev.plumbline.jobs;

import dev.plumbline.core.route.Pin;
import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.cli.MaintenanceOptions;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.jobs.serve.GroupOutcome;
import dev.plumbline.jobs.serve.Groups;
import dev.plumbline.jobs.serve.Integrations;
import dev.plumbline.jobs.serve.Integrations.Integration;
import dev.plumbline.jobs.serve.Look;
import dev.plumbline.jobs.serve.Pins;
import dev.plumbline.jobs.serve.RouteLease;
import dev.plumbline.jobs.serve.RoutePass;
import dev.plumbline.jobs.serve.Routes;
import dev.plumbline.jobs.serve.StatusPage;
import dev.plumbline.jobs.serve.StatusReader;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteBook.Maintenance;
import dev.plumbline.stores.ledger.RouteRecords;
import dev.plumbline.stores.ledger.RunRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blue/green switch, a failover or a rebuilt integration: readers stay on proven fallbacks until
 * it ends; then the new integration is followed and each group goes back as it proves itself.
 */
final class MaintenanceJob {
  private static final Logger LOG = LoggerFactory.getLogger(MaintenanceJob.class);

  private final JobContext context;
  private final MaintenanceOptions options;
  private final RunLog log;
  private final Supplier<Outcome> refresh;

  /**
   * @param refresh renews and proves the fallbacks: the main job
   */
  MaintenanceJob(JobContext context, Supplier<Outcome> refresh) {
    this.context = context;
    this.refresh = refresh;
    this.options = (MaintenanceOptions) context.options();
    this.log = new RunLog(context);
  }

  Outcome run() {
    if (!options.select().isEmpty()) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot select tables: a maintenance is one of the whole integration; pin some alone with"
              + " 'route TABLE --to fallback --for 4h'");
    }
    Pins.requireReplica(Look.warehouse(context));
    return switch (options.action()) {
      case START -> start();
      case END -> end();
      case STATUS -> {
        context.console().print(StatusPage.text(new StatusReader(context).read()));
        yield Outcome.ok();
      }
    };
  }

  private Outcome start() {
    Instant now = context.clock().instant();
    Instant until = options.until(now);
    List<String> unfit = unfit(now);
    context
        .console()
        .print(
            "maintenance until "
                + until
                + ": every group is moved to its fallback and stays there"
                + (unfit.isEmpty() ? "" : "\nCANNOT begin:\n  " + String.join("\n  ", unfit)));
    if (!options.yes() || options.dryRun()) {
      context.console().print("Nothing was done: this is the plan; --yes does it.");
      return new Outcome(unfit.isEmpty() ? ExitCode.OK : ExitCode.DEGRADED, "");
    }
    if (options.refresh()) {
      LOG.info("maintenance step refresh");
      Outcome renewed = refresh.get();
      context.console().note("the run that renews the fallbacks ended with " + renewed.code());
      unfit = unfit(context.clock().instant());
    }
    if (!unfit.isEmpty()) {
      throw new PlumblineException(
          ExitCode.DEGRADED,
          "Cannot start the maintenance: " + String.join("; ", unfit) + "; nothing was changed",
          context.command("run"),
          null);
    }
    LOG.info("maintenance step begin");
    Optional<Integration> integration =
        Integrations.find(context, Look.warehouse(context).integrationDatabase().orElseThrow());
    Pin pin = new Pin(Target.FALLBACK, until, options.why(), Pins.user());
    return pass(
        book ->
            Pins.lay(book, context.pipeline().tables(), pin)
                .with(
                    new Maintenance(
                        now,
                        until,
                        options.why(),
                        integration.map(Integration::id).orElse(""),
                        "")));
  }

  private Outcome end() {
    Maintenance maintenance =
        new RouteRecords(context.store(), context.env().state())
            .book(context.pipeline().name())
            .maintenance();
    if (maintenance == null) {
      context.console().print("There is no maintenance to end.");
      return Outcome.ok();
    }
    LOG.info("maintenance step follow");
    String named = Look.warehouse(context).integrationDatabase().orElseThrow();
    Optional<Integration> found = Integrations.successor(context, named, maintenance);
    if (found.isEmpty()) {
      throw new PlumblineException(
          ExitCode.REPLICA_BEHIND,
          "Cannot end the maintenance: no integration replicates into a database yet; readers stay"
              + " on the fallbacks until "
              + maintenance.until(),
          context.command("maintenance end --yes"),
          null);
    }
    Integration next = found.get();
    boolean same = next.database().equals(named);
    context
        .console()
        .print(
            "integration "
                + next.id()
                + (next.id().equals(maintenance.integrationId()) ? "" : " (new)")
                + " replicates into "
                + next.database()
                + (same
                    ? ""
                    : "; it is followed from now on: name it as integrationDatabase in "
                        + context.options().env())
                + "\neach group goes back to the replica as it proves itself");
    if (!options.yes() || options.dryRun()) {
      context.console().print("Nothing was done: this is the plan; --yes does it.");
      return Outcome.ok();
    }
    LOG.info("maintenance step return");
    Instant now = context.clock().instant();
    return pass(
        book ->
            // What was compared before says nothing of the integration as it is from now on.
            Pins.anew(Pins.lay(book, context.pipeline().tables(), null), now)
                .with(
                    same
                        ? null
                        : new Maintenance(
                            maintenance.startedAt(),
                            context.clock().instant(),
                            maintenance.why(),
                            next.id(),
                            next.database())));
  }

  private Outcome pass(UnaryOperator<RouteBook> change) {
    try (Lease lease = RouteLease.await(context, context.runId())) {
      RoutePass.Passed passed =
          new RoutePass(context, lease, context.runId()).run(change, Groups.selected(context));
      for (GroupOutcome outcome : passed.outcomes()) {
        log.routes(Routes.report(outcome, passed.direct()));
        log.steps(Routes.steps(outcome, ""));
        outcome
            .failure()
            .ifPresent(failure -> log.code(failure.exitCode(), context.command("route")));
      }
    }
    return new RunEnd(context, log, new RunRecords(context.store(), context.env().state()))
        .finish();
  }

  private List<String> unfit(Instant now) {
    Look look = Look.without(context);
    List<String> unfit = new ArrayList<>();
    for (TableSpec table : context.pipeline().tables()) {
      look.evidence()
          .get(table.id())
          .fallback(table)
          .unusable(now, table.route().maxFallbackAge())
          .ifPresent(why -> unfit.add(table.id() + ": " + why));
    }
    return unfit;
  }
}
