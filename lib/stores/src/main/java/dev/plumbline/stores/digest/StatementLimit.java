package dev.plumbline.stores.digest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;

/** How long a statement of a session on MySQL or MariaDB may take. */
final class StatementLimit {
  /** MySQL's {@code ER_QUERY_TIMEOUT} and MariaDB's {@code ER_STATEMENT_TIMEOUT}. */
  private static final int QUERY_TIMEOUT = 3024;

  private static final int STATEMENT_TIMEOUT = 1969;
  private static final int UNKNOWN_VARIABLE = 1193;

  private final Connection connection;
  private final String variable;
  private final double before;

  private StatementLimit(Connection connection, String variable, double before) {
    this.connection = connection;
    this.variable = variable;
    this.before = before;
  }

  /** Holds from now on, unless the session has a shorter one. */
  static StatementLimit set(Connection connection, Duration most) throws SQLException {
    StatementLimit limit;
    double value;
    try {
      limit = now(connection, "max_execution_time");
      value = most.toMillis();
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_VARIABLE) {
        throw e;
      }
      // MariaDB's name for it, in seconds.
      limit = now(connection, "max_statement_time");
      value = most.toMillis() / 1000.0;
    }
    if (limit.before == 0 || value < limit.before) {
      limit.put(value);
    }
    return limit;
  }

  private static StatementLimit now(Connection connection, String variable) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@SESSION." + variable)) {
      row.next();
      return new StatementLimit(connection, variable, row.getDouble(1));
    }
  }

  private void put(double value) throws SQLException {
    boolean whole = value == Math.rint(value);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET SESSION "
              + variable
              + " = "
              + (whole ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3f", value)));
    }
  }

  /** Whether the server ended the statement because it took too long. */
  static boolean passed(SQLException e) {
    return e.getErrorCode() == QUERY_TIMEOUT || e.getErrorCode() == STATEMENT_TIMEOUT;
  }

  /** Lets hold again what held before. */
  void end() throws SQLException {
    put(before);
  }
}
