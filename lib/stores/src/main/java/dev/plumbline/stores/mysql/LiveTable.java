package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table as the server has it, seen with the eyes of one who writes to it.
 *
 * @param key the columns of the primary key
 * @param uniqueIndexes names of unique indexes beside the primary key
 */
record LiveTable(
    TableName name,
    String engine,
    List<Column> columns,
    List<String> key,
    List<String> uniqueIndexes,
    List<ForeignKey> foreignKeys) {

  /**
   * One column.
   *
   * @param byDefault the default's expression; empty when there is none
   * @param extra what {@code information_schema} notes besides, such as {@code on update …}
   */
  record Column(String name, String type, boolean nullable, String byDefault, String extra) {}

  /** One column of a foreign key. */
  record ForeignKey(
      String column, TableName parent, String parentColumn, String onDelete, String onUpdate) {}

  /** Reads the table; empty when there is none that the account may see. */
  static Optional<LiveTable> read(Connection connection, TableName name) throws SQLException {
    List<String> engine =
        rows(
            connection,
            "SELECT COALESCE(engine, table_type) FROM information_schema.tables"
                + " WHERE table_schema = ? AND table_name = ?",
            name,
            row -> row.getString(1));
    if (engine.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LiveTable(
            name,
            engine.get(0),
            columns(connection, name),
            indexColumns(connection, name, "index_name = 'PRIMARY'", "column_name"),
            indexColumns(
                connection,
                name,
                "index_name <> 'PRIMARY' AND non_unique = 0 AND seq_in_index = 1",
                "index_name"),
            foreignKeys(connection, name)));
  }

  private static List<Column> columns(Connection connection, TableName name) throws SQLException {
    return rows(
        connection,
        "SELECT column_name, column_type, is_nullable, COALESCE(column_default, ''), extra"
            + " FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
            + " ORDER BY ordinal_position",
        name,
        row ->
            new Column(
                row.getString(1),
                row.getString(2),
                "YES".equals(row.getString(3)),
                row.getString(4),
                row.getString(5)));
  }

  private static List<String> indexColumns(
      Connection connection, TableName name, String which, String what) throws SQLException {
    return rows(
        connection,
        "SELECT "
            + what
            + " FROM information_schema.statistics WHERE table_schema = ? AND table_name = ? AND "
            + which
            + " ORDER BY index_name, seq_in_index",
        name,
        row -> row.getString(1));
  }

  private static List<ForeignKey> foreignKeys(Connection connection, TableName name)
      throws SQLException {
    return rows(
        connection,
        "SELECT k.column_name, k.referenced_table_schema, k.referenced_table_name,"
            + " k.referenced_column_name, r.delete_rule, r.update_rule"
            + " FROM information_schema.key_column_usage k"
            + " JOIN information_schema.referential_constraints r"
            + " ON r.constraint_schema = k.constraint_schema AND r.table_name = k.table_name"
            + " AND r.constraint_name = k.constraint_name"
            + " WHERE k.table_schema = ? AND k.table_name = ?"
            + " AND k.referenced_table_name IS NOT NULL",
        name,
        row ->
            new ForeignKey(
                row.getString(1),
                new TableName(row.getString(2), row.getString(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6)));
  }

  private static <T> List<T> rows(
      Connection connection, String sql, TableName name, RowReader<T> reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name.schema());
      statement.setString(2, name.table());
      try (ResultSet rows = statement.executeQuery()) {
        List<T> read = new ArrayList<>();
        while (rows.next()) {
          read.add(reader.read(rows));
        }
        return read;
      }
    }
  }

  @FunctionalInterface
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
