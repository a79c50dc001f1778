package dev.plumbline.stores.mysql;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The databases and tables that ingest fills: created when absent, else checked. */
public final class MySqlSchema {
  private final String endpoint;
  private final Connection connection;

  /**
   * @param endpoint the endpoint's name, for messages
   */
  public MySqlSchema(String endpoint, Connection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /**
   * Creates what is missing. First all tables that exist are compared with their declarations, and
   * nothing is created if one of them differs.
   *
   * @param tables parents before the tables that reference them
   * @param byId every table that a reference may name
   * @return the tables that were created
   * @throws SourceException naming every table and column that differs
   */
  public List<TableName> ensure(List<TableSpec> tables, Map<String, TableSpec> byId) {
    try {
      List<TableSpec> missing = new ArrayList<>();
      List<String> problems = new ArrayList<>();
      for (TableSpec table : tables) {
        Optional<LiveTable> live = LiveTable.read(connection, table.source());
        if (live.isEmpty()) {
          missing.add(table);
        } else {
          SchemaDifference.between(table, byId, live.get())
              .forEach(problem -> problems.add("table " + table.source() + " " + problem));
        }
      }
      if (!problems.isEmpty()) {
        throw new SourceException(
            "Cannot ingest into " + endpoint + ": " + String.join("; ", problems));
      }
      create(missing, byId);
      return missing.stream().map(TableSpec::source).toList();
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot prepare the tables of " + endpoint + ": " + e.getMessage(), e);
    }
  }

  private void create(List<TableSpec> tables, Map<String, TableSpec> byId) throws SQLException {
    Set<String> databases = new LinkedHashSet<>();
    tables.forEach(table -> databases.add(table.source().schema()));
    try (Statement statement = connection.createStatement()) {
      for (String database : databases) {
        statement.execute(MySqlDdl.createDatabase(database));
      }
      for (TableSpec table : tables) {
        statement.execute(MySqlDdl.createTable(table, byId));
      }
    }
  }
}
