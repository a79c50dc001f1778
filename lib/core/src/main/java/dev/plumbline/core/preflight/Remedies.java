package dev.plumbline.core.preflight;

import dev.plumbline.core.table.ColumnType;
import java.util.Optional;

/** What to do about a column whose type zero-ETL does not support. */
final class Remedies {
  private static final int MAX_DIGITS = 38;
  private static final int MAX_SCALE = 37;

  private Remedies() {}

  /**
   * @param type a type that holds the same values and is supported; empty where there is none
   */
  record Remedy(String words, Optional<String> type) {}

  static Remedy of(ColumnType type) {
    return switch (type.type()) {
      case SMALLINT_UNSIGNED -> new Remedy("widen it to INT UNSIGNED", Optional.of("INT UNSIGNED"));
      case DECIMAL_WIDE ->
          new Remedy(
              "narrow it to 38 digits, 37 of them after the point, if its values fit",
              Optional.of(
                  "DECIMAL("
                      + Math.min(type.precision(), MAX_DIGITS)
                      + ","
                      + Math.min(type.scale(), Math.min(MAX_SCALE, MAX_DIGITS))
                      + ")"));
      case TINYBLOB -> new Remedy("make it VARBINARY(255)", Optional.of("VARBINARY(255)"));
      case BLOB, MEDIUMBLOB, LONGBLOB ->
          new Remedy(
              "make it VARBINARY(n) if its values are short, or move it to a table of its own that"
                  + " the data filter excludes",
              Optional.empty());
      case GEOMETRY ->
          new Remedy(
              "store coordinates as DECIMAL columns, or well-known text, beside it, and move the"
                  + " shape to a table of its own that the data filter excludes",
              Optional.empty());
      default -> new Remedy("change it to a supported type", Optional.empty());
    };
  }
}
