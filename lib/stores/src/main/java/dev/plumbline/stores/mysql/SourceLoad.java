package dev.plumbline.stores.mysql;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.LimitsSpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps a comparison off a source that has enough to do. */
public final class SourceLoad {
  /** How long a source may be too busy before the comparison gives up. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration POLL = Duration.ofSeconds(1);

  /** {@code ER_UNKNOWN_SYSTEM_VARIABLE}. */
  private static final int UNKNOWN_VARIABLE = 1193;

  private SourceLoad() {}

  /**
   * Lets the server end every statement of the session that takes longer; only what reads is ended.
   */
  public static Connection timed(Connection connection, Duration timeout) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION max_execution_time = " + timeout.toMillis());
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_VARIABLE) {
        throw e;
      }
      // MariaDB's name for it, in seconds.
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET SESSION max_statement_time = " + timeout.toMillis() / 1000.0);
      }
    }
    return connection;
  }

  /**
   * Returns once the source is within the limits.
   *
   * @param endpoint the source's name, for messages
   * @throws PlumblineException exit 41 when it is not for ten minutes
   */
  public static void await(
      Connection connection, String endpoint, LimitsSpec limits, Waiting waiting)
      throws SQLException {
    Optional<String> reason = above(connection, limits);
    for (long waits = PATIENCE.dividedBy(POLL); reason.isPresent() && waits > 0; waits--) {
      waiting.pass(POLL);
      reason = above(connection, limits);
    }
    if (reason.isPresent()) {
      throw new PlumblineException(
          ExitCode.INCONCLUSIVE,
          "Cannot compare now: for "
              + PATIENCE.toMinutes()
              + " minutes "
              + endpoint
              + " has had more to do than its limits say ("
              + reason.get()
              + ")");
    }
  }

  /** The limit that the source is above; empty where it is within all. */
  static Optional<String> above(Connection connection, LimitsSpec limits) throws SQLException {
    if (limits.threadsRunning() != LimitsSpec.UNLIMITED) {
      OptionalLong now = number(connection, "SHOW GLOBAL STATUS LIKE 'Threads_running'", 2);
      if (now.isPresent() && now.getAsLong() > limits.threadsRunning()) {
        return Optional.of(
            "Threads_running " + now.getAsLong() + ", above " + limits.threadsRunning());
      }
    }
    if (limits.historyList() != LimitsSpec.UNLIMITED) {
      OptionalLong now =
          number(
              connection,
              "SELECT count FROM information_schema.innodb_metrics"
                  + " WHERE name = 'trx_rseg_history_len'",
              1);
      if (now.isPresent() && now.getAsLong() > limits.historyList()) {
        return Optional.of(
            "history list of " + now.getAsLong() + ", above " + limits.historyList());
      }
    }
    if (limits.replicaLag() != LimitsSpec.UNLIMITED) {
      OptionalLong now = SourceReplicas.lagSeconds(connection);
      if (now.isPresent() && now.getAsLong() > limits.replicaLag()) {
        return Optional.of(
            "a replica " + now.getAsLong() + " s behind, above " + limits.replicaLag() + " s");
      }
    }
    return Optional.empty();
  }

  private static OptionalLong number(Connection connection, String sql, int column)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? OptionalLong.of(rows.getLong(column)) : OptionalLong.empty();
    }
  }
}
