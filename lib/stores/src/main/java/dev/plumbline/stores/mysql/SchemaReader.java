package dev.plumbline.stores.mysql;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.SourceSchema;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.Column;
import dev.plumbline.core.schema.SourceTable.ForeignKey;
import dev.plumbline.core.schema.SourceTable.Generation;
import dev.plumbline.core.schema.SourceTable.Index;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Describes a whole database out of {@code information_schema}, in a handful of statements however
 * many tables there are.
 */
public final class SchemaReader {
  private final String endpoint;
  private final Connection connection;

  /**
   * @param endpoint the endpoint's name, for messages
   */
  public SchemaReader(String endpoint, Connection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /**
   * @throws SourceException when the server does not answer, or has no such database that the
   *     account may see
   */
  public SourceSchema read(String schema) {
    try {
      requireSchema(schema);
      return new SourceSchema(schema, tables(schema), views(schema));
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot describe database '" + schema + "' of " + endpoint + ": " + e.getMessage(), e);
    }
  }

  private void requireSchema(String schema) throws SQLException {
    List<String> names = new ArrayList<>();
    query(
        "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN"
            + " ('information_schema', 'mysql', 'performance_schema', 'sys', ?)"
            + " OR schema_name = ? ORDER BY 1",
        List.of("", schema),
        row -> names.add(row.getString(1)));
    if (!names.contains(schema)) {
      throw new SourceException(
          "Cannot find database '"
              + schema
              + "' of "
              + endpoint
              + ": the account sees "
              + (names.isEmpty() ? "none" : String.join(", ", names)));
    }
  }

  private List<SourceTable> tables(String schema) throws SQLException {
    Map<String, List<Column>> columns = columns(schema);
    Map<String, List<Index>> indexes = indexes(schema);
    Map<String, List<ForeignKey>> foreignKeys = foreignKeys(schema);
    List<SourceTable> tables = new ArrayList<>();
    query(
        "SELECT table_name, COALESCE(engine, ''), COALESCE(table_rows, 0), COALESCE(data_length, 0),"
            + " create_options FROM information_schema.tables"
            + " WHERE table_schema = ? AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')"
            + " ORDER BY table_name",
        List.of(schema),
        row -> {
          String name = row.getString(1);
          tables.add(
              new SourceTable(
                  new TableName(schema, name),
                  row.getString(2),
                  row.getLong(3),
                  row.getLong(4),
                  String.valueOf(row.getString(5)).contains("partitioned"),
                  columns.getOrDefault(name, List.of()),
                  indexes.getOrDefault(name, List.of()),
                  foreignKeys.getOrDefault(name, List.of())));
        });
    return tables;
  }

  private List<String> views(String schema) throws SQLException {
    List<String> views = new ArrayList<>();
    query(
        "SELECT table_name FROM information_schema.tables"
            + " WHERE table_schema = ? AND table_type LIKE '%VIEW' ORDER BY 1",
        List.of(schema), row -> views.add(row.getString(1)));
    return views;
  }

  private Map<String, List<Column>> columns(String schema) throws SQLException {
    Set<List<String>> json = JsonChecks.read(connection, schema);
    Map<String, List<Column>> columns = new LinkedHashMap<>();
    query(
        "SELECT table_name, column_name, column_type, is_nullable, column_default, extra"
            + " FROM information_schema.columns WHERE table_schema = ?"
            + " ORDER BY table_name, ordinal_position",
        List.of(schema),
        row -> {
          String table = row.getString(1);
          String name = row.getString(2);
          String sqlType = json.contains(List.of(table, name)) ? "json" : row.getString(3);
          String extra = String.valueOf(row.getString(6)).toUpperCase(Locale.ROOT);
          columns
              .computeIfAbsent(table, key -> new ArrayList<>())
              .add(
                  new Column(
                      name,
                      sqlType,
                      type(sqlType),
                      "YES".equals(row.getString(4)),
                      Optional.ofNullable(row.getString(5)),
                      generation(extra),
                      extra.contains("INVISIBLE"),
                      extra.contains("ON UPDATE CURRENT_TIMESTAMP")));
        });
    return columns;
  }

  /** MariaDB writes {@code PERSISTENT} for stored columns in older versions. */
  private static Generation generation(String extra) {
    if (extra.contains("STORED GENERATED") || extra.contains("PERSISTENT")) {
      return Generation.STORED;
    }
    return extra.contains("VIRTUAL") ? Generation.VIRTUAL : Generation.NONE;
  }

  private Map<String, List<Index>> indexes(String schema) throws SQLException {
    Map<List<String>, IndexParts> parts = new LinkedHashMap<>();
    query(
        "SELECT table_name, index_name, non_unique, sub_part, index_type, column_name"
            + " FROM information_schema.statistics WHERE table_schema = ?"
            + " ORDER BY table_name, index_name, seq_in_index",
        List.of(schema),
        row -> {
          String column = row.getString(6);
          IndexParts index =
              parts.computeIfAbsent(
                  List.of(row.getString(1), row.getString(2)), key -> new IndexParts());
          index.unique = row.getInt(3) == 0;
          // A functional index of MySQL has no column; of it nothing can be told by name.
          index.partial |= row.getString(4) != null || column == null;
          index.btree = "BTREE".equals(row.getString(5));
          if (column != null) {
            index.columns.add(column);
          }
        });
    Map<String, List<Index>> indexes = new LinkedHashMap<>();
    parts.forEach(
        (name, index) -> {
          if (!index.columns.isEmpty()) {
            indexes
                .computeIfAbsent(name.get(0), key -> new ArrayList<>())
                .add(index.named(name.get(1)));
          }
        });
    return indexes;
  }

  private Map<String, List<ForeignKey>> foreignKeys(String schema) throws SQLException {
    Map<List<String>, ForeignKey> keys = new LinkedHashMap<>();
    query(
        "SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_schema,"
            + " k.referenced_table_name, k.referenced_column_name, r.delete_rule, r.update_rule"
            + " FROM information_schema.key_column_usage k"
            + " LEFT JOIN information_schema.referential_constraints r"
            + " ON r.constraint_schema = k.constraint_schema AND r.table_name = k.table_name"
            + " AND r.constraint_name = k.constraint_name"
            + " WHERE k.table_schema = ? AND k.referenced_table_name IS NOT NULL"
            + " ORDER BY k.table_name, k.constraint_name, k.ordinal_position",
        List.of(schema),
        row -> {
          ForeignKey part =
              new ForeignKey(
                  row.getString(2),
                  List.of(row.getString(3)),
                  new TableName(row.getString(4), row.getString(5)),
                  List.of(row.getString(6)),
                  row.getString(7),
                  row.getString(8));
          keys.merge(List.of(row.getString(1), part.name()), part, SchemaReader::joined);
        });
    rules(schema, keys);
    Map<String, List<ForeignKey>> byTable = new LinkedHashMap<>();
    keys.forEach(
        (name, key) -> byTable.computeIfAbsent(name.get(0), table -> new ArrayList<>()).add(key));
    return byTable;
  }

  /** Asks for the rules of each table by itself where information_schema hides them. */
  private void rules(String schema, Map<List<String>, ForeignKey> keys) throws SQLException {
    Map<String, Map<String, ForeignKeyRules>> rules = new HashMap<>();
    for (Map.Entry<List<String>, ForeignKey> entry : keys.entrySet()) {
      ForeignKey key = entry.getValue();
      if (key.onDelete() == null) {
        String table = entry.getKey().get(0);
        if (!rules.containsKey(table)) {
          rules.put(table, ForeignKeyRules.of(connection, new TableName(schema, table)));
        }
        ForeignKeyRules own = ForeignKeyRules.of(key.name(), rules.get(table));
        entry.setValue(
            new ForeignKey(
                key.name(),
                key.columns(),
                key.parent(),
                key.parentColumns(),
                own.onDelete(),
                own.onUpdate()));
      }
    }
  }

  private static ForeignKey joined(ForeignKey one, ForeignKey next) {
    List<String> columns = new ArrayList<>(one.columns());
    columns.addAll(next.columns());
    List<String> parents = new ArrayList<>(one.parentColumns());
    parents.addAll(next.parentColumns());
    return new ForeignKey(
        one.name(), columns, one.parent(), parents, one.onDelete(), one.onUpdate());
  }

  private static Optional<ColumnType> type(String sqlType) {
    try {
      return Optional.of(ColumnType.parse(sqlType));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void query(String sql, List<String> parameters, RowConsumer consumer)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setString(i + 1, parameters.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          consumer.accept(rows);
        }
      }
    }
  }

  private static final class IndexParts {
    private final List<String> columns = new ArrayList<>();
    private boolean unique;
    private boolean partial;
    private boolean btree;

    private Index named(String name) {
      return new Index(name, name.equals("PRIMARY"), unique, partial, btree, columns);
    }
  }

  @FunctionalInterface
  private interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }
}
