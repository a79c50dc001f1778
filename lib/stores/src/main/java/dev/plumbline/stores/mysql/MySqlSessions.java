package dev.plumbline.stores.mysql;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.aws.Secrets;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Opens read-only sessions whose every setting that could change a value is pinned: time zone, SQL
 * mode, character set, isolation, protocol. Travels to executors.
 *
 * <p>Uses what Connector/J 8.0.33 and 9.7.0 have in common.
 *
 * @param endpoint the endpoint's name, for messages
 */
public record MySqlSessions(String endpoint, JdbcAccess access, Secrets secrets)
    implements Serializable {
  private static final String DRIVER = "com.mysql.cj.jdbc.Driver";

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
    String user = access.login().user();
    try {
      Class.forName(DRIVER);
      Connection connection = DriverManager.getConnection(access.url(), properties(user));
      try {
        pin(connection);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException | ClassNotFoundException e) {
      throw new SourceException(
          "Cannot connect to "
              + endpoint
              + " ("
              + shownUrl()
              + ") as user "
              + user
              + ": "
              + firstLine(e.getMessage()),
          e);
    }
  }

  /** The address without the parameters that may follow it. */
  private String shownUrl() {
    int query = access.url().indexOf('?');
    return query < 0 ? access.url() : access.url().substring(0, query);
  }

  private Properties properties(String user) {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("socketTimeout", "600000");
    properties.setProperty("tcpKeepAlive", "true");
    properties.putAll(access.properties());
    properties.setProperty("user", user);
    properties.setProperty("password", secrets.password(access).reveal());
    properties.setProperty("allowPublicKeyRetrieval", "false");
    properties.setProperty("allowLoadLocalInfile", "false");
    properties.setProperty("allowUrlInLocalInfile", "false");
    properties.setProperty("autoDeserialize", "false");
    properties.setProperty("characterEncoding", "UTF-8");
    // The server converts all text to this; otherwise each column comes in a charset of its own.
    properties.setProperty("characterSetResults", "UTF-8");
    properties.setProperty("connectionTimeZone", "UTC");
    // FLOAT is exact in the binary protocol only, so a silent fallback to text must not happen.
    properties.setProperty("useServerPrepStmts", "true");
    properties.setProperty("emulateUnsupportedPstmts", "false");
    properties.setProperty("useCursorFetch", "false");
    properties.setProperty("yearIsDateType", "false");
    properties.setProperty("tinyInt1isBit", "false");
    return properties;
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

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.strip().lines().findFirst().orElse("");
  }
}
