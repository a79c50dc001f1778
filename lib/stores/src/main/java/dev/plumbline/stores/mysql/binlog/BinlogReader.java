package dev.plumbline.stores.mysql.binlog;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a server's binary log in bounded batches, once for all tables. The account needs {@code
 * REPLICATION CLIENT} and {@code REPLICATION SLAVE}.
 *
 * <p>Against MySQL and MariaDB, by file and position. After a failover to a server with a log of
 * its own the changes are unknown, and the tables are read whole once.
 */
public final class BinlogReader {
  private final MySqlSessions sessions;

  public BinlogReader(MySqlSessions sessions) {
    this.sessions = sessions;
  }

  /**
   * Where the log stands now: all that was committed before is seen by every snapshot that is
   * opened from now on.
   *
   * @throws LogUnusableException when no batch could begin there
   * @throws SourceException when the server fails or refuses the account
   */
  public LogMark mark() throws LogUnusableException {
    try (Connection connection = sessions.open()) {
      LogServer server = new LogServer(connection);
      server.requireRows();
      LogPlace place = server.visible();
      LogBatch nothing = new LogBatch(server.identity(), place, place, false, (table, key) -> {});
      new LogStream(sessions).read(place, nothing);
      return new LogMark(
          server.identity(),
          nothing.begun(place.file()).orElseThrow(() -> brokenOff(nothing, place)),
          place.file(),
          place.offset());
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * What changed in each of the tables from its mark to the log's end as it is now. Each snapshot
   * that is opened afterwards holds all of it.
   *
   * @param sink takes the keys while the log is read; those of a table whose changes turn out to be
   *     unknown are of no use
   * @throws SourceException when the server fails or refuses the account
   */
  public Map<TableName, TableChanges> read(Collection<WatchedTable> tables, TouchedKeys sink) {
    return read(tables, sink, LogServer::visible);
  }

  /**
   * The same for snapshots that are open already: all that they see is among the changes, and
   * perhaps some that they do not see yet.
   */
  public Map<TableName, TableChanges> readSeen(Collection<WatchedTable> tables, TouchedKeys sink) {
    return read(tables, sink, LogServer::end);
  }

  /** Where a batch ends. */
  @FunctionalInterface
  private interface End {
    LogPlace of(LogServer server) throws SQLException, LogUnusableException;
  }

  private Map<TableName, TableChanges> read(
      Collection<WatchedTable> tables, TouchedKeys sink, End end) {
    Map<TableName, TableChanges> changes = new LinkedHashMap<>();
    try (Connection connection = sessions.open()) {
      LogServer server = new LogServer(connection);
      server.requireRows();
      String identity = server.identity();
      Map<String, Long> files = server.files();
      Map<WatchedTable, Keys> usable = new LinkedHashMap<>();
      for (WatchedTable table : tables) {
        try {
          requireThere(table.from(), identity, files);
          usable.put(table, keys(connection, server, table));
        } catch (LogUnusableException e) {
          changes.put(table.table().source(), new TableChanges.Unknown(e.getMessage()));
        }
      }
      if (!usable.isEmpty()) {
        // After the columns were read: a change of them that was seen is in the batch.
        LogPlace until = end.of(server);
        changes.putAll(batch(identity, usable, until, server.foldsNames(), sink));
      }
    } catch (LogUnusableException e) {
      tables.forEach(
          table -> changes.put(table.table().source(), new TableChanges.Unknown(e.getMessage())));
    } catch (SQLException e) {
      throw failure(e);
    }
    return changes;
  }

  /** How the keys of a table's rows are read. */
  private record Keys(Map<String, String> columns, KeyCharsets charsets) {}

  private static Keys keys(Connection connection, LogServer server, WatchedTable table)
      throws SQLException, LogUnusableException {
    TableName name = table.table().source();
    List<String> silent = server.silentKeys(name);
    if (!silent.isEmpty()) {
      throw new LogUnusableException(
          "foreign key "
              + String.join(", ", silent)
              + " changes rows of "
              + name
              + " and the log does not name them (CASCADE, SET NULL)");
    }
    return new Keys(server.columns(name), KeyCharsets.of(connection, table.table()));
  }

  private static void requireThere(LogMark from, String identity, Map<String, Long> files)
      throws LogUnusableException {
    if (!from.server().equals(identity)) {
      throw new LogUnusableException(
          "the last batch was read from another server (" + from.server() + ")");
    }
    Long size = files.get(from.file());
    if (size == null) {
      throw new LogUnusableException("the server no longer has log file " + from.file());
    }
    if (size < from.offset()) {
      throw new LogUnusableException(
          "log file " + from.file() + " ends before " + from.offset() + ", where it was last read");
    }
  }

  private Map<TableName, TableChanges> batch(
      String identity,
      Map<WatchedTable, Keys> tables,
      LogPlace until,
      boolean foldsNames,
      TouchedKeys sink)
      throws LogUnusableException {
    LogPlace from =
        tables.keySet().stream()
            .map(table -> table.from().place())
            .min(LogPlace::compareTo)
            .orElseThrow();
    if (until.isBefore(from)) {
      throw new LogUnusableException("the log ends at " + until + ", before " + from);
    }
    LogBatch batch = new LogBatch(identity, from, until, foldsNames, sink);
    tables.forEach((table, keys) -> batch.watch(table, keys.columns(), keys.charsets()));
    new LogStream(sessions).read(from, batch);
    if (!batch.isComplete()) {
      throw brokenOff(batch, until);
    }
    return batch.changes();
  }

  private SourceException brokenOff(LogBatch batch, LogPlace until) {
    return new SourceException(
        "Cannot read the binary log of "
            + sessions.endpoint()
            + ": it broke off at "
            + batch.reached()
            + ", before "
            + until);
  }

  private SourceException failure(SQLException e) {
    boolean denied = e.getErrorCode() == 1227 || e.getErrorCode() == 1045;
    return new SourceException(
        "Cannot read the binary log of "
            + sessions.endpoint()
            + ": "
            + e.getMessage()
            + (denied ? "; the account needs GRANT REPLICATION CLIENT ON *.*" : ""),
        e);
  }
}
