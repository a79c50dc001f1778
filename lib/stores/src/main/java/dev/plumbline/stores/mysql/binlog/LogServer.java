package dev.plumbline.stores.mysql.binlog;

import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.mysql.ForeignKeyRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What a server says of its binary log, over SQL. */
final class LogServer {
  /** MySQL up to 8.3 and MariaDB know the first, MySQL from 8.4 on only the second. */
  private static final List<String> STATUS =
      List.of("SHOW MASTER STATUS", "SHOW BINARY LOG STATUS");

  /** MySQL knows the first from 8.0.22 on, and before that only the second. */
  private static final List<String> REPLICA = List.of("SHOW REPLICA STATUS", "SHOW SLAVE STATUS");

  private static final int PARSE_ERROR = 1064;
  private static final int DENIED = 1227;
  private static final int UNKNOWN_VARIABLE = 1193;
  private static final int NO_TABLE = 1146;

  /** What stands in the log is committed in the engine within this time, or is waited for. */
  private static final Duration COMMITTED = Duration.ofSeconds(2);

  /** Offsets of longer files wrap in the log's own events. */
  private static final long LONGEST = 0xFFFFFFFFL;

  private final Connection connection;

  LogServer(Connection connection) {
    this.connection = connection;
  }

  /** The server's UUID; MariaDB has none, and is told by its id. */
  String identity() throws SQLException {
    try {
      return one("SELECT @@server_uuid");
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_VARIABLE) {
        throw e;
      }
      return "id-" + one("SELECT @@server_id");
    }
  }

  /**
   * @throws LogUnusableException when the log is off, filtered, or does not hold rows
   */
  void requireRows() throws SQLException, LogUnusableException {
    Map<String, String> settings = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format',"
                    + " 'log_slave_updates', 'log_replica_updates')")) {
      while (rows.next()) {
        settings.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
      }
    }
    if (!settings.getOrDefault("log_bin", "OFF").equalsIgnoreCase("ON")) {
      throw new LogUnusableException("the server writes no binary log (log_bin is OFF)");
    }
    // MySQL 9 knows no other format, and perhaps no variable for it one day.
    String format = settings.getOrDefault("binlog_format", "ROW");
    if (!format.equalsIgnoreCase("ROW")) {
      throw new LogUnusableException("binlog_format is " + format + ", not ROW");
    }
    String replicated =
        settings.getOrDefault(
            "log_replica_updates", settings.getOrDefault("log_slave_updates", "ON"));
    if (!replicated.equalsIgnoreCase("ON") && isReplica()) {
      throw new LogUnusableException(
          "the server is a replica and does not log what it replicates (log_replica_updates is"
              + " OFF)");
    }
  }

  /** False where the account may not know: on MariaDB it takes a right of its own. */
  private boolean isReplica() throws SQLException {
    for (String sql : REPLICA) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        return rows.next();
      } catch (SQLException e) {
        if (e.getErrorCode() == DENIED) {
          return false;
        }
        if (e.getErrorCode() != PARSE_ERROR) {
          throw e;
        }
      }
    }
    return false;
  }

  /** Whether the log has names of databases and tables in lower case, whatever others write. */
  boolean foldsNames() throws SQLException {
    return !one("SELECT @@lower_case_table_names").equals("0");
  }

  /**
   * A place before which all that the log holds is seen by every snapshot that is opened from now
   * on. The log is written before the engine commits, so its end alone is no such place: MariaDB
   * tells the place of a snapshot, elsewhere a moment is waited.
   *
   * @throws LogUnusableException when the server has no such place or filters its log
   */
  LogPlace visible() throws SQLException, LogUnusableException {
    LogPlace end = end();
    Optional<LogPlace> snapshot = snapshotPlace();
    if (snapshot.isEmpty()) {
      LockSupport.parkNanos(COMMITTED.toNanos());
    }
    return readable(snapshot.orElse(end));
  }

  /**
   * The end of the log: all that a snapshot sees which is open already lies before it.
   *
   * @throws LogUnusableException when there is none or the server filters its log
   */
  LogPlace end() throws SQLException, LogUnusableException {
    return readable(status());
  }

  private static LogPlace readable(LogPlace place) throws LogUnusableException {
    if (place.offset() > LONGEST) {
      throw new LogUnusableException("log file " + place.file() + " is longer than 4 GiB");
    }
    return place;
  }

  private LogPlace status() throws SQLException, LogUnusableException {
    for (String sql : STATUS) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        if (row.next()) {
          requireUnfiltered(row);
          return new LogPlace(row.getString(1), row.getLong(2));
        }
        throw new LogUnusableException("the server writes no binary log");
      } catch (SQLException e) {
        if (e.getErrorCode() != PARSE_ERROR) {
          throw e;
        }
      }
    }
    throw new LogUnusableException("the server does not say where its binary log ends");
  }

  private static void requireUnfiltered(ResultSet row) throws SQLException, LogUnusableException {
    for (int i = 3; i <= 4; i++) {
      String databases = row.getString(i);
      if (databases != null && !databases.isBlank()) {
        throw new LogUnusableException(
            "the server filters its binary log ("
                + row.getMetaData().getColumnLabel(i)
                + " = "
                + databases
                + ")");
      }
    }
  }

  /** Where the log stood for a snapshot opened now; empty where the server does not tell. */
  private Optional<LogPlace> snapshotPlace() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      try (ResultSet rows = statement.executeQuery("SHOW STATUS LIKE 'Binlog_snapshot_%'")) {
        Map<String, String> status = new HashMap<>();
        while (rows.next()) {
          status.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
        }
        String file = status.getOrDefault("binlog_snapshot_file", "");
        String offset = status.getOrDefault("binlog_snapshot_position", "0");
        return file.isBlank()
            ? Optional.empty()
            : Optional.of(new LogPlace(file, Long.parseLong(offset)));
      } finally {
        statement.execute("COMMIT");
      }
    }
  }

  /** The log files that the server still has, by name, with their sizes in bytes. */
  Map<String, Long> files() throws SQLException {
    Map<String, Long> files = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
      while (rows.next()) {
        files.put(rows.getString(1), rows.getLong(2));
      }
    }
    return files;
  }

  /** A table's columns in their order: type by name. */
  Map<String, String> columns(TableName table) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT column_name, column_type FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position")) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return columns;
  }

  /**
   * The foreign keys of a table by which rows change that the log does not name: the engine follows
   * them below the log (MySQL's manual, "InnoDB and foreign key constraints and replication").
   */
  List<String> silentKeys(TableName table) throws SQLException, LogUnusableException {
    try {
      return ForeignKeyRules.of(connection, table).entrySet().stream()
          .filter(key -> key.getValue().act())
          .map(Map.Entry::getKey)
          .toList();
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_TABLE) {
        throw new LogUnusableException("there is no table " + table, e);
      }
      throw e;
    }
  }

  private String one(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
