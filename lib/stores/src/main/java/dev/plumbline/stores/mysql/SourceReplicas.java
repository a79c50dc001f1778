package dev.plumbline.stores.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far the source's own replicas are behind. Aurora tells it of all of the cluster's readers in
 * {@code information_schema.replica_host_status} (Aurora user guide, "Monitoring Amazon Aurora
 * MySQL"); a replica by binary log tells it of itself.
 */
final class SourceReplicas {
  private static final String AURORA =
      "SELECT CEILING(MAX(replica_lag_in_milliseconds) / 1000)"
          + " FROM information_schema.replica_host_status"
          + " WHERE session_id <> 'MASTER_SESSION_ID'";

  /** From MySQL 8.0.22 and MariaDB 10.5 on the first; the second is its older name. */
  private static final List<String> STATUS = List.of("SHOW REPLICA STATUS", "SHOW SLAVE STATUS");

  private static final List<String> COLUMNS =
      List.of("Seconds_Behind_Source", "Seconds_Behind_Master");

  /** Unknown table, no such table, no such statement. */
  private static final Set<Integer> NOT_THERE = Set.of(1109, 1146, 1064);

  private SourceReplicas() {}

  /** Seconds of the last of them; empty where there is none or it does not run. */
  static OptionalLong lagSeconds(Connection connection) throws SQLException {
    OptionalLong readers = aurora(connection);
    return readers.isPresent() ? readers : own(connection);
  }

  private static OptionalLong aurora(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(AURORA)) {
      return row.next() ? number(row, 1) : OptionalLong.empty();
    } catch (SQLException e) {
      return unknown(e);
    }
  }

  private static OptionalLong own(Connection connection) throws SQLException {
    for (String status : STATUS) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(status)) {
        return row.next() ? number(row, column(row)) : OptionalLong.empty();
      } catch (SQLException e) {
        unknown(e);
      }
    }
    return OptionalLong.empty();
  }

  private static int column(ResultSet row) throws SQLException {
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      if (COLUMNS.contains(row.getMetaData().getColumnLabel(i))) {
        return i;
      }
    }
    throw new SQLException("the server's replica status has no Seconds_Behind_Source");
  }

  /** Nothing stands there while the replica does not run. */
  private static OptionalLong number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** A server that has no such view or statement. */
  private static OptionalLong unknown(SQLException e) throws SQLException {
    if (!NOT_THERE.contains(e.getErrorCode())) {
      throw e;
    }
    return OptionalLong.empty();
  }
}
