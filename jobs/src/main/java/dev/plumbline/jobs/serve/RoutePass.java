package dev.plumbline.jobs.serve;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.route.Pin;
import dev.plumbline.core.route.RouteDecision;
import dev.plumbline.core.route.RouteMemory;
import dev.plumbline.core.route.Router;
import dev.plumbline.core.route.Router.Subject;
import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.StateUnknownException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteBook.Entry;
import dev.plumbline.stores.ledger.RouteRecords;
import dev.plumbline.stores.ledger.RouteRecords.SwitchRecord;
import dev.plumbline.stores.redshift.DirectReaders.DirectReader;
import dev.plumbline.stores.redshift.Fence;
import dev.plumbline.stores.redshift.Reader;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.RouteLedger;
import dev.plumbline.stores.redshift.RouteLedger.Switched;
import dev.plumbline.stores.redshift.ServedTable;
import dev.plumbline.stores.redshift.ServingViews;
import dev.plumbline.stores.redshift.ServingViews.Order;
import dev.plumbline.stores.redshift.SwitchBack;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at the routes of a pipeline that acts on what it sees: health and proofs are read, each
 * group is decided, and views are switched where the decision says so. Done under the lease of
 * chain {@code route}.
 *
 * <p>The record of a switch is written before it is made and completed after; what was decided in
 * between is settled by the ledger in Redshift, which the next pass reads first.
 */
public final class RoutePass {
  /** The lease under which views are switched. */
  public static final String CHAIN = "route";

  private static final Logger LOG = LoggerFactory.getLogger(RoutePass.class);

  private final JobContext context;
  private final Lease lease;
  private final RunId runId;
  private final boolean looksForReaders;
  private final RouteRecords records;
  private final Endpoint.Redshift warehouse;
  private final Set<Reader> told = new HashSet<>();

  public RoutePass(JobContext context, Lease lease, RunId runId) {
    this(context, lease, runId, true);
  }

  /**
   * @param looksForReaders whether the history of queries is searched for those who read past the
   *     views, which takes the longest of all
   */
  RoutePass(JobContext context, Lease lease, RunId runId, boolean looksForReaders) {
    this.looksForReaders = looksForReaders;
    this.context = context;
    this.lease = lease;
    this.runId = runId;
    this.records = new RouteRecords(context.store(), context.env().state());
    this.warehouse = Look.warehouse(context);
  }

  /**
   * What a pass saw and did.
   *
   * @param book as it was written at the end
   * @param direct who queries the replica past the views, where that was looked for
   */
  public record Passed(
      Look look, RouteBook book, List<GroupOutcome> outcomes, List<DirectReader> direct) {}

  /**
   * Looks, decides and switches.
   *
   * @param change laid over the book before anything is decided, such as a pin
   * @param groups the groups that are decided on
   * @throws PlumblineException when Redshift does not answer
   */
  public Passed run(UnaryOperator<RouteBook> change, Map<String, List<TableSpec>> groups) {
    Pins.requireReplica(warehouse);
    LOG.info("route step look");
    var known = Look.begin(context);
    try (RedshiftSession session = Look.quick(context).open()) {
      RouteBook book = change.apply(records.book(pipeline()));
      Look look = Look.with(context, session, Look.database(context, book), known);
      book = corrected(book, look.ledger().orElseThrow()).checked(look.at());
      records.write(pipeline(), book);
      List<GroupOutcome> outcomes = new ArrayList<>();
      for (var group : groups.entrySet()) {
        LOG.info("route step decide {}", group.getKey());
        GroupOutcome outcome = group(group.getKey(), group.getValue(), look, book);
        book = remember(book, outcome);
        records.write(pipeline(), book);
        outcomes.add(outcome);
      }
      List<DirectReader> direct =
          looksForReaders
              ? Direct.readers(context, session, Look.database(context, book))
              : List.of();
      return new Passed(look, book, outcomes, direct);
    } catch (SQLException e) {
      throw new PublishException("Cannot look at the routes: " + e.getMessage(), e);
    }
  }

  /** Takes over from Redshift what a pass that died could not write down any more. */
  private static RouteBook corrected(RouteBook book, Map<String, Switched> ledger) {
    RouteBook next = book;
    for (Switched row : ledger.values()) {
      Entry entry = book.tables().get(row.table());
      boolean known =
          entry != null && entry.target() == row.target() && row.runId().equals(entry.runId());
      if (!known) {
        next =
            next.with(
                row.table(),
                new Entry(
                    row.target(),
                    row.since(),
                    0,
                    0,
                    entry == null ? null : entry.counted(),
                    "",
                    row.reason(),
                    false,
                    row.runId(),
                    "",
                    entry == null ? null : entry.pin()));
      }
    }
    return next;
  }

  private GroupOutcome group(String group, List<TableSpec> tables, Look look, RouteBook book) {
    List<Subject> subjects =
        tables.stream()
            .map(
                table ->
                    new Subject(table.route(), memory(table, look, book), look.facts(table, book)))
            .toList();
    List<RouteDecision> decisions = Router.decide(subjects);
    boolean due =
        decisions.stream().anyMatch(RouteDecision::switches)
            || tables.stream().anyMatch(table -> !madeAs(table, decisions.get(0), book));
    if (!due) {
      return new GroupOutcome(group, decisions, look.at(), false, 0, Optional.empty(), "");
    }
    return switched(group, tables, decisions, look.at(), book);
  }

  /** What the router remembers; nothing where Redshift has no view of the table. */
  private static Optional<RouteMemory> memory(TableSpec table, Look look, RouteBook book) {
    Entry entry = book.tables().get(table.id());
    if (entry == null || !look.ledger().orElseThrow().containsKey(table.id())) {
      return Optional.empty();
    }
    return Optional.of(
        new RouteMemory(
            entry.target(),
            entry.since(),
            entry.bad(),
            entry.good(),
            Optional.ofNullable(entry.counted())));
  }

  private boolean madeAs(TableSpec table, RouteDecision decision, RouteBook book) {
    Entry entry = book.tables().get(table.id());
    return entry != null
        && Objects.equals(entry.definition(), served(table, book).replace(decision.target()));
  }

  private GroupOutcome switched(
      String group,
      List<TableSpec> tables,
      List<RouteDecision> decisions,
      Instant at,
      RouteBook book) {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      RouteDecision decision = decisions.get(i);
      orders.add(
          new Order(
              served(tables.get(i), book), decision.from(), decision.target(), decision.reason()));
    }
    lease.requireHeld();
    String back = record(group, decisions, orders, at, 0, false);
    LOG.info("route step switch {}", group);
    try {
      ServingViews views = views();
      double seconds = views.apply(orders, runId);
      tell(views.absent());
      LOG.info("route step record {}", group);
      record(group, decisions, orders, at, seconds, true);
      boolean moved = decisions.stream().anyMatch(RouteDecision::switches);
      return new GroupOutcome(group, decisions, at, moved, seconds, Optional.empty(), back);
    } catch (StateUnknownException e) {
      throw e;
    } catch (PublishException e) {
      LOG.error("switch failed", e);
      return new GroupOutcome(group, decisions, at, false, 0, Optional.of(e), back);
    }
  }

  /** A reader that is not there harms nobody else, but whoever named it wants to know. */
  private void tell(Set<Reader> absent) {
    for (Reader reader : absent) {
      if (told.add(reader)) {
        context
            .console()
            .note(
                "serve.grantTo of pipeline "
                    + pipeline()
                    + " names "
                    + reader
                    + ", which "
                    + warehouse.name()
                    + " does not have: the views were made and nothing was granted to it. Once it is"
                    + " there: "
                    + String.join("; ", reader.grants(schemas())));
      }
    }
  }

  private List<String> schemas() {
    return context.pipeline().tables().stream()
        .map(table -> ServedTable.of(table, Optional.empty()).view().schema())
        .distinct()
        .toList();
  }

  private ServingViews views() {
    return new ServingViews(
        RedshiftSessions.of(warehouse, context.secrets()),
        new Fence(pipeline(), CHAIN, lease.token()),
        context.pipeline().serve().grantTo().stream().map(Reader::parse).toList(),
        ServingViews.standard(),
        context.clock(),
        Waiting.REAL);
  }

  private String record(
      String group,
      List<RouteDecision> decisions,
      List<Order> orders,
      Instant at,
      double seconds,
      boolean done) {
    RouteDecision one = decisions.get(0);
    return records.write(
        new SwitchRecord(
            runId.value(),
            pipeline(),
            group,
            decisions.stream().map(RouteDecision::table).toList(),
            one.from().map(Target::label).orElse(""),
            one.target().label(),
            one.cause().name(),
            one.reason(),
            at,
            seconds,
            done,
            RouteLedger.query(pipeline(), runId)),
        SwitchBack.sql(new Fence(pipeline(), CHAIN, lease.token()), runId, orders));
  }

  private RouteBook remember(RouteBook book, GroupOutcome outcome) {
    RouteBook next = book;
    for (RouteDecision decision : outcome.decisions()) {
      Entry before = book.tables().get(decision.table());
      boolean failed = outcome.failure().isPresent();
      if (failed && before == null) {
        continue;
      }
      RouteMemory memory = decision.memory();
      TableSpec table = context.pipeline().table(decision.table());
      next =
          next.with(
              decision.table(),
              new Entry(
                  failed ? before.target() : memory.target(),
                  failed ? before.since() : memory.since(),
                  failed ? before.bad() : memory.bad(),
                  failed ? before.good() : memory.good(),
                  failed ? before.counted() : memory.counted().orElse(null),
                  decision.cause().name(),
                  decision.reason(),
                  outcome.needsPeople(),
                  outcome.made() || before == null ? runId.value() : before.runId(),
                  failed ? before.definition() : served(table, book).replace(memory.target()),
                  before == null ? null : heldPin(before, outcome.at())));
    }
    return next;
  }

  private static Pin heldPin(Entry entry, Instant now) {
    return entry.pin() != null && entry.pin().holds(now) ? entry.pin() : null;
  }

  private ServedTable served(TableSpec table, RouteBook book) {
    String database = Look.database(context, book);
    return ServedTable.of(table, database.isEmpty() ? Optional.empty() : Optional.of(database));
  }

  private String pipeline() {
    return context.pipeline().name();
  }
}
