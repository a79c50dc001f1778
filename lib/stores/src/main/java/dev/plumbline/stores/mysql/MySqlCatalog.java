package dev.plumbline.stores.mysql;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.mysql.MySqlTable.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What tables a server really has, out of {@code information_schema}. */
public final class MySqlCatalog {
  private final String endpoint;
  private final Connection connection;

  /**
   * @param endpoint the endpoint's name, for messages
   */
  public MySqlCatalog(String endpoint, Connection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /**
   * The tables of those names that exist and are visible to the account.
   *
   * @throws SourceException when the server does not answer
   */
  public Map<TableName, MySqlTable> describe(Collection<TableName> names) {
    Map<TableName, MySqlTable> found = new LinkedHashMap<>();
    Set<TableName> wanted = new HashSet<>(names);
    try {
      for (String schema : names.stream().map(TableName::schema).distinct().toList()) {
        describe(schema, wanted, found);
      }
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot describe the tables of " + endpoint + ": " + e.getMessage(), e);
    }
    return found;
  }

  /**
   * Compares declarations with the real tables before anything is read.
   *
   * @return the tables by id
   * @throws SourceException naming every table that is missing and every column that is missing, of
   *     another type, or nullable against its declaration
   */
  public Map<String, MySqlTable> require(List<TableSpec> specs) {
    Map<TableName, MySqlTable> tables = describe(specs.stream().map(TableSpec::source).toList());
    List<String> problems =
        specs.stream()
            .flatMap(spec -> SchemaCheck.problems(spec, tables.get(spec.source())).stream())
            .toList();
    if (!problems.isEmpty()) {
      throw new SourceException(
          "Cannot extract from " + endpoint + ": " + String.join("; ", problems));
    }
    return specs.stream()
        .collect(Collectors.toMap(TableSpec::id, spec -> tables.get(spec.source())));
  }

  private void describe(String schema, Set<TableName> wanted, Map<TableName, MySqlTable> found)
      throws SQLException {
    Set<List<String>> json = JsonChecks.read(connection, schema);
    Map<String, List<Column>> columns = new LinkedHashMap<>();
    query(
        "SELECT table_name, column_name, column_type, is_nullable FROM information_schema.columns"
            + " WHERE table_schema = ? ORDER BY table_name, ordinal_position",
        schema,
        row -> {
          String table = row.getString(1);
          if (wanted.contains(new TableName(schema, table))) {
            String name = row.getString(2);
            String sqlType = json.contains(List.of(table, name)) ? "json" : row.getString(3);
            boolean nullable = "YES".equals(row.getString(4));
            columns
                .computeIfAbsent(table, key -> new ArrayList<>())
                .add(new Column(name, sqlType, parse(sqlType), nullable));
          }
        });
    Map<String, Long> rows = estimates(schema);
    Map<String, Set<String>> indexed = leadingColumns(schema);
    columns.forEach(
        (table, list) -> {
          TableName name = new TableName(schema, table);
          found.put(
              name,
              new MySqlTable(
                  name, list, rows.getOrDefault(table, 0L), indexed.getOrDefault(table, Set.of())));
        });
  }

  private Map<String, Long> estimates(String schema) throws SQLException {
    Map<String, Long> rows = new LinkedHashMap<>();
    query(
        "SELECT table_name, COALESCE(table_rows, 0) FROM information_schema.tables"
            + " WHERE table_schema = ?",
        schema,
        row -> rows.put(row.getString(1), row.getLong(2)));
    return rows;
  }

  private Map<String, Set<String>> leadingColumns(String schema) throws SQLException {
    Map<String, Set<String>> indexed = new LinkedHashMap<>();
    query(
        "SELECT table_name, column_name FROM information_schema.statistics"
            + " WHERE table_schema = ? AND seq_in_index = 1 AND index_type = 'BTREE'"
            + " AND sub_part IS NULL",
        schema,
        row ->
            indexed
                .computeIfAbsent(row.getString(1), key -> new HashSet<>())
                .add(row.getString(2)));
    return indexed;
  }

  private void query(String sql, String schema, RowConsumer consumer) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          consumer.accept(rows);
        }
      }
    }
  }

  private static Optional<ColumnType> parse(String sqlType) {
    try {
      return Optional.of(ColumnType.parse(sqlType));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @FunctionalInterface
  private interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }
}
