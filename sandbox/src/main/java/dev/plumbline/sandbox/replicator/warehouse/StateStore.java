package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import dev.plumbline.sandbox.replicator.warehouse.StoredTable.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the warehouse keeps of one integration: its tables and their states, and how far the binlog
 * is applied. Works within the transaction of its connection.
 */
public final class StateStore {
  private static final int MAX_REASON = 256;
  private static final List<String> SCRIPTS =
      List.of("/dev/plumbline/sandbox/zero-etl.sql", "/dev/plumbline/sandbox/replicator.sql");

  private final Connection connection;
  private final Sql sql;
  private final String integrationId;
  private final String database;
  private final Clock clock;

  /**
   * A store for one integration.
   *
   * @param database the integration database
   */
  public StateStore(Connection connection, String integrationId, String database, Clock clock) {
    this.connection = connection;
    this.sql = new Sql(connection);
    this.integrationId = integrationId;
    this.database = database;
    this.clock = clock;
  }

  /** Makes the tables that are not there, and the integration's own row. */
  public void install() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // One at a time: "if not exists" alone does not keep two sessions from making the same table.
      statement.execute("select pg_advisory_xact_lock(hashtext('sandbox.install'))");
      for (String script : SCRIPTS) {
        statement.execute(resource(script));
      }
    }
    sql.update(
        "insert into sandbox.integration (integration_id, target_database, source, state, creation_time)"
            + " values (?, ?, 'MySQL', ?, ?) on conflict (integration_id) do nothing",
        integrationId,
        database,
        IntegrationState.SCHEMA_DISCOVERY.label(),
        clock.instant());
  }

  private static String resource(String name) {
    try (InputStream stream = StateStore.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }

  /** Where to go on; empty before the first start. */
  public Optional<Checkpoint> checkpoint() throws SQLException {
    return sql
        .query(
            row ->
                new Checkpoint(
                    new BinlogPosition(row.getString("file"), row.getLong("pos")),
                    Sql.instant(row, "commit_time"),
                    row.getLong("txn_seq"),
                    row.getLong("txn_id")),
            "select * from sandbox.replica_position where integration_id = ?",
            integrationId)
        .stream()
        .findFirst();
  }

  public void saveCheckpoint(Checkpoint checkpoint) throws SQLException {
    sql.update(
        "insert into sandbox.replica_position (integration_id, file, pos, commit_time, txn_seq, txn_id)"
            + " values (?, ?, ?, ?, ?, ?) on conflict (integration_id) do update set file = excluded.file,"
            + " pos = excluded.pos, commit_time = excluded.commit_time, txn_seq = excluded.txn_seq,"
            + " txn_id = excluded.txn_id",
        integrationId,
        checkpoint.position().file(),
        checkpoint.position().offset(),
        checkpoint.committedAt(),
        checkpoint.transactionSequence(),
        checkpoint.transactionId());
  }

  public Settings settings() throws SQLException {
    return sql.query(
            row ->
                new Settings(
                    Duration.ofSeconds(row.getInt("refresh_interval")),
                    row.getBoolean("query_all_states"),
                    row.getBoolean("truncatecolumns"),
                    row.getBoolean("acceptinvchars")),
            "select * from sandbox.integration where integration_id = ?",
            integrationId)
        .get(0);
  }

  public void saveSettings(Settings settings) throws SQLException {
    sql.update(
        "update sandbox.integration set refresh_interval = ?, query_all_states = ?, truncatecolumns = ?,"
            + " acceptinvchars = ? where integration_id = ?",
        (int) settings.refreshInterval().toSeconds(),
        settings.queryAllStates(),
        settings.truncateColumns(),
        settings.acceptInvalidCharacters(),
        integrationId);
  }

  public void saveState(IntegrationState state) throws SQLException {
    sql.update(
        "update sandbox.integration set state = ? where integration_id = ? and state <> ?",
        state.label(),
        integrationId,
        state.label());
  }

  /** Records how far behind the source the replicas are, and when it was last seen to change. */
  public void saveLag(Duration lag, Instant detectedAt) throws SQLException {
    sql.update(
        "update sandbox.integration set current_lag_ms = ?,"
            + " latest_detected_change_time = coalesce(?, latest_detected_change_time)"
            + " where integration_id = ?",
        lag.toMillis(),
        detectedAt,
        integrationId);
  }

  /** The tables of the integration, those that were deleted left out. */
  public List<StoredTable> tables() throws SQLException {
    return sql.query(
        StateStore::storedTable,
        "select r.*, t.table_state, coalesce(r.seed_rows, t.table_rows, 0) as rows from sandbox.replica_table r"
            + " join sandbox.integration_table t using (integration_id, schema_name, table_name)"
            + " where integration_id = ? order by schema_name, table_name",
        integrationId);
  }

  private static StoredTable storedTable(ResultSet row) throws SQLException {
    TableName name = new TableName(row.getString("schema_name"), row.getString("table_name"));
    String columns = row.getString("columns");
    String seedFile = row.getString("seed_file");
    return new StoredTable(
        name,
        Phase.valueOf(row.getString("phase")),
        TableState.of(row.getString("table_state")),
        seedFile == null ? null : new BinlogPosition(seedFile, row.getLong("seed_pos")),
        columns == null ? null : ColumnsJson.read(name, columns),
        row.getBoolean("healed_by_source"),
        row.getLong("rows"));
  }

  /** The table as it is kept; empty when the integration does not know it. */
  public Optional<StoredTable> table(TableName table) throws SQLException {
    return tables().stream().filter(stored -> stored.name().equals(table)).findFirst();
  }

  /**
   * Records that a snapshot of the table has to be taken.
   *
   * @return the number by which the snapshot proves to be the newest one asked for
   */
  public long saveSeeding(TableName table) throws SQLException {
    return sql.query(
            row -> row.getLong(1),
            "insert into sandbox.replica_table (integration_id, schema_name, table_name, phase, attempt)"
                + " values (?, ?, ?, ?, 1) on conflict (integration_id, schema_name, table_name)"
                + " do update set phase = excluded.phase, attempt = replica_table.attempt + 1"
                + " returning attempt",
            integrationId,
            table.schema(),
            table.table(),
            Phase.SEEDING.name())
        .get(0);
  }

  /** Records that changes of the table are ignored from now on. */
  public void saveStopped(TableName table, boolean healedBySource) throws SQLException {
    sql.update(
        "insert into sandbox.replica_table (integration_id, schema_name, table_name, phase, healed_by_source)"
            + " values (?, ?, ?, ?, ?) on conflict (integration_id, schema_name, table_name)"
            + " do update set phase = excluded.phase, attempt = replica_table.attempt + 1,"
            + " healed_by_source = excluded.healed_by_source",
        integrationId,
        table.schema(),
        table.table(),
        Phase.STOPPED.name(),
        healedBySource);
  }

  /**
   * Records that a table is live since a snapshot.
   *
   * @param attempt the number that {@link #saveSeeding} gave
   * @param position where the snapshot was taken
   * @param rows rows that were read
   * @return false when another snapshot has been asked for since
   */
  public boolean saveSeed(SourceTable table, long attempt, BinlogPosition position, long rows)
      throws SQLException {
    return sql.update(
            "update sandbox.replica_table set phase = ?, seed_file = ?, seed_pos = ?, seed_rows = ?,"
                + " columns = ? where integration_id = ? and schema_name = ? and table_name = ?"
                + " and phase = ? and attempt = ?",
            Phase.LIVE.name(),
            position.file(),
            position.offset(),
            rows,
            ColumnsJson.write(table),
            integrationId,
            table.name().schema(),
            table.name().table(),
            Phase.SEEDING.name(),
            attempt)
        == 1;
  }

  /**
   * Has the views show the rows of the table's snapshot. What snapshots write must not touch what
   * the views show.
   */
  public void showSeed(TableName table, long rows) throws SQLException {
    sql.update(
        "update sandbox.integration_table set table_rows = ?"
            + " where integration_id = ? and schema_name = ? and table_name = ?",
        rows,
        integrationId,
        table.schema(),
        table.table());
    sql.update(
        "update sandbox.replica_table set seed_rows = null"
            + " where integration_id = ? and schema_name = ? and table_name = ?",
        integrationId,
        table.schema(),
        table.table());
  }

  public void saveColumns(SourceTable table) throws SQLException {
    sql.update(
        "update sandbox.replica_table set columns = ?"
            + " where integration_id = ? and schema_name = ? and table_name = ?",
        ColumnsJson.write(table),
        integrationId,
        table.name().schema(),
        table.name().table());
  }

  /** Forgets a table; what the views show of it stays. */
  public void remove(TableName table) throws SQLException {
    sql.update(
        "delete from sandbox.replica_table where integration_id = ? and schema_name = ? and table_name = ?",
        integrationId,
        table.schema(),
        table.table());
  }

  /** Records a new state of a table, with its reason, for both views. */
  public void saveState(TableName table, TableState state, String reason, String checkpoint)
      throws SQLException {
    String shown =
        reason == null || reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
    Instant now = clock.instant();
    sql.update(
        "insert into sandbox.integration_table (integration_id, schema_name, table_name, table_state,"
            + " table_last_replicated_checkpoint, reason, last_updated_timestamp) values (?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (integration_id, schema_name, table_name) do update set"
            + " table_state = excluded.table_state, reason = excluded.reason,"
            + " table_last_replicated_checkpoint = coalesce(excluded.table_last_replicated_checkpoint,"
            + " integration_table.table_last_replicated_checkpoint),"
            + " last_updated_timestamp = excluded.last_updated_timestamp",
        integrationId,
        table.schema(),
        table.table(),
        state.label(),
        checkpoint,
        shown,
        now);
    sql.update(
        "insert into sandbox.integration_table_state_change (integration_id, database_name, schema_name,"
            + " table_name, new_state, table_last_replicated_checkpoint, state_change_reason, record_time)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
        integrationId,
        database,
        table.schema(),
        table.table(),
        state.label(),
        checkpoint,
        shown,
        now);
  }
}
