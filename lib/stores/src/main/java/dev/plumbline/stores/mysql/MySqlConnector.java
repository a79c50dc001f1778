package dev.plumbline.stores.mysql;

import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.aws.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * Opens sessions that are set up before anybody has them.
 *
 * <p>Uses what Connector/J 8.0.33 and 9.7.0 have in common.
 */
final class MySqlConnector {
  private static final String DRIVER = "com.mysql.cj.jdbc.Driver";

  private MySqlConnector() {}

  /** Pins what the server or the account could have otherwise. */
  @FunctionalInterface
  interface SetUp {
    void apply(Connection connection) throws SQLException;
  }

  /**
   * Opens a session.
   *
   * @param endpoint its name, for messages
   * @param properties of the driver, which nothing overrides
   * @throws SourceException when the server cannot be reached or refuses the account
   */
  static Connection open(
      String endpoint,
      JdbcAccess access,
      Secrets secrets,
      Map<String, String> properties,
      SetUp setUp) {
    String user = access.login().user();
    try {
      Class.forName(DRIVER);
      Connection connection =
          DriverManager.getConnection(access.url(), all(access, secrets, properties));
      try {
        setUp.apply(connection);
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
              + address(access)
              + ") as user "
              + user
              + ": "
              + firstLine(e.getMessage()),
          e);
    }
  }

  /** The address without the parameters that may follow it. */
  private static String address(JdbcAccess access) {
    int query = access.url().indexOf('?');
    return query < 0 ? access.url() : access.url().substring(0, query);
  }

  private static Properties all(
      JdbcAccess access, Secrets secrets, Map<String, String> properties) {
    Properties all = new Properties();
    all.setProperty("connectTimeout", "10000");
    all.setProperty("socketTimeout", "600000");
    all.setProperty("tcpKeepAlive", "true");
    all.putAll(access.properties());
    all.setProperty("user", access.login().user());
    all.setProperty("password", secrets.password(access).reveal());
    all.setProperty("allowPublicKeyRetrieval", "false");
    all.setProperty("allowLoadLocalInfile", "false");
    all.setProperty("allowUrlInLocalInfile", "false");
    all.setProperty("autoDeserialize", "false");
    all.setProperty("characterEncoding", "UTF-8");
    all.setProperty("connectionTimeZone", "UTC");
    all.putAll(properties);
    return all;
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.strip().lines().findFirst().orElse("");
  }
}
