package dev.plumbline.stores.mysql;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Exact row counts. */
public final class MySqlCounts {
  private MySqlCounts() {}

  /**
   * @param filter a condition that rows must meet; empty for all rows
   * @throws SourceException when the table cannot be counted
   */
  public static long rows(Connection connection, TableName table, String filter) {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT COUNT(*) FROM "
                    + MySqlDialect.quote(table)
                    + (filter.isEmpty() ? "" : " WHERE (" + filter + ")"))) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new SourceException("Cannot count table " + table + ": " + e.getMessage(), e);
    }
  }
}
