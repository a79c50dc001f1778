package dev.plumbline.core.preflight;

import dev.plumbline.core.table.ColumnType;

/**
 * What to do about a column whose type zero-ETL does not support, or whose values its replica does
 * not hold. In words: {@code MODIFY COLUMN} drops each attribute that it does not repeat (MySQL's
 * reference on ALTER TABLE).
 */
final class Remedies {
  private static final int MAX_DIGITS = 38;
  private static final int MAX_SCALE = 37;

  /** In the character set of most bytes; a longer one is TEXT. */
  private static final int MAX_VARCHAR = 16_383;

  private static final int MAX_CHARACTER_BYTES = 4;

  private Remedies() {}

  /** For a type that zero-ETL does not support. */
  static String of(ColumnType type) {
    return switch (type.type()) {
      case SMALLINT_UNSIGNED -> retyped("INT UNSIGNED");
      case DECIMAL_WIDE ->
          retyped(
                  "DECIMAL("
                      + Math.min(type.precision(), MAX_DIGITS)
                      + ","
                      + Math.min(type.scale(), MAX_SCALE)
                      + ")")
              + " if its values fit";
      case TINYBLOB -> retyped("VARBINARY(255)");
      case BLOB, MEDIUMBLOB, LONGBLOB ->
          "make it VARBINARY(n) if its values are short, or move it to a table of its own that"
              + " the data filter excludes";
      case GEOMETRY ->
          "store coordinates as DECIMAL columns, or well-known text, beside it, and move the"
              + " shape to a table of its own that the data filter excludes";
      default -> "change it to a supported type";
    };
  }

  /** The type of a text whose replica holds all that the column of the given type may hold. */
  static String wider(ColumnType type) {
    int bytes = MAX_CHARACTER_BYTES * type.length();
    return switch (type.type()) {
      case CHAR, VARCHAR -> bytes <= MAX_VARCHAR ? "VARCHAR(" + bytes + ")" : "TEXT";
      default -> "TEXT";
    };
  }

  static String retyped(String type) {
    return "change its type to " + type + " in its own declaration (SHOW CREATE TABLE)";
  }
}
