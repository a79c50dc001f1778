package dev.plumbline.stores.redshift;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreKind;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of one database of a warehouse as a comparison sees them, out of {@code
 * SVV_ALL_COLUMNS} and {@code SVV_ALL_TABLES} (Redshift guide). These views show what the account
 * may read: a table that is not in them may be there all the same.
 */
public final class RedshiftTables {
  private static final String COLUMNS =
      "SELECT schema_name, table_name, column_name, data_type, character_maximum_length,"
          + " numeric_precision, numeric_scale FROM svv_all_columns WHERE database_name = ?"
          + " ORDER BY schema_name, table_name, ordinal_position";
  private static final String VIEWS =
      "SELECT schema_name, table_name FROM svv_all_tables WHERE database_name = ?"
          + " AND table_type = 'VIEW'";
  private static final Set<String> OWN =
      Set.of("pg_catalog", "information_schema", "pg_internal", "pg_automv", "catalog_history");

  private RedshiftTables() {}

  /** The database that a session is in. */
  public static String currentDatabase(RedshiftSession session, String endpoint) {
    try {
      return session
          .first("SELECT current_database() AS value")
          .flatMap(row -> row.text("value"))
          .orElseThrow(() -> new SourceException("Cannot tell the database of " + endpoint));
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot tell the database of " + endpoint + ": " + RedshiftErrors.text(e), e);
    }
  }

  /**
   * The tables of a database, in the order of their names.
   *
   * @param endpoint the endpoint's name, for messages
   * @throws SourceException when the warehouse does not answer
   */
  public static List<StoreTable> read(RedshiftSession session, String endpoint, String database) {
    try {
      Set<TableName> views = new HashSet<>();
      session.query(VIEWS, database).forEach(row -> views.add(name(row)));
      Map<TableName, List<StoreColumn>> columns = new LinkedHashMap<>();
      for (Row row : session.query(COLUMNS, database)) {
        TableName name = name(row);
        if (!views.contains(name) && !OWN.contains(name.schema())) {
          columns.computeIfAbsent(name, key -> new ArrayList<>()).add(column(row));
        }
      }
      return columns.entrySet().stream()
          .map(
              one ->
                  new StoreTable(
                      StoreKind.REDSHIFT, one.getKey(), one.getValue(), List.of(), -1, -1))
          .toList();
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot describe database '"
              + database
              + "' of "
              + endpoint
              + ": "
              + RedshiftErrors.text(e),
          e);
    }
  }

  private static TableName name(Row row) {
    return new TableName(row.text("schema_name").orElse(""), row.text("table_name").orElse(""));
  }

  private static StoreColumn column(Row row) {
    String type = row.text("data_type").orElse("");
    boolean sized = !type.contains("(");
    String more = "";
    if (sized && (type.equalsIgnoreCase("numeric") || type.equalsIgnoreCase("decimal"))) {
      more =
          row.number("numeric_precision")
              .map(digits -> "(" + digits + "," + row.number("numeric_scale").orElse(0L) + ")")
              .orElse("");
    } else if (sized) {
      more = row.number("character_maximum_length").map(length -> "(" + length + ")").orElse("");
    }
    return StoreColumn.of(row.text("column_name").orElse(""), type + more);
  }
}
