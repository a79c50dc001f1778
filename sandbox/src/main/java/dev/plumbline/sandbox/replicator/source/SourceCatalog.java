package dev.plumbline.sandbox.replicator.source;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.source.Examination.Missing;
import dev.plumbline.sandbox.replicator.source.Examination.Refused;
import dev.plumbline.sandbox.replicator.source.Examination.Replicable;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import dev.plumbline.sandbox.replicator.table.TypeMapping;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads table definitions from {@code information_schema} and decides what zero-ETL does with them.
 *
 * <p>Sources: "Aurora zero-ETL integrations", limitations (InnoDB only, foreign keys that act);
 * "Considerations with zero-ETL" (primary keys); the type table of "Adding data to a source cluster
 * and querying it".
 */
public final class SourceCatalog {
  private static final Pattern JSON_CHECK =
      Pattern.compile(
          "\\(*json_valid\\(`(?<column>(?:[^`]|``)+)`\\)\\)*", Pattern.CASE_INSENSITIVE);
  private static final Set<String> BOOKKEEPING = Set.of("txn_seq", "txn_id");

  /** Bytes of a name in PostgreSQL, which stands in for Redshift and its 127. */
  private static final int MAX_NAME_BYTES = 63;

  private final Connection connection;

  public SourceCatalog(Connection connection) {
    this.connection = connection;
  }

  /** All base tables of all databases, system databases included. */
  public List<TableName> tables() throws SQLException {
    List<TableName> names = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT table_schema, table_name FROM information_schema.tables"
                    + " WHERE table_type = 'BASE TABLE' ORDER BY 1, 2");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.add(new TableName(rows.getString(1), rows.getString(2)));
      }
    }
    return names;
  }

  /** What stands at the source under this name now. */
  public Examination examine(TableName name) throws SQLException {
    String engine = engine(name);
    if (engine == null) {
      return new Missing();
    }
    List<SourceColumn> columns = columns(name);
    if (columns.isEmpty()) {
      return new Missing();
    }
    if (columns.stream().noneMatch(column -> column.keyPosition() > 0)) {
      return new Refused("Table does not have a primary key", true);
    }
    String reason = refusal(name, engine, columns);
    return reason == null
        ? new Replicable(new SourceTable(name, columns))
        : new Refused(reason, false);
  }

  private String refusal(TableName name, String engine, List<SourceColumn> columns)
      throws SQLException {
    if (!engine.equalsIgnoreCase("InnoDB")) {
      return "Unsupported storage engine " + engine;
    }
    String rule = actingForeignKey(name);
    if (rule != null) {
      return rule;
    }
    for (SourceColumn column : columns) {
      if (TypeMapping.redshiftType(column).isEmpty()) {
        return "Unsupported data type in column " + column.name() + ": " + column.columnType();
      }
      if (BOOKKEEPING.contains(column.name().toLowerCase(Locale.ROOT))) {
        return "Column name " + column.name() + " is used by the integration itself";
      }
      if (isTooLong(column.name())) {
        return "Column name longer than " + MAX_NAME_BYTES + " bytes: " + column.name();
      }
    }
    return isTooLong(name.table()) || isTooLong("zeroetl$" + name.schema())
        ? "Table or database name longer than " + MAX_NAME_BYTES + " bytes"
        : null;
  }

  private static boolean isTooLong(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES;
  }

  private String engine(TableName name) throws SQLException {
    try (PreparedStatement statement =
        prepare(
            "SELECT engine FROM information_schema.tables"
                + " WHERE table_schema = ? AND table_name = ? AND table_type = 'BASE TABLE'",
            name)) {
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? String.valueOf(rows.getString(1)) : null;
      }
    }
  }

  private String actingForeignKey(TableName name) throws SQLException {
    try (PreparedStatement statement =
        prepare(
            "SELECT constraint_name, update_rule, delete_rule FROM information_schema.referential_constraints"
                + " WHERE constraint_schema = ? AND table_name = ?"
                + " AND (update_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT')"
                + " OR delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT')) ORDER BY 1",
            name)) {
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? String.format(
                Locale.ROOT,
                "Unsupported foreign key %s: ON UPDATE %s ON DELETE %s",
                rows.getString(1),
                rows.getString(2),
                rows.getString(3))
            : null;
      }
    }
  }

  private List<SourceColumn> columns(TableName name) throws SQLException {
    Set<String> json = jsonColumns(name);
    List<String> key = keyColumns(name);
    List<SourceColumn> columns = new ArrayList<>();
    try (PreparedStatement statement =
        prepare(
            "SELECT column_name, data_type, column_type, character_maximum_length, numeric_precision,"
                + " datetime_precision, numeric_scale, character_set_name, is_nullable"
                + " FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
                + " ORDER BY ordinal_position",
            name)) {
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.add(column(rows, json, key));
        }
      }
    }
    return columns;
  }

  private static SourceColumn column(ResultSet rows, Set<String> json, List<String> key)
      throws SQLException {
    String column = rows.getString("column_name");
    String dataType = rows.getString("data_type").toLowerCase(Locale.ROOT);
    int fraction = rows.getInt("datetime_precision");
    return new SourceColumn(
        column,
        json.contains(column) && dataType.equals("longtext") ? "json" : dataType,
        rows.getString("column_type"),
        rows.getLong("character_maximum_length"),
        Math.max(fraction, rows.getInt("numeric_precision")),
        rows.getInt("numeric_scale"),
        rows.getString("character_set_name"),
        rows.getString("is_nullable").equals("YES"),
        key.indexOf(column) + 1);
  }

  private List<String> keyColumns(TableName name) throws SQLException {
    try (PreparedStatement statement =
        prepare(
            "SELECT column_name FROM information_schema.statistics"
                + " WHERE table_schema = ? AND table_name = ? AND index_name = 'PRIMARY'"
                + " ORDER BY seq_in_index",
            name)) {
      try (ResultSet rows = statement.executeQuery()) {
        List<String> key = new ArrayList<>();
        while (rows.next()) {
          key.add(rows.getString(1));
        }
        return key;
      }
    }
  }

  /** In MariaDB JSON is longtext with a check that it is valid JSON. */
  private Set<String> jsonColumns(TableName name) throws SQLException {
    try (PreparedStatement statement =
        prepare(
            "SELECT check_clause FROM information_schema.check_constraints"
                + " WHERE constraint_schema = ? AND table_name = ?",
            name)) {
      try (ResultSet rows = statement.executeQuery()) {
        Set<String> columns = new HashSet<>();
        while (rows.next()) {
          Matcher check = JSON_CHECK.matcher(rows.getString(1).strip());
          if (check.matches()) {
            columns.add(check.group("column").replace("``", "`"));
          }
        }
        return columns;
      }
    }
  }

  private PreparedStatement prepare(String sql, TableName name) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, name.schema());
    statement.setString(2, name.table());
    return statement;
  }
}
