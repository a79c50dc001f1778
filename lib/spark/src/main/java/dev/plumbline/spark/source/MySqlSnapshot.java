package dev.plumbline.spark.source;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A session in whose one transaction all queries see the rows of one moment; one at a time. */
final class MySqlSnapshot implements AutoCloseable {
  private final String endpoint;
  private final Connection connection;

  private MySqlSnapshot(String endpoint, Connection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /**
   * Of the present moment.
   *
   * @throws SourceException when the source fails
   */
  static MySqlSnapshot open(MySqlSessions sessions) {
    MySqlSnapshot snapshot = new MySqlSnapshot(sessions.endpoint(), sessions.open());
    try (Statement statement = snapshot.connection.createStatement()) {
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      return snapshot;
    } catch (SQLException e) {
      snapshot.close();
      throw new SourceException(
          "Cannot open a snapshot of " + sessions.endpoint() + ": " + e.getMessage(), e);
    }
  }

  /** Prepares a query whose rows are streamed. */
  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(
        sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
  }

  /** Breaks off: closing a result that is still being streamed would read it to its end. */
  void abort() throws SQLException {
    connection.abort(Runnable::run);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SourceException("Cannot close a session of " + endpoint + ": " + e.getMessage(), e);
    }
  }
}
