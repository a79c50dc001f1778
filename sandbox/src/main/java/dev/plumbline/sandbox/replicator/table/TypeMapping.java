package dev.plumbline.sandbox.replicator.table;

import java.util.Optional;

/**
 * Which Redshift type zero-ETL gives a MySQL column.
 *
 * <p>Source: "Data type differences between Aurora MySQL and Amazon Redshift", Aurora user guide. What is absent there
 * is unsupported, SMALLINT UNSIGNED included.
 */
public final class TypeMapping {
  private static final int MAX_PRECISION = 38;
  private static final int MAX_SCALE = 37;

  /** Bytes of the widest VARCHAR. */
  public static final int MAX_VARCHAR = 65_535;

  private TypeMapping() {}

  /** The column's type in the replica; empty where zero-ETL supports none. */
  public static Optional<String> redshiftType(SourceColumn column) {
    return Optional.ofNullable(
        switch (column.dataType()) {
          case "tinyint" -> "SMALLINT";
          case "smallint" -> column.unsigned() ? null : "SMALLINT";
          case "mediumint" -> "INTEGER";
          case "int" -> column.unsigned() ? "BIGINT" : "INTEGER";
          case "bigint" -> column.unsigned() ? "DECIMAL(20,0)" : "BIGINT";
          case "decimal" -> decimal(column);
          case "float" -> "REAL";
          case "double" -> "DOUBLE PRECISION";
          case "bit" -> "VARBYTE(8)";
          case "binary", "varbinary" -> "VARBYTE(" + width(column) + ")";
          case "char", "varchar" -> "VARCHAR(" + width(column) + ")";
          case "tinytext" -> "VARCHAR(255)";
          case "text", "mediumtext", "longtext" -> "VARCHAR(" + MAX_VARCHAR + ")";
          case "enum", "set" -> "VARCHAR(1020)";
          case "date" -> "DATE";
          case "datetime", "timestamp" -> "TIMESTAMP";
          case "time" -> "VARCHAR(18)";
          case "year" -> "VARCHAR(4)";
          case "json" -> "SUPER";
          default -> null;
        });
  }

  /** Bytes that a value of this column may have as VARCHAR in the replica; 0 where it is no VARCHAR. */
  public static int varcharBytes(SourceColumn column) {
    String type = redshiftType(column).orElse("");
    return type.startsWith("VARCHAR(")
        ? Integer.parseInt(type.substring("VARCHAR(".length(), type.length() - 1))
        : 0;
  }

  private static String decimal(SourceColumn column) {
    return column.precision() > MAX_PRECISION || column.scale() > MAX_SCALE
        ? null
        : "DECIMAL(" + column.precision() + "," + column.scale() + ")";
  }

  /** Redshift has no width 0, MySQL does. */
  private static long width(SourceColumn column) {
    return Math.max(1, column.length());
  }
}
