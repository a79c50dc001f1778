package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * Writes what SYS_INTEGRATION_ACTIVITY and SYS_INTEGRATION_TABLE_ACTIVITY show, within the caller's
 * transaction.
 */
public final class ActivityStore {
  private final Sql sql;
  private final String integrationId;
  private final String database;

  public ActivityStore(Connection connection, String integrationId, String database) {
    this.sql = new Sql(connection);
    this.integrationId = integrationId;
    this.database = database;
  }

  /** How changes reached the replicas. */
  public enum Kind {
    SNAPSHOT,
    CDC
  }

  /**
   * One completed step.
   *
   * @param from where it began
   * @param to where it ended
   * @param startedAt when work on it began
   * @param endedAt when it was done
   */
  public record Step(
      Kind kind, BinlogPosition from, Checkpoint to, Instant startedAt, Instant endedAt) {
    String name() {
      return to.nameSince(from);
    }
  }

  public void record(Step step, Map<TableName, TableCounts> tables) throws SQLException {
    long bytes = tables.values().stream().mapToLong(TableCounts::bytes).sum();
    sql.update(
        "insert into sandbox.integration_activity (integration_id, target_database, source, checkpoint_name,"
            + " checkpoint_type, checkpoint_bytes, last_commit_timestamp, modified_tables,"
            + " integration_start_time, integration_end_time) values (?, ?, 'MySQL', ?, ?, ?, ?, ?, ?, ?)",
        integrationId,
        database,
        step.name(),
        step.kind() == Kind.CDC ? "cdc" : "snapshot",
        bytes,
        step.to().committedAt(),
        tables.size(),
        step.startedAt(),
        step.endedAt());
    for (Map.Entry<TableName, TableCounts> table : tables.entrySet()) {
      record(step, table.getKey(), table.getValue());
    }
  }

  private void record(Step step, TableName table, TableCounts counts) throws SQLException {
    sql.update(
        "insert into sandbox.integration_table_activity (integration_id, checkpoint_name, target_database,"
            + " schema_name, table_name, table_id, record_time, transaction_id, inserted_rows, deleted_rows,"
            + " updated_rows, bytes_ingested) values (?, ?, ?, ?, ?, to_regclass(?)::oid::bigint::integer,"
            + " ?, ?, ?, ?, ?, ?)",
        integrationId,
        step.name(),
        database,
        table.schema(),
        table.table(),
        new ReplicaNames(database).table(table),
        step.endedAt(),
        step.to().transactionId(),
        counts.inserted(),
        counts.deleted(),
        counts.updated(),
        counts.bytes());
  }

  /** Moves a table's row count and checkpoint on. */
  public void advance(TableName table, Checkpoint checkpoint, long rows, Instant now)
      throws SQLException {
    sql.update(
        "update sandbox.integration_table set table_rows = ?, table_last_replicated_checkpoint = ?,"
            + " last_updated_timestamp = ?, table_size = (pg_total_relation_size(to_regclass(?)) + 1048575) / 1048576"
            + " where integration_id = ? and schema_name = ? and table_name = ?",
        rows,
        checkpoint.json(),
        now,
        new ReplicaNames(database).table(table),
        integrationId,
        table.schema(),
        table.table());
  }

  /** Moves the integration's checkpoint on. */
  public void advance(Checkpoint checkpoint, boolean applied, Instant now) throws SQLException {
    sql.update(
        "update sandbox.integration set last_replicated_checkpoint = ?,"
            + " latest_applied_change_time = case when ? then ? else latest_applied_change_time end,"
            + " latest_shipped_source_commit_time = coalesce(?, latest_shipped_source_commit_time)"
            + " where integration_id = ?",
        checkpoint.json(),
        applied,
        now,
        checkpoint.committedAt(),
        integrationId);
  }
}
