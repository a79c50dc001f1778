package dev.plumbline.jobs.serve;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.route.Pin;
import dev.plumbline.core.route.TableFacts;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.ledger.Evidence;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RunRecords;
import dev.plumbline.stores.redshift.RedshiftErrors;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.RouteLedger;
import dev.plumbline.stores.redshift.RouteLedger.Switched;
import dev.plumbline.stores.redshift.SessionSource;
import dev.plumbline.stores.replica.ReplicaHealth;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Everything that is known of the tables of a pipeline at one moment.
 *
 * @param at when it was gathered
 * @param health empty where there is no integration, or Redshift did not answer
 * @param ledger the last switch of each table as Redshift has it; empty when it did not answer
 */
public record Look(
    Instant at,
    Optional<ReplicaReport> health,
    Optional<Map<String, Switched>> ledger,
    Map<String, Evidence> evidence) {
  /** So many runs are looked at for the last comparison of each table. */
  private static final int RUNS = 20;

  /** Begins to read the records on S3, to be done while Redshift is connected to and asked. */
  public static CompletableFuture<Map<String, Evidence>> begin(JobContext context) {
    return CompletableFuture.supplyAsync(() -> read(context));
  }

  /**
   * Looks with Redshift.
   *
   * @param records what {@link #begin} began
   */
  public static Look with(
      JobContext context,
      RedshiftSession session,
      String database,
      CompletableFuture<Map<String, Evidence>> records)
      throws SQLException {
    Optional<ReplicaReport> health =
        database.isEmpty()
            ? Optional.empty()
            : Optional.of(
                ReplicaHealth.read(
                        session,
                        database,
                        context.pipeline().tables().stream().map(TableSpec::source).toList(),
                        context.clock())
                    .report());
    Map<String, Switched> ledger = ledger(context, session);
    Map<String, Evidence> evidence = awaited(records);
    evidence.replaceAll((table, known) -> known.ofReplicaIn(database));
    return new Look(context.clock().instant(), health, Optional.of(ledger), evidence);
  }

  private static Map<String, Evidence> awaited(CompletableFuture<Map<String, Evidence>> records) {
    try {
      return records.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PlumblineException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Looks without Redshift: at the records on S3 alone. */
  public static Look without(JobContext context) {
    return new Look(context.clock().instant(), Optional.empty(), Optional.empty(), read(context));
  }

  private static Map<String, Switched> ledger(JobContext context, RedshiftSession session)
      throws SQLException {
    try {
      return RouteLedger.latest(session, context.pipeline().name());
    } catch (SQLException e) {
      if (RedshiftErrors.noSuchRelation(e)) {
        return Map.of();
      }
      throw e;
    }
  }

  private static Map<String, Evidence> read(JobContext context) {
    List<RunReport> runs =
        new RunRecords(context.store(), context.env().state())
            .latest(context.pipeline().name(), RUNS);
    Map<String, Evidence> evidence = new LinkedHashMap<>();
    for (TableSpec table : context.pipeline().tables()) {
      evidence.put(table.id(), Evidence.of(table, runs));
    }
    return evidence;
  }

  /** The facts on which the route of one table is decided. */
  TableFacts facts(TableSpec table, RouteBook book) {
    TableState state = state(table);
    Evidence known = evidence.get(table.id());
    Optional<Pin> pin =
        Optional.ofNullable(book.tables().get(table.id())).map(RouteBook.Entry::pin);
    return new TableFacts(
        table.id(),
        at,
        health.map(ReplicaReport::state).orElse(TableFacts.UNKNOWN),
        state.state(),
        state.reason(),
        health.map(ReplicaReport::lagMillis).filter(lag -> lag >= 0).map(Duration::ofMillis),
        known.replicaProof(),
        known.fallback(table),
        pin);
  }

  /** The state of the table in the integration. */
  TableState state(TableSpec table) {
    return health.stream()
        .flatMap(report -> report.tables().stream())
        .filter(state -> state.schema().equals(table.source().schema()))
        .filter(state -> state.table().equals(table.source().table()))
        .findFirst()
        .orElseGet(
            () ->
                new TableState(
                    table.source().schema(), table.source().table(), TableFacts.UNKNOWN, ""));
  }

  /** The integration's database: that of a maintenance, or that of the environment. */
  public static String database(JobContext context, RouteBook book) {
    return book.maintenance() != null && !book.maintenance().database().isEmpty()
        ? book.maintenance().database()
        : warehouse(context).integrationDatabase().orElse("");
  }

  /** Sessions that give up within seconds where the warehouse does not answer. */
  public static SessionSource quick(JobContext context) {
    Endpoint.Redshift warehouse = warehouse(context);
    Map<String, String> properties = new LinkedHashMap<>(warehouse.access().properties());
    properties.putIfAbsent("connectTimeout", "2");
    properties.putIfAbsent("loginTimeout", "5");
    Endpoint.JdbcAccess access =
        new Endpoint.JdbcAccess(warehouse.access().url(), warehouse.access().login(), properties);
    return RedshiftSessions.of(
        new Endpoint.Redshift(
            warehouse.name(),
            access,
            warehouse.iamRole(),
            warehouse.integrationDatabase(),
            warehouse.operator()),
        context.secrets(),
        Duration.ofSeconds(30));
  }

  /** The pipeline's warehouse. */
  public static Endpoint.Redshift warehouse(JobContext context) {
    return context.env().endpoint(context.pipeline().warehouse(), Endpoint.Redshift.class);
  }
}
