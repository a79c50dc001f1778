package dev.plumbline.jobs.serve;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.route.Pin;
import dev.plumbline.core.route.Proof;
import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.jobs.stage.ReplicaTables;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteBook.Repair;
import dev.plumbline.stores.redshift.RedshiftErrors;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.replica.IntegrationRefresh;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets zero-ETL copy one table anew: readers are moved to the proven fallback first, the order is
 * given, the table waited for, compared, and readers go back. Each step is written into the book
 * when it begins, so that a resync that died is taken up where it was: an order that was given is
 * found in the integration's own history.
 */
public final class Resync {
  private static final Logger LOG = LoggerFactory.getLogger(Resync.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  /** How long the pin outlasts the wait, for the comparison that follows it. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private final JobContext context;
  private final Endpoint.Redshift warehouse;
  private final Duration patience;
  private final RunLog log;
  private final Consumer<String> say;

  /**
   * @param patience how long the table is waited for
   * @param log takes what is seen of the integration
   * @param say hears what happens, a line each
   */
  public Resync(JobContext context, Duration patience, RunLog log, Consumer<String> say) {
    this.log = log;
    this.context = context;
    this.warehouse = Look.warehouse(context);
    this.patience = patience;
    this.say = say;
  }

  /**
   * What a resync came to.
   *
   * @param comparisons made after it, in order
   */
  public record Result(List<ReconcileReport> comparisons, Optional<GroupOutcome> route) {}

  /** What hinders it; empty when nothing does. */
  public Optional<String> hindrance(TableSpec table, Look look) {
    if (warehouse.operator().isEmpty()) {
      return Optional.of(
          "endpoint '"
              + warehouse.name()
              + "' names no operator: ALTER DATABASE needs a superuser, the database's owner or one"
              + " with ALTER on it");
    }
    Instant now = context.clock().instant();
    for (TableSpec one : Groups.with(context, table.id())) {
      Optional<String> unusable =
          look.evidence().get(one.id()).fallback(one).unusable(now, one.route().maxFallbackAge());
      if (unusable.isPresent()) {
        return Optional.of("of " + one.id() + ", " + unusable.get());
      }
    }
    return Optional.empty();
  }

  /**
   * Does it for tables of one group: one after another, and then all of the group are compared.
   *
   * @param record keeps what was compared, before a route is decided by it
   * @throws PlumblineException exit 3 when the fallback is not fit to take readers, exit 11 when a
   *     table does not come back in time
   */
  public Result run(List<TableSpec> tables, UnaryOperator<List<ReconcileReport>> record) {
    TableSpec first = tables.get(0);
    RouteBook book = begin(tables);
    prove(tables);
    toFallback(tables);
    List<ReconcileReport> comparisons;
    try (RedshiftSession session = Look.quick(context).open()) {
      for (TableSpec table : tables) {
        Repair repair = book.repairs().get(table.id());
        order(table, session, repair);
        await(table, session, repair);
      }
      comparisons = compare(tables, record);
    } catch (SQLException e) {
      throw new PlumblineException(
          ExitCode.REPLICA_BEHIND,
          "Cannot resync " + first.id() + ": " + RedshiftErrors.text(e),
          again(first),
          e);
    }
    return new Result(comparisons, back(tables));
  }

  private String again(TableSpec table) {
    return context.command("resync " + table.id() + " --yes");
  }

  private RouteBook begin(List<TableSpec> tables) {
    Instant now = context.clock().instant();
    return RouteLease.change(
        context,
        book -> {
          RouteBook next = book;
          for (TableSpec table : tables) {
            if (!book.repairs().containsKey(table.id())) {
              next = next.with(table.id(), new Repair("begun", now, context.runId().value()));
            }
          }
          return next;
        });
  }

  private void step(List<TableSpec> tables, String step) {
    RouteLease.change(
        context,
        book -> {
          RouteBook next = book;
          for (TableSpec table : tables) {
            Repair repair = book.repairs().get(table.id());
            next = next.with(table.id(), new Repair(step, repair.startedAt(), repair.runId()));
          }
          return next;
        });
    LOG.info("resync step {} {}", step, tables.get(0).id());
  }

  private void end(List<TableSpec> tables) {
    RouteLease.change(
        context,
        book -> {
          RouteBook next = book;
          for (TableSpec table : tables) {
            next = next.with(table.id(), (Repair) null);
          }
          return next;
        });
  }

  private void prove(List<TableSpec> tables) {
    step(tables, "prove");
    TableSpec first = tables.get(0);
    hindrance(first, Look.without(context))
        .ifPresent(
            why -> {
              end(tables);
              throw new PlumblineException(
                  ExitCode.DEGRADED,
                  "Cannot resync " + first.id() + ": " + why + "; nothing was ordered",
                  context.command("run --select group:" + first.group()),
                  null);
            });
  }

  private void toFallback(List<TableSpec> tables) {
    step(tables, "switch");
    TableSpec first = tables.get(0);
    Pin pin =
        new Pin(
            Target.FALLBACK,
            context.clock().instant().plus(patience.multipliedBy(tables.size())).plus(MARGIN),
            "resync of " + String.join(", ", tables.stream().map(TableSpec::id).toList()),
            Pins.user());
    GroupOutcome outcome = pass(book -> Pins.lay(book, group(first), pin), first);
    outcome
        .failure()
        .ifPresent(
            e -> {
              throw e;
            });
    say.accept(
        "group "
            + first.group()
            + (outcome.switched() ? " is now on the fallback" : " is on the fallback"));
  }

  private void order(TableSpec table, RedshiftSession session, Repair repair) throws SQLException {
    step(List.of(table), "order");
    if (IntegrationRefresh.begun(session, table.source(), repair.startedAt())) {
      say.accept("the resync of " + table.id() + " was ordered before");
      return;
    }
    try (RedshiftSession operator = operator().open()) {
      IntegrationRefresh.order(operator, database(), table.source());
      say.accept("zero-ETL was told to copy " + table.source() + " anew");
    }
  }

  private RedshiftSessions operator() {
    Endpoint.Redshift as =
        new Endpoint.Redshift(
            warehouse.name() + " (operator)",
            warehouse.operator().orElseThrow(),
            warehouse.iamRole(),
            warehouse.integrationDatabase());
    return RedshiftSessions.of(as, context.secrets());
  }

  private void await(TableSpec table, RedshiftSession session, Repair repair) throws SQLException {
    step(List.of(table), "wait");
    Instant deadline = context.clock().instant().plus(patience);
    while (!IntegrationRefresh.ended(session, table.source(), repair.startedAt())) {
      Optional<String> failed =
          IntegrationRefresh.failure(session, table.source(), repair.startedAt());
      boolean late = !context.clock().instant().isBefore(deadline);
      if (failed.isPresent() || late || Thread.currentThread().isInterrupted()) {
        throw new PlumblineException(
            ExitCode.REPLICA_BEHIND,
            "Cannot finish the resync of "
                + table.id()
                + ": "
                + failed
                    .map(why -> "it failed: " + why)
                    .orElse("it was not Synced after " + patience.toMinutes() + " min")
                + "; readers stay on the fallback",
            again(table),
            null);
      }
      Waiting.REAL.pass(POLL);
    }
    say.accept(table.id() + " is Synced again");
  }

  /**
   * As often as the policy wants clean checks, each counted by a pass of its own; ends with the
   * first that is not clean.
   */
  private List<ReconcileReport> compare(
      List<TableSpec> tables, UnaryOperator<List<ReconcileReport>> record) throws SQLException {
    step(tables, "compare");
    TableSpec first = tables.get(0);
    List<ReconcileReport> reports = new ArrayList<>();
    boolean clean = true;
    for (int round = 0; clean && round < first.route().returnAfter(); round++) {
      List<ReconcileReport> made = new ArrayList<>();
      for (TableSpec one : group(first)) {
        made.add(ReplicaTables.once(context, log, one));
      }
      reports.addAll(record.apply(made));
      clean = made.stream().allMatch(report -> Proof.of(report).proves());
      pass(book -> book, first);
    }
    return reports;
  }

  private Optional<GroupOutcome> back(List<TableSpec> tables) {
    step(tables, "return");
    TableSpec first = tables.get(0);
    GroupOutcome outcome = pass(book -> Pins.lay(book, group(first), null), first);
    end(tables);
    return Optional.of(outcome);
  }

  private GroupOutcome pass(UnaryOperator<RouteBook> change, TableSpec table) {
    try (Lease lease = RouteLease.await(context, context.runId())) {
      return new RoutePass(context, lease, context.runId())
          .run(change, Map.of(table.group(), group(table)))
          .outcomes()
          .get(0);
    }
  }

  private List<TableSpec> group(TableSpec table) {
    return Groups.with(context, table.id());
  }

  private String database() {
    return warehouse.integrationDatabase().orElseThrow();
  }
}
