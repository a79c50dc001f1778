package dev.plumbline.stores.postgres;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.SourceSchema;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.Column;
import dev.plumbline.core.schema.SourceTable.Generation;
import dev.plumbline.core.schema.SourceTable.Index;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One schema of a PostgreSQL database, described as a source is: with the types in which a pipeline
 * declares what {@link PostgresColumns} reads.
 */
public final class PostgresSchemaReader {
  private static final String ENGINE = "PostgreSQL";

  private static final String NOT_NULL =
      "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = ? AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull";

  private static final String VIEWS =
      "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = ? AND c.relkind IN ('v', 'm') ORDER BY c.relname";

  private final String endpoint;
  private final Connection connection;

  /**
   * @param endpoint the endpoint's name, for messages
   */
  public PostgresSchemaReader(String endpoint, Connection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /**
   * Reads it; the tables that the account may read, and the names of all views.
   *
   * @throws SourceException when the server does not answer
   */
  public SourceSchema read(String schema) {
    List<StoreTable> all = PostgresTables.read(connection, endpoint);
    Set<List<String>> notNull = new HashSet<>();
    List<String> views = new ArrayList<>();
    try {
      for (List<String> row : rows(NOT_NULL, schema)) {
        notNull.add(row);
      }
      for (List<String> row : rows(VIEWS, schema)) {
        views.add(row.get(0));
      }
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot describe schema " + schema + " of " + endpoint + ": " + e.getMessage(), e);
    }
    return new SourceSchema(
        schema,
        all.stream()
            .filter(table -> table.name().schema().equals(schema))
            .map(table -> table(table, notNull))
            .toList(),
        views);
  }

  private List<List<String>> rows(String sql, String schema) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            values.add(row.getString(i));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }

  private static SourceTable table(StoreTable table, Set<List<String>> notNull) {
    TableName name = table.name();
    return new SourceTable(
        name,
        ENGINE,
        Math.max(0, table.rows()),
        Math.max(0, table.bytes()),
        false,
        table.columns().stream()
            .map(
                column ->
                    new Column(
                        column.name(),
                        column.sqlType(),
                        Optional.of(DeclaredTypes.of(column.sqlType())),
                        !notNull.contains(List.of(name.table(), column.name())),
                        Optional.empty(),
                        Generation.NONE,
                        false,
                        false))
            .toList(),
        table.key().isEmpty()
            ? List.of()
            : List.of(new Index("primary key", true, true, false, true, table.key())),
        List.of());
  }
}
