package dev.plumbline.sandbox.gateway.copy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns of a Parquet file and which Redshift columns they fit. */
final class ParquetSchema {

  /**
   * A column of the file.
   *
   * @param physical e.g. INT32, BYTE_ARRAY
   * @param annotation the converted or logical type in upper case, or the empty string
   */
  record Column(
      String name,
      String physical,
      String annotation,
      String repetition,
      int precision,
      int scale) {

    boolean isText() {
      return annotation.matches("UTF8|ENUM|JSON|STRING.*|.*STRINGTYPE.*");
    }

    boolean isDecimal() {
      return annotation.startsWith("DECIMAL");
    }

    boolean isTimestamp() {
      return physical.equals("INT96")
          || (physical.equals("INT64") && annotation.contains("TIMESTAMP"));
    }

    boolean isSigned(int... bits) {
      if (annotation.isEmpty()) {
        return true;
      }
      for (int width : bits) {
        if (annotation.equals("INT_" + width)) {
          return true;
        }
      }
      return false;
    }

    /** As Redshift prints it in its error. */
    String describe() {
      String suffix = isDecimal() ? "DECIMAL(" + precision + ", " + scale + ")" : annotation;
      return repetition.toLowerCase(Locale.ROOT)
          + " "
          + physical.toLowerCase(Locale.ROOT)
          + " "
          + name
          + (suffix.isEmpty() ? "" : " (" + suffix + ")");
    }
  }

  private ParquetSchema() {}

  /** The top-level columns; a nested one has the physical type GROUP. */
  static List<Column> read(Connection duckdb, String file) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement statement =
        duckdb.prepareStatement(
            "select name, type, coalesce(converted_type, ''), coalesce(logical_type, ''),"
                + " coalesce(repetition_type, ''), coalesce(precision, -1), coalesce(scale, -1),"
                + " coalesce(num_children, 0) from parquet_schema(?)")) {
      statement.setString(1, file);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        while (rows.next()) {
          columns.add(column(rows));
        }
      }
    }
    return columns;
  }

  private static Column column(ResultSet rows) throws SQLException {
    int children = rows.getInt(8);
    Column column =
        new Column(
            rows.getString(1),
            children > 0 ? "GROUP" : rows.getString(2),
            rows.getString(3).isEmpty()
                ? rows.getString(4).toUpperCase(Locale.ROOT)
                : rows.getString(3),
            rows.getString(5),
            rows.getInt(6),
            rows.getInt(7));
    for (int left = children; left > 0; left--) {
      rows.next();
      left += rows.getInt(8);
    }
    return column;
  }

  /** Redshift converts nothing: the file's type must be the column's own. */
  static boolean fits(Column column, TargetColumn target) {
    String physical = column.physical();
    return switch (target.type()) {
      case "smallint", "integer" -> physical.equals("INT32") && column.isSigned(8, 16, 32);
      case "bigint" -> physical.equals("INT64") && column.isSigned(64);
      case "date" -> physical.equals("INT32") && column.annotation().startsWith("DATE");
      case "real" -> physical.equals("FLOAT");
      case "double precision" -> physical.equals("DOUBLE");
      case "boolean" -> physical.equals("BOOLEAN");
      case "numeric" ->
          column.isDecimal()
              && column.precision() == target.precision()
              && column.scale() == target.scale();
      case "character varying", "character", "super" ->
          physical.equals("BYTE_ARRAY") && column.isText();
      case "binary varying" ->
          (physical.equals("BYTE_ARRAY") || physical.equals("FIXED_LEN_BYTE_ARRAY"))
              && column.annotation().isEmpty();
      case "timestamp without time zone", "timestamp with time zone" -> column.isTimestamp();
      default -> false;
    };
  }
}
