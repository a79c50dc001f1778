package dev.plumbline.stores.mysql;

import dev.plumbline.core.preflight.ExtractionChecks;
import dev.plumbline.core.preflight.ExtractionChecks.KeySpan;
import dev.plumbline.core.preflight.ServerFacts;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.SourceTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks a MySQL server for its settings, its log and the rights of the account that asks. */
public final class ServerReader {
  private static final int LOG_FILTERS_FROM = 3;
  private static final int LOG_FILTERS_UNTIL = 4;

  private final String endpoint;
  private final Connection connection;

  public ServerReader(String endpoint, Connection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /**
   * @throws SourceException when the server does not answer
   */
  public ServerFacts read() {
    try {
      return new ServerFacts(
          endpoint,
          text("SELECT CURRENT_USER()").orElse(""),
          variables(),
          text("SHOW SESSION STATUS LIKE 'Ssl_cipher'", 2)
              .filter(cipher -> !cipher.isBlank())
              .isPresent(),
          logFilters(),
          retention(),
          grants());
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot ask " + endpoint + " for its settings: " + e.getMessage(), e);
    }
  }

  /** The span of a table's split column, read from its index. */
  public Optional<KeySpan> span(SourceTable table) {
    Optional<String> column = ExtractionChecks.splitColumn(table);
    if (column.isEmpty()) {
      return Optional.empty();
    }
    String key = MySqlDialect.quote(column.get());
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT MIN("
                    + key
                    + "), MAX("
                    + key
                    + ") FROM "
                    + MySqlDialect.quote(table.name()))) {
      row.next();
      return Optional.of(
          new KeySpan(column.get(), whole(row.getBigDecimal(1)), whole(row.getBigDecimal(2))));
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot read the bounds of table " + table.name() + ": " + e.getMessage(), e);
    }
  }

  private static BigInteger whole(BigDecimal value) {
    return value == null ? null : value.toBigInteger();
  }

  private Map<String, String> variables() throws SQLException {
    Map<String, String> variables = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW GLOBAL VARIABLES")) {
      while (rows.next()) {
        variables.put(
            rows.getString(1).toLowerCase(Locale.ROOT), String.valueOf(rows.getString(2)));
      }
    }
    return variables;
  }

  /** The columns Binlog_Do_DB and Binlog_Ignore_DB; unknown where the account may not ask. */
  private List<String> logFilters() {
    // MySQL up to 8.3 and MariaDB know the first, MySQL from 8.4 on only the second.
    return logFilters("SHOW MASTER STATUS")
        .or(() -> logFilters("SHOW BINARY LOG STATUS"))
        .orElse(List.of());
  }

  private Optional<List<String>> logFilters(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> filters = new ArrayList<>();
      if (row.next()) {
        for (int i = LOG_FILTERS_FROM; i <= LOG_FILTERS_UNTIL; i++) {
          String databases = row.getString(i);
          if (databases != null && !databases.isBlank()) {
            filters.add(row.getMetaData().getColumnLabel(i) + "=" + databases);
          }
        }
      }
      return Optional.of(filters);
    } catch (SQLException e) {
      // Not this server's form of the statement, or a right of which the account checks tell.
      return Optional.empty();
    }
  }

  /** RDS keeps its own setting in a table, NULL for none; other servers have no such table. */
  private Optional<String> retention() {
    try {
      return text(
          "SELECT COALESCE(value, '0') FROM mysql.rds_configuration"
              + " WHERE name = 'binlog retention hours'");
    } catch (SQLException e) {
      // Another server, or a right of which the server checks tell.
      return Optional.empty();
    }
  }

  /** With the rights of the roles that are granted, where the server knows roles. */
  private List<String> grants() throws SQLException {
    List<String> own = lines("SHOW GRANTS");
    String roles =
        own.stream()
            .filter(line -> line.startsWith("GRANT `") && !line.contains(" ON "))
            .map(line -> line.substring("GRANT ".length(), line.lastIndexOf(" TO ")))
            .collect(Collectors.joining(","));
    if (roles.isEmpty()) {
      return own;
    }
    try {
      return lines("SHOW GRANTS FOR CURRENT_USER() USING " + roles);
    } catch (SQLException e) {
      return own;
    }
  }

  private List<String> lines(String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }

  private Optional<String> text(String sql) throws SQLException {
    return text(sql, 1);
  }

  private Optional<String> text(String sql, int column) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.ofNullable(row.getString(column)) : Optional.empty();
    }
  }
}
