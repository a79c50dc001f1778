package dev.plumbline.stores.postgres;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreKind;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of one database as a comparison sees them: those that the account may read. */
public final class PostgresTables {
  /** A domain is what it is made of. */
  private static final String COLUMNS =
      "SELECT n.nspname, c.relname, a.attname,"
          + " CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod)"
          + " ELSE format_type(a.atttypid, a.atttypmod) END,"
          + " COALESCE(a.attnum = ANY (i.indkey), false),"
          + " CAST(c.reltuples AS BIGINT), pg_table_size(c.oid)"
          + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid"
          + " LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary"
          + " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0"
          + " AND NOT a.attisdropped AND n.nspname <> 'information_schema'"
          + " AND n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'USAGE')"
          + " AND has_table_privilege(c.oid, 'SELECT')"
          + " ORDER BY n.nspname, c.relname, a.attnum";

  private PostgresTables() {}

  /** What is read of one table, column by column. */
  private static final class Parts {
    private final List<StoreColumn> columns = new ArrayList<>();
    private final List<String> key = new ArrayList<>();
    private long rows;
    private long bytes;

    StoreTable table(TableName name) {
      return new StoreTable(StoreKind.POSTGRES, name, columns, key, rows, bytes);
    }
  }

  /**
   * The tables, in the order of their names.
   *
   * @param endpoint the endpoint's name, for messages
   * @throws SourceException when the server does not answer
   */
  public static List<StoreTable> read(Connection connection, String endpoint) {
    Map<TableName, Parts> tables = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Parts parts =
            tables.computeIfAbsent(
                new TableName(row.getString(1), row.getString(2)), name -> new Parts());
        parts.columns.add(StoreColumn.of(row.getString(3), row.getString(4)));
        if (row.getBoolean(5)) {
          parts.key.add(row.getString(3));
        }
        parts.rows = row.getLong(6);
        parts.bytes = row.getLong(7);
      }
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot describe the tables of " + endpoint + ": " + e.getMessage(), e);
    }
    return tables.entrySet().stream().map(one -> one.getValue().table(one.getKey())).toList();
  }
}
