package dev.plumbline.core.publish;

import dev.plumbline.core.table.ColumnType;

/**
 * SQL that turns a staged value into the published one; the staging column stands as {@code {c}}.
 * Only functions of the Redshift guide are used.
 */
final class Expressions {
  /** The column as it is. */
  static final String PLAIN = "{c}";

  private static final int MICRO_DIGITS = 6;

  private Expressions() {}

  static String of(ColumnType type) {
    if (type.staging().equals(type.fallback())) {
      return PLAIN;
    }
    return switch (type.type()) {
      case TIME -> time(type.precision());
      case YEAR -> "LPAD(CAST({c} AS VARCHAR(4)), 4, '0')";
      case JSON -> "JSON_PARSE({c})";
      default -> "CAST({c} AS " + type.fallback() + ")";
    };
  }

  /**
   * Microseconds as MySQL prints a TIME: {@code [-]HH:MM:SS} or {@code HHH:MM:SS}, with the
   * column's declared fractional digits, as the replica holds it.
   */
  private static String time(int digits) {
    String text =
        "CASE WHEN {c} < 0 THEN '-' ELSE '' END"
            + " || CASE WHEN ABS({c}) < 36000000000 THEN '0' ELSE '' END"
            + " || CAST(ABS({c}) / 3600000000 AS VARCHAR(4))"
            + " || ':' || LPAD(CAST(MOD(ABS({c}) / 60000000, 60) AS VARCHAR(2)), 2, '0')"
            + " || ':' || LPAD(CAST(MOD(ABS({c}) / 1000000, 60) AS VARCHAR(2)), 2, '0')";
    if (digits == 0) {
      return text;
    }
    long unit = Math.round(Math.pow(10, MICRO_DIGITS - digits));
    return text
        + " || '.' || LPAD(CAST(MOD(ABS({c}), 1000000) / "
        + unit
        + " AS VARCHAR(6)), "
        + digits
        + ", '0')";
  }
}
