package dev.plumbline.stores.postgres;

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
 * Opens read-only sessions in UTC. Travels to executors.
 *
 * @param endpoint the endpoint's name, for messages
 */
public record PostgresSessions(String endpoint, JdbcAccess access, Secrets secrets)
    implements Serializable {
  private static final String DRIVER = "org.postgresql.Driver";

  public static PostgresSessions of(Endpoint.Postgres endpoint, Secrets secrets) {
    return new PostgresSessions(endpoint.name(), endpoint.access(), secrets);
  }

  /**
   * @throws SourceException when the server cannot be reached or refuses the account
   */
  public Connection open() {
    String url = access.url();
    try {
      Class.forName(DRIVER);
      Connection connection = DriverManager.getConnection(url, properties());
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
        statement.execute("SET TIME ZONE 'UTC'");
        statement.execute("SET DateStyle TO 'ISO'");
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
              + url.replaceFirst("\\?.*", "")
              + ") as user "
              + access.login().user()
              + ": "
              + String.valueOf(e.getMessage()).strip().lines().findFirst().orElse(""),
          e);
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "20");
    properties.setProperty("loginTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
    properties.putAll(access.properties());
    properties.setProperty("user", access.login().user());
    properties.setProperty("password", secrets.password(access).reveal());
    properties.setProperty("ApplicationName", "plumbline");
    return properties;
  }
}
