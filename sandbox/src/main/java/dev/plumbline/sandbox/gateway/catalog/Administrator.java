package dev.plumbline.sandbox.gateway.catalog;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The gateway's own connection to the database, as its superuser: for what must outlive a client's
 * transaction and for what the gateway has to know of the catalogue. Thread-safe; reconnects.
 */
public final class Administrator implements AutoCloseable {
  private static final Duration FRESH = Duration.ofMillis(500);

  private final String url;
  private final Properties login = new Properties();
  private Connection connection;
  private Map<String, Set<String>> integrations = Map.of();
  private long readAt;

  public Administrator(String url, String user, String password) {
    this.url = url;
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("ApplicationName", "gateway");
  }

  /** Makes what the gateway needs in the database. */
  public synchronized void bootstrap() throws SQLException {
    Bootstrap.apply(connection());
  }

  /** The schemas of every database that was made from an integration; at most half a second old. */
  public synchronized Map<String, Set<String>> integrations() {
    if (System.nanoTime() - readAt > FRESH.toNanos() || integrations.isEmpty()) {
      try {
        integrations = readIntegrations();
        readAt = System.nanoTime();
      } catch (SQLException e) {
        throw new IllegalStateException("Cannot read the integrations: " + e.getMessage(), e);
      }
    }
    return integrations;
  }

  private Map<String, Set<String>> readIntegrations() throws SQLException {
    Map<String, Set<String>> found = new HashMap<>();
    List<List<String>> rows =
        query(
            "select i.target_database, coalesce(substr(n.nspname, length(i.target_database) + 2), '')"
                + " from sandbox.integration i left join pg_namespace n"
                + " on left(n.nspname, length(i.target_database) + 1) = i.target_database || '$'"
                + " where i.target_database <> '' and i.state <> 'PendingDbConnectState'");
    for (List<String> row : rows) {
      found.computeIfAbsent(row.get(0), database -> new HashSet<>()).add(row.get(1));
    }
    return Map.copyOf(found);
  }

  /** Rows as text; parameters are bound as they are. */
  public synchronized List<List<String>> query(String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        List<List<String>> all = new ArrayList<>();
        int width = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= width; i++) {
            row.add(rows.getString(i));
          }
          all.add(row);
        }
        return all;
      }
    }
  }

  public synchronized void update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      bind(statement, parameters);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null || connection.isClosed()) {
      connection = DriverManager.getConnection(url, login);
    }
    return connection;
  }

  @Override
  public synchronized void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // The server is going away as well.
    }
  }
}
