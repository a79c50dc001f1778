package dev.plumbline.stores.postgres;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.digest.SessionFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One state of a database, which any number of sessions read until it is closed. */
public final class PostgresSnapshot implements AutoCloseable {
  private final Connection connection;
  private final Sessions readers;

  private PostgresSnapshot(Connection connection, Sessions readers) {
    this.connection = connection;
    this.readers = readers;
  }

  /**
   * @throws SourceException when the server cannot be reached, or gives no snapshot
   */
  public static PostgresSnapshot open(PostgresSessions sessions) {
    Connection connection = sessions.open();
    try {
      return new PostgresSnapshot(connection, new Sessions(sessions, export(connection)));
    } catch (SQLException e) {
      SourceException failure =
          new SourceException(
              "Cannot take a snapshot of " + sessions.endpoint() + ": " + e.getMessage(), e);
      try {
        connection.close();
      } catch (SQLException suppressed) {
        failure.addSuppressed(suppressed);
      }
      throw failure;
    }
  }

  private static String export(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // It waits while others read.
      statement.execute("SET idle_in_transaction_session_timeout TO 0");
      begin(connection);
      try (ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private static void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
  }

  /** The session that holds the snapshot, which sees it too. */
  public Connection connection() {
    return connection;
  }

  /** Opens sessions that see the snapshot. Travels to executors. */
  public SessionFactory readers() {
    return readers;
  }

  /** Lets the snapshot go; sessions that have begun to read it go on. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot close the session on " + readers.sessions().endpoint() + ": " + e.getMessage(),
          e);
    }
  }

  private record Sessions(PostgresSessions sessions, String snapshot) implements SessionFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean inSnapshot() {
      return true;
    }

    @Override
    public Connection open() throws SQLException {
      Connection connection = sessions.open();
      try {
        begin(connection);
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
        }
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
  }
}
