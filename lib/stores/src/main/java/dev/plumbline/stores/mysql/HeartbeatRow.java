package dev.plumbline.stores.mysql;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.aws.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The one row that a comparison writes, by an account of its own, into a table that was made for
 * it: {@code (id INT PRIMARY KEY, beaten_at TIMESTAMP(6) NULL)}.
 */
public record HeartbeatRow(String endpoint, Endpoint.Heartbeat heartbeat, Secrets secrets) {
  /**
   * Writes the row: a commit, whatever it held before.
   *
   * @throws SourceException when the table is not there or the account may not write to it
   */
  public void beat() {
    TableName table = heartbeat.table();
    try (Connection connection =
            new MySqlWriterSessions(endpoint, heartbeat.access(), secrets).open();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO "
              + MySqlDialect.quote(table)
              + " (id, beaten_at) VALUES (1, UTC_TIMESTAMP(6))"
              + " ON DUPLICATE KEY UPDATE beaten_at = VALUES(beaten_at)");
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot write the heartbeat into " + endpoint + " " + table + ": " + e.getMessage(), e);
    }
  }
}
