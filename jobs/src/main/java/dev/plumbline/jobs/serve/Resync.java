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
import dev.plumbline.jobs.JobContext;
import dev.plumbline.jobs.RunLog;
import dev.plumbline.jobs.stage.ReplicaComparison;
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
   * Does it.
   *
   * @throws PlumblineException exit 3 when the fallback is not fit to take readers, exit 11 when
   *     the table does not come back in time
   */
  public Result run(TableSpec table, UnaryOperator<List<ReconcileReport>> record) {
    RouteBook book = begin(table);
    Repair repair = book.repairs().get(table.id());
    prove(table);
    toFallback(table);
    List<ReconcileReport> comparisons;
    try (RedshiftSession session = Look.quick(context).open()) {
      order(table, session, repair);
      await(table, session, repair);
      comparisons = compare(table, record);
    } catch (SQLException e) {
      throw new PlumblineException(
          ExitCode.REPLICA_BEHIND,
          "Cannot resync " + table.id() + ": " + RedshiftErrors.text(e),
          context.command("resync " + table.id() + " --yes"),
          e);
    }
    return new Result(comparisons, back(table));
  }

  private RouteBook begin(TableSpec table) {
    return RouteLease.change(
        context,
        book ->
            book.repairs().containsKey(table.id())
                ? book
                : book.with(
                    table.id(),
                    new Repair("begun", context.clock().instant(), context.runId().value())));
  }

  private void step(TableSpec table, String step) {
    RouteLease.change(
        context,
        book -> {
          Repair repair = book.repairs().get(table.id());
          return book.with(table.id(), new Repair(step, repair.startedAt(), repair.runId()));
        });
    LOG.info("resync step {} {}", step, table.id());
  }

  private void prove(TableSpec table) {
    step(table, "prove");
    Look look = Look.without(context);
    hindrance(table, look)
        .ifPresent(
            why -> {
              RouteLease.change(context, book -> book.with(table.id(), (Repair) null));
              throw new PlumblineException(
                  ExitCode.DEGRADED,
                  "Cannot resync " + table.id() + ": " + why + "; nothing was ordered",
                  context.command("run --select group:" + table.group()),
                  null);
            });
  }

  private void toFallback(TableSpec table) {
    step(table, "switch");
    Pin pin =
        new Pin(
            Target.FALLBACK,
            context.clock().instant().plus(patience).plus(Duration.ofHours(1)),
            "resync of " + table.id(),
            Pins.user());
    GroupOutcome outcome = pass(book -> Pins.lay(book, group(table), pin), table);
    outcome
        .failure()
        .ifPresent(
            e -> {
              throw e;
            });
    say.accept(
        "group "
            + table.group()
            + (outcome.switched() ? " is now on the fallback" : " is on the fallback"));
  }

  private void order(TableSpec table, RedshiftSession session, Repair repair) throws SQLException {
    step(table, "order");
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
    step(table, "wait");
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
            context.command("resync " + table.id() + " --yes"),
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
      TableSpec table, UnaryOperator<List<ReconcileReport>> record) throws SQLException {
    step(table, "compare");
    List<ReconcileReport> reports = new ArrayList<>();
    boolean clean = true;
    for (int round = 0; clean && round < table.route().returnAfter(); round++) {
      List<ReconcileReport> made = new ArrayList<>();
      for (TableSpec one : group(table)) {
        made.add(ReplicaComparison.once(context, log, one));
      }
      reports.addAll(record.apply(made));
      clean = made.stream().allMatch(report -> Proof.of(report).proves());
      pass(book -> book, table);
    }
    return reports;
  }

  private Optional<GroupOutcome> back(TableSpec table) {
    step(table, "return");
    GroupOutcome outcome = pass(book -> Pins.lay(book, group(table), null), table);
    RouteLease.change(context, book -> book.with(table.id(), (Repair) null));
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
