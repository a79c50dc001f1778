package dev.plumbline.sandbox;

import dev.plumbline.sandbox.replicator.ReplicatorConfig;
import dev.plumbline.sandbox.replicator.ZeroEtlReplicator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** The zero-ETL integration, which can be deleted and made anew. Thread-safe. */
final class Integration implements AutoCloseable {
  private ReplicatorConfig config;
  private ZeroEtlReplicator replicator;

  private Integration(ReplicatorConfig config) {
    this.config = config;
    this.replicator = ZeroEtlReplicator.start(config);
  }

  /** Starts it, or goes on where it stopped. */
  static Integration start(ReplicatorConfig config) {
    return new Integration(config);
  }

  synchronized ZeroEtlReplicator replicator() {
    return replicator;
  }

  /**
   * Deletes the integration and makes one of another id into another database, as after a
   * blue/green switch. The endpoints file goes on naming the first, and so does the next start of
   * the sandbox.
   *
   * @return the new one's id
   */
  synchronized String rebuild(String database) {
    replicator.close();
    delete();
    config =
        new ReplicatorConfig(
            config.source(),
            config.warehouse(),
            UUID.randomUUID().toString(),
            database,
            config.dataFilter());
    replicator = ZeroEtlReplicator.start(config);
    return config.integrationId();
  }

  /** What a deleted integration shows in no view any more; its tables go with its database. */
  private void delete() {
    ReplicatorConfig.Warehouse warehouse = config.warehouse();
    String id = "'" + UUID.fromString(config.integrationId()) + "'";
    try (Connection connection =
            DriverManager.getConnection(warehouse.url(), warehouse.user(), warehouse.password());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          """
          do $$ declare s name; begin
            for s in select nspname from pg_namespace where starts_with(nspname, '%s$') loop
              execute format('drop schema %%I cascade', s);
            end loop;
          end $$"""
              .formatted(config.targetDatabase().replace("'", "''")));
      statement.execute("delete from sandbox.integration_table where integration_id = " + id);
      statement.execute("delete from sandbox.integration where integration_id = " + id);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot delete the integration: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    replicator.close();
  }
}
