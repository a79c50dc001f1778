package dev.plumbline.tests;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads a table of the source and its copy so that their rows can be held against one another. */
final class Values {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Values() {}

  /** A column and its type as the source writes it. */
  record Column(String name, String type) {
    private boolean is(String... starts) {
      for (String start : starts) {
        if (type.startsWith(start)) {
          return true;
        }
      }
      return false;
    }

    private boolean isBytes() {
      return is("binary", "varbinary", "bit")
          || type.endsWith("blob")
          || is("geometry", "point", "linestring", "polygon", "multi", "geom");
    }

    private boolean isMoment() {
      return is("datetime", "timestamp");
    }
  }

  static List<Column> columns(Connection aurora, String schema, String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement statement =
        aurora.prepareStatement(
            "SELECT column_name, column_type FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position")) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.add(new Column(rows.getString(1), rows.getString(2).toLowerCase(Locale.ROOT)));
        }
      }
    }
    return columns;
  }

  /** The rows of the source, each as text, in the order of that text. */
  static List<List<String>> source(
      Connection aurora, String schema, String table, List<Column> columns) throws SQLException {
    String list = columns.stream().map(Values::mySql).collect(Collectors.joining(", "));
    return rows(
        aurora, "SELECT " + list + " FROM " + mySqlName(schema) + "." + mySqlName(table), columns);
  }

  /** The rows of a copy in Redshift, each as text, in the order of that text. */
  static List<List<String>> copy(
      Connection redshift, String schema, String table, List<Column> columns) throws SQLException {
    String list = columns.stream().map(Values::redshift).collect(Collectors.joining(", "));
    return rows(
        redshift,
        "SELECT " + list + " FROM " + redshiftName(schema) + "." + redshiftName(table),
        columns);
  }

  private static String mySql(Column column) {
    String name = mySqlName(column.name());
    if (column.is("bit")) {
      return "LPAD(LOWER(HEX(" + name + " + 0)), 16, '0')";
    }
    if (column.isBytes()) {
      return "LOWER(HEX(" + name + "))";
    }
    if (column.isMoment()) {
      return "DATE_FORMAT(" + name + ", '%Y-%m-%d %H:%i:%s.%f')";
    }
    if (column.is("float")) {
      // As text a FLOAT has six digits only; as a DOUBLE it has them all.
      return name + " + 0e0";
    }
    return column.is("date", "time", "year") ? "CAST(" + name + " AS CHAR)" : name;
  }

  private static String redshift(Column column) {
    String name = redshiftName(column.name());
    if (column.isBytes()) {
      return "LOWER(TO_HEX(" + name + "))";
    }
    if (column.isMoment()) {
      return "TO_CHAR(" + name + ", 'YYYY-MM-DD HH24:MI:SS.US')";
    }
    return column.is("date") ? "TO_CHAR(" + name + ", 'YYYY-MM-DD')" : name;
  }

  private static List<List<String>> rows(Connection connection, String sql, List<Column> columns)
      throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          row.add(value(result, i + 1, columns.get(i)));
        }
        rows.add(row);
      }
    }
    rows.sort(java.util.Comparator.comparing(List::toString));
    return rows;
  }

  private static String value(ResultSet result, int position, Column column) throws SQLException {
    if (column.is("float")) {
      float value = result.getFloat(position);
      return result.wasNull() ? null : Float.toString(value);
    }
    if (column.is("double")) {
      double value = result.getDouble(position);
      return result.wasNull() ? null : Double.toString(value);
    }
    String text = result.getString(position);
    if (text == null) {
      return null;
    }
    if (column.is("decimal") || column.type().matches("(?:tiny|small|medium|big)?int.*")) {
      return new BigDecimal(text).stripTrailingZeros().toPlainString();
    }
    return text;
  }

  /** A JSON text in one form. */
  static String json(String text) {
    try {
      return text == null ? null : JSON.readTree(text).toString();
    } catch (IOException e) {
      return text;
    }
  }

  static String mySqlName(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  static String redshiftName(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
