package dev.plumbline.stores.replica;

import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.redshift.RedshiftDialect;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Orders zero-ETL to copy a table anew, and reads in the integration's history what became of it:
 * {@code SYS_INTEGRATION_TABLE_STATE_CHANGE} has a row for each change of a table's state.
 */
public final class IntegrationRefresh {
  private static final String CHANGES =
      "SELECT new_state, state_change_reason, record_time FROM sys_integration_table_state_change"
          + " WHERE TRIM(schema_name) = ? AND TRIM(table_name) = ? AND record_time >= ? ORDER BY"
          + " record_time";
  private static final String SYNCED = "Synced";

  private IntegrationRefresh() {}

  /**
   * Gives the order; it needs a superuser, the database's owner, or ALTER on the database (ALTER
   * DATABASE, Redshift guide), and no transaction.
   */
  public static void order(RedshiftSession operator, String database, TableName table)
      throws SQLException {
    operator.execute(
        "ALTER DATABASE "
            + RedshiftDialect.quote(database)
            + " INTEGRATION REFRESH TABLE "
            + RedshiftDialect.quote(table.schema())
            + "."
            + RedshiftDialect.quote(table.table()));
  }

  /** Whether the table has been copied anew, or is being, since that instant. */
  public static boolean begun(RedshiftSession session, TableName table, Instant since)
      throws SQLException {
    return changes(session, table, since).stream().anyMatch(IntegrationRefresh::resyncs);
  }

  /** Whether it was copied anew since that instant and can be read again. */
  public static boolean ended(RedshiftSession session, TableName table, Instant since)
      throws SQLException {
    List<Row> changes = changes(session, table, since);
    return changes.stream().anyMatch(IntegrationRefresh::resyncs)
        && state(changes.get(changes.size() - 1)).equals(SYNCED);
  }

  /** Why it failed after it was ordered; empty where it did not. */
  public static Optional<String> failure(RedshiftSession session, TableName table, Instant since)
      throws SQLException {
    List<Row> changes = changes(session, table, since);
    if (changes.stream().noneMatch(IntegrationRefresh::resyncs)) {
      return Optional.empty();
    }
    Row last = changes.get(changes.size() - 1);
    return state(last).equals("Failed")
        ? Optional.of(last.text("state_change_reason").orElse("no reason is given"))
        : Optional.empty();
  }

  /** How long the last copy of the table took; empty when none is known. */
  public static Optional<Duration> lastTook(RedshiftSession session, TableName table)
      throws SQLException {
    Optional<Duration> took = Optional.empty();
    Instant begun = null;
    for (Row row : changes(session, table, Instant.EPOCH)) {
      Optional<Instant> at = row.instant("record_time");
      if (resyncs(row)) {
        begun = begun == null ? at.orElse(null) : begun;
      } else if (state(row).equals(SYNCED) && begun != null && at.isPresent()) {
        took = Optional.of(Duration.between(begun, at.get()));
        begun = null;
      }
    }
    return took;
  }

  /** Rows and megabytes of the replica's table, as the integration states them; -1 when unknown. */
  public static long[] size(RedshiftSession session, TableName table) throws SQLException {
    Optional<Row> row =
        session.first(
            "SELECT table_rows, table_size FROM svv_integration_table_state WHERE TRIM(schema_name)"
                + " = ? AND TRIM(table_name) = ?",
            table.schema(),
            table.table());
    return new long[] {
      row.flatMap(r -> r.number("table_rows")).orElse(-1L),
      row.flatMap(r -> r.number("table_size")).orElse(-1L)
    };
  }

  private static List<Row> changes(RedshiftSession session, TableName table, Instant since)
      throws SQLException {
    return session.query(CHANGES, table.schema(), table.table(), since);
  }

  private static boolean resyncs(Row row) {
    return state(row).startsWith("Resync");
  }

  private static String state(Row row) {
    return row.text("new_state").orElse("");
  }
}
