package dev.plumbline.stores.mysql;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.aws.Secrets;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Opens read-only sessions whose every setting that could change a value is pinned: time zone, SQL
 * mode, character set, isolation, protocol. Travels to executors.
 *
 * @param endpoint the endpoint's name, for messages
 */
public record MySqlSessions(String endpoint, JdbcAccess access, Secrets secrets)
    implements Serializable {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          // The server converts all text to this; otherwise each column comes in a charset of its
          // own.
          "characterSetResults", "UTF-8",
          // FLOAT is exact in the binary protocol only, so a silent fallback to text must not
          // happen.
          "useServerPrepStmts", "true",
          "emulateUnsupportedPstmts", "false",
          "useCursorFetch", "false",
          "yearIsDateType", "false",
          "tinyInt1isBit", "false");

  /** Sessions of the account that may only read. */
  public static MySqlSessions reading(Endpoint.MySql endpoint, Secrets secrets) {
    return new MySqlSessions(endpoint.name(), endpoint.reader(), secrets);
  }

  /**
   * Opens a session: UTC, utf8mb4, read-only, REPEATABLE READ, autocommit on, binary protocol for
   * prepared statements.
   *
   * @throws SourceException when the server cannot be reached or refuses the account
   */
  public Connection open() {
    return MySqlConnector.open(endpoint, access, secrets, PROPERTIES, MySqlSessions::pin);
  }

  private static void pin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET NAMES utf8mb4");
      // Without PAD_CHAR_TO_FULL_LENGTH, ANSI_QUOTES and NO_BACKSLASH_ESCAPES, whatever the server
      // says.
      statement.execute(
          "SET SESSION time_zone = '+00:00',"
              + " sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'");
      statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
  }
}
