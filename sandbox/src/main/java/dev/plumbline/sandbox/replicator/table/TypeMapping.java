package dev.plumbline.sandbox.replicator.table;

import dev.plumbline.core.table.ColumnType;
import java.util.Optional;

/** Which Redshift type zero-ETL gives a MySQL column, after the one table of types in core. */
public final class TypeMapping {
  private static final String VARCHAR = "VARCHAR(";

  private TypeMapping() {}

  /** The column's type in the replica; empty where zero-ETL supports none. */
  public static Optional<String> redshiftType(SourceColumn column) {
    if (column.isJson()) {
      return ColumnType.parse("json").replica();
    }
    try {
      return ColumnType.parse(column.columnType()).replica();
    } catch (IllegalArgumentException e) {
      // A type that MariaDB has and MySQL lacks, such as UUID.
      return Optional.empty();
    }
  }

  /**
   * Bytes that a value of this column may have as VARCHAR in the replica; 0 where it is no VARCHAR.
   */
  static int varcharBytes(SourceColumn column) {
    String type = redshiftType(column).orElse("");
    return type.startsWith(VARCHAR)
        ? Integer.parseInt(type, VARCHAR.length(), type.length() - 1, 10)
        : 0;
  }
}
