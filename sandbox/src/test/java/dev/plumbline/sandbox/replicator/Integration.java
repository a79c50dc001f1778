package dev.plumbline.sandbox.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** One source database under an integration of its own, for one test. */
public final class Integration implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Landscape landscape = Landscape.shared();
  private final String database;
  private final ReplicatorConfig config;
  private final Connection source;
  private final Connection warehouse;
  private ZeroEtlReplicator replicator;

  public Integration() throws SQLException {
    int number = NUMBER.incrementAndGet();
    database = "shop" + number;
    config =
        landscape.config(
            UUID.randomUUID().toString(), "zeroetl" + number, "include: " + database + ".*");
    source = landscape.connectSource();
    warehouse = landscape.connectWarehouse();
    run("create database " + database);
    source.setCatalog(database);
    run("set time_zone = '+00:00'");
  }

  public Integration start() {
    replicator = ZeroEtlReplicator.start(config);
    return this;
  }

  public void stop() {
    if (replicator != null) {
      replicator.close();
      replicator = null;
    }
  }

  public ZeroEtlReplicator replicator() {
    return replicator;
  }

  public ReplicatorConfig config() {
    return config;
  }

  public String database() {
    return database;
  }

  public Connection source() {
    return source;
  }

  /** Another connection to the source's database. */
  public Connection connect() throws SQLException {
    Connection connection = landscape.connectSource();
    connection.setCatalog(database);
    return connection;
  }

  /** Runs statements at the source, each in a transaction of its own unless they say otherwise. */
  public Integration run(String... statements) throws SQLException {
    try (Statement statement = source.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
    return this;
  }

  public Integration catchUp() {
    assertThat(replicator.awaitCaughtUp(PATIENCE))
        .as("caught up: %s", replicator.status())
        .isTrue();
    return this;
  }

  public TableState state(String table) {
    return replicator.status().tables().get(new TableName(database, table));
  }

  public void awaitState(String table, TableState state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(state(table)).isEqualTo(state));
  }

  /** The replica's quoted name in PostgreSQL. */
  public String replica(String table) {
    return "\"" + config.targetDatabase() + "$" + database + "\".\"" + table + "\"";
  }

  public List<List<String>> warehouse(String sql) throws SQLException {
    return query(warehouse, sql);
  }

  public List<List<String>> source(String sql) throws SQLException {
    return query(source, sql);
  }

  private static List<List<String>> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      ResultSetMetaData columns = rows.getMetaData();
      List<List<String>> result = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        result.add(row);
      }
      return result;
    }
  }

  public String warehouseValue(String sql) throws SQLException {
    return warehouse(sql).get(0).get(0);
  }

  /** Whether the table has the same rows on both sides, compared column by column as text. */
  public void assertEqual(String table) throws SQLException {
    List<String> columns =
        source(
                "select column_name from information_schema.columns where table_schema = '%s'"
                        .formatted(database)
                    + " and table_name = '%s' order by ordinal_position".formatted(table))
            .stream()
            .map(row -> row.get(0))
            .toList();
    String list = String.join(", ", columns);
    String order = columns.size() == 1 ? " order by 1" : " order by 1, 2";
    List<List<String>> expected = source("select " + list + " from " + table + order);
    assertThat(warehouse("select " + list + " from " + replica(table) + order))
        .as(table)
        .isEqualTo(expected);
    assertThat(
            warehouseValue(
                "select table_rows from sandbox.integration_table where integration_id = '"
                    + config.integrationId()
                    + "' and table_name = '"
                    + table
                    + "'"))
        .as("table_rows of %s", table)
        .isEqualTo(String.valueOf(expected.size()));
  }

  /** All states that the table has gone through, in order. */
  public List<String> history(String table) throws SQLException {
    return warehouse(
            "select new_state from sandbox.integration_table_state_change where integration_id = '"
                + config.integrationId()
                + "' and table_name = '"
                + table
                + "' order by id")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  public String reason(String table) throws SQLException {
    return warehouseValue(
        "select reason from sandbox.integration_table where integration_id = '"
            + config.integrationId()
            + "' and table_name = '"
            + table
            + "'");
  }

  @Override
  public void close() throws SQLException {
    stop();
    run("drop database if exists " + database);
    source.close();
    warehouse.close();
  }
}
