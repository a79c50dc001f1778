package dev.plumbline.stores.mysql;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.Generation;
import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreKind;
import dev.plumbline.core.schema.StoreTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The base tables of a server as a comparison sees them. */
public final class MySqlTables {
  private static final String SCHEMAS =
      "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN"
          + " ('information_schema', 'mysql', 'performance_schema', 'sys', 'innodb', 'tmp')"
          + " ORDER BY schema_name";

  private final String endpoint;
  private final Connection connection;

  /**
   * @param endpoint the endpoint's name, for messages
   */
  public MySqlTables(String endpoint, Connection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /** A table in full, and as a comparison sees it. */
  public record Described(SourceTable source, StoreTable table) {}

  /** The databases that the account may see, those of the server itself left out. */
  public List<String> schemas() {
    List<String> schemas = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SCHEMAS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
      return schemas;
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot list the databases of " + endpoint + ": " + e.getMessage(), e);
    }
  }

  /**
   * The base tables of a database.
   *
   * @throws SourceException when the server does not answer, or has no such database that the
   *     account may see
   */
  public List<Described> tables(String schema) {
    List<SourceTable> tables = new SchemaReader(endpoint, connection).read(schema).tables();
    Map<String, Map<String, String>> charsets = charsets(schema);
    return tables.stream()
        .map(
            table ->
                new Described(
                    table, described(table, charsets.getOrDefault(table.name().table(), Map.of()))))
        .toList();
  }

  private static StoreTable described(SourceTable table, Map<String, String> charsets) {
    return new StoreTable(
        StoreKind.MYSQL,
        table.name(),
        table.columns().stream()
            .map(
                column ->
                    new StoreColumn(
                        column.name(),
                        column.sqlType(),
                        charsets.getOrDefault(column.name(), ""),
                        column.generation() != Generation.NONE))
            .toList(),
        table.identity(),
        table.rows(),
        table.bytes());
  }

  /** Character set by table and column. */
  private Map<String, Map<String, String>> charsets(String schema) {
    Map<String, Map<String, String>> charsets = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT table_name, column_name, character_set_name FROM information_schema.columns"
                + " WHERE table_schema = ? AND character_set_name IS NOT NULL")) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          charsets
              .computeIfAbsent(rows.getString(1), table -> new HashMap<>())
              .put(rows.getString(2), rows.getString(3));
        }
      }
      return charsets;
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot describe database '" + schema + "' of " + endpoint + ": " + e.getMessage(), e);
    }
  }
}
