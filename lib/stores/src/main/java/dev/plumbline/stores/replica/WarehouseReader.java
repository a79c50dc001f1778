package dev.plumbline.stores.replica;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.preflight.WarehouseFacts;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.redshift.RedshiftErrors;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import dev.plumbline.stores.redshift.RelationName;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Asks a warehouse what the jobs' account may do there and what it sees of the integration. */
public final class WarehouseReader {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Endpoint.Redshift warehouse;
  private final Clock clock;

  public WarehouseReader(Endpoint.Redshift warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /**
   * Never fails: a warehouse that does not answer is a finding, too.
   *
   * @param tables those that the integration should have
   */
  public WarehouseFacts read(Secrets secrets, Collection<TableName> tables) {
    String user = warehouse.access().login().user();
    try (RedshiftSession session = RedshiftSessions.of(warehouse, secrets, PATIENCE).open()) {
      String database = text(session, "SELECT current_database() AS value").orElse("");
      Optional<ReplicaReport> replica =
          warehouse
              .integrationDatabase()
              .map(name -> ReplicaHealth.read(session, name, tables, clock).report());
      return new WarehouseFacts(
          warehouse.name(),
          user,
          database,
          Optional.empty(),
          caseSensitive(session),
          text(
                  session,
                  "SELECT CASE WHEN has_database_privilege(current_database(), 'CREATE')"
                      + " THEN 'yes' ELSE 'no' END AS value")
              .map("yes"::equals),
          replica,
          replica.flatMap(report -> unreadable(session, report)));
    } catch (PlumblineException e) {
      return WarehouseFacts.silent(warehouse.name(), user, e.getMessage());
    } catch (SQLException e) {
      return WarehouseFacts.silent(warehouse.name(), user, RedshiftErrors.text(e));
    }
  }

  /** What a session has that sets nothing; this one is put back afterwards. */
  private static Optional<Boolean> caseSensitive(RedshiftSession session) throws SQLException {
    session.execute("RESET enable_case_sensitive_identifier");
    Optional<Boolean> on =
        session
            .first("SHOW enable_case_sensitive_identifier")
            .flatMap(row -> row.text("enable_case_sensitive_identifier"))
            .map(value -> value.equals("on") || value.equals("true"));
    session.execute("SET enable_case_sensitive_identifier TO true");
    return on;
  }

  private static Optional<String> text(RedshiftSession session, String sql) throws SQLException {
    return session.first(sql).flatMap(row -> row.text("value"));
  }

  /** Tries one table that should be readable. */
  private static Optional<String> unreadable(RedshiftSession session, ReplicaReport report) {
    Optional<TableState> synced =
        report.tables().stream().filter(table -> table.state().equals("Synced")).findFirst();
    if (synced.isEmpty()) {
      return Optional.empty();
    }
    RelationName name =
        RelationName.of(report.database(), synced.get().schema(), synced.get().table());
    try {
      session.first("SELECT 1 AS value FROM " + name.sql() + " LIMIT 1");
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of("cannot read " + name + ": " + RedshiftErrors.text(e));
    }
  }
}
