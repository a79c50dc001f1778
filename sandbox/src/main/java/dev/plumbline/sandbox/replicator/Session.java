package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.source.Examination;
import dev.plumbline.sandbox.replicator.source.SourceCatalog;
import dev.plumbline.sandbox.replicator.warehouse.ActivityStore;
import dev.plumbline.sandbox.replicator.warehouse.ReplicaNames;
import dev.plumbline.sandbox.replicator.warehouse.ReplicaWriter;
import dev.plumbline.sandbox.replicator.warehouse.Spool;
import dev.plumbline.sandbox.replicator.warehouse.StateStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Properties;

/**
 * One connection to the warehouse, without autocommit, with all that writes over it, and one to the
 * source's catalog. Used by one thread.
 */
final class Session implements AutoCloseable {
  private final ReplicatorConfig config;
  private final Connection warehouse;
  private final StateStore store;
  private final ActivityStore activity;
  private final Spool spool;
  private final ReplicaWriter writer;
  private Connection source;

  private Session(ReplicatorConfig config, Connection warehouse, Clock clock) {
    this.config = config;
    this.warehouse = warehouse;
    store = new StateStore(warehouse, config.integrationId(), config.targetDatabase(), clock);
    activity = new ActivityStore(warehouse, config.integrationId(), config.targetDatabase());
    spool = new Spool(warehouse, config.integrationId());
    writer = new ReplicaWriter(warehouse, new ReplicaNames(config.targetDatabase()));
  }

  static Session open(ReplicatorConfig config, String name, Clock clock) throws SQLException {
    return new Session(config, connect(config.warehouse(), name), clock);
  }

  private static Connection connect(ReplicatorConfig.Warehouse warehouse, String name)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", warehouse.user());
    properties.setProperty("password", warehouse.password());
    properties.setProperty("ApplicationName", "replicator-" + name);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("tcpKeepAlive", "true");
    Connection connection = DriverManager.getConnection(warehouse.url(), properties);
    connection.setAutoCommit(false);
    return connection;
  }

  StateStore store() {
    return store;
  }

  ActivityStore activity() {
    return activity;
  }

  Spool spool() {
    return spool;
  }

  ReplicaWriter writer() {
    return writer;
  }

  Connection warehouse() {
    return warehouse;
  }

  /** A connection to the source that stays open. */
  Connection source() throws SQLException {
    if (source == null || !source.isValid(5)) {
      source = config.source().connect();
    }
    return source;
  }

  /** What the source's catalog says about the table now. */
  Examination examine(TableName table) throws SQLException {
    return new SourceCatalog(source()).examine(table);
  }

  void commit() throws SQLException {
    warehouse.commit();
  }

  void rollback() throws SQLException {
    warehouse.rollback();
  }

  @Override
  public void close() {
    Closing.quietly(source);
    Closing.quietly(warehouse);
  }
}
