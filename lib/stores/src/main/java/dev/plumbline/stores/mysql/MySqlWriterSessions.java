package dev.plumbline.stores.mysql;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.aws.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Opens sessions that may write to a source. Only ingest uses them.
 *
 * <p>Uses what Connector/J 8.0.33 and 9.7.0 have in common.
 *
 * @param endpoint the endpoint's name, for messages
 */
public record MySqlWriterSessions(String endpoint, JdbcAccess access, Secrets secrets) {
  private static final String DRIVER = "com.mysql.cj.jdbc.Driver";

  /**
   * Sessions of the endpoint's writer account.
   *
   * @throws PlumblineException exit 2 when the endpoint has none
   */
  public static MySqlWriterSessions of(Endpoint.MySql endpoint, Secrets secrets) {
    JdbcAccess writer =
        endpoint
            .writer()
            .orElseThrow(
                () ->
                    new PlumblineException(
                        ExitCode.USAGE,
                        "Cannot ingest into endpoint '"
                            + endpoint.name()
                            + "': it has no 'writer' account"));
    return new MySqlWriterSessions(endpoint.name(), writer, secrets);
  }

  /**
   * Opens a session: UTC, utf8mb4, strict, READ COMMITTED, autocommit on.
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
              + address()
              + ") as user "
              + user
              + ": "
              + firstLine(e.getMessage()),
          e);
    }
  }

  private String address() {
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
    properties.setProperty("connectionTimeZone", "UTC");
    // A row that an upsert leaves as it was counts as 0 only under this flag.
    properties.setProperty("useAffectedRows", "true");
    // Values are escaped into one statement of many rows; the binary protocol has no such form.
    properties.setProperty("useServerPrepStmts", "false");
    properties.setProperty("allowMultiQueries", "false");
    return properties;
  }

  private static void pin(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET NAMES utf8mb4");
      statement.execute(
          "SET SESSION time_zone = '+00:00',"
              + " sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
              + " foreign_key_checks = 1, unique_checks = 1,"
              + " innodb_lock_wait_timeout = 20");
    }
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.strip().lines().findFirst().orElse("");
  }
}
