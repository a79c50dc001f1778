package dev.plumbline.stores.postgres;

import dev.plumbline.core.reconcile.form.SqlType;
import dev.plumbline.core.table.ColumnType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which type a pipeline declares a column of PostgreSQL, so that it holds all that is there. */
final class DeclaredTypes {
  /** Beyond that a pipeline's text has no length. */
  private static final long MOST_CHARACTERS = 16_383;

  private static final long MOST_PADDED = 255;

  private static final int MOST_DIGITS = 38;

  private static final String ANY_TEXT = "longtext";

  private static final Pattern NUMBER = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\)");

  private static final Pattern FRACTION = Pattern.compile("time(?:stamp)?\\((\\d)\\) .*");

  private DeclaredTypes() {}

  /**
   * @param sqlType as {@code format_type} writes it
   */
  static ColumnType of(String sqlType) {
    return ColumnType.parse(text(sqlType));
  }

  private static String text(String sqlType) {
    if (sqlType.endsWith("[]")) {
      return "json";
    }
    if (sqlType.startsWith("time") && sqlType.endsWith("without time zone")) {
      return (sqlType.startsWith("times") ? "datetime" : "time") + fraction(sqlType);
    }
    return SqlType.parse(sqlType).map(type -> text(sqlType, type)).orElse(ANY_TEXT);
  }

  private static String text(String sqlType, SqlType type) {
    return switch (type.storage()) {
      case BOOLEAN -> "boolean";
      case INTEGER -> sqlType.equals("integer") ? "int" : sqlType;
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case DECIMAL -> number(sqlType);
      case DATE -> "date";
      case TIMESTAMP_TZ -> "timestamp" + fraction(sqlType);
      case JSON -> "json";
      case UUID -> "char(36)";
      case BYTES -> "longblob";
      case TEXT -> characters(type);
      default -> ANY_TEXT;
    };
  }

  private static String fraction(String sqlType) {
    Matcher digits = FRACTION.matcher(sqlType);
    return "(" + (digits.matches() ? digits.group(1) : "6") + ")";
  }

  /** Of other scales, and of any scale, as text: so it is whole. */
  private static String number(String sqlType) {
    Matcher digits = NUMBER.matcher(sqlType);
    if (!digits.matches()) {
      return ANY_TEXT;
    }
    int precision = Integer.parseInt(digits.group(1));
    int scale = Integer.parseInt(digits.group(2));
    return precision > MOST_DIGITS || scale < 0 || scale > precision || scale >= MOST_DIGITS
        ? ANY_TEXT
        : "decimal(" + precision + "," + scale + ")";
  }

  private static String characters(SqlType type) {
    long most = type.length().orElse(Long.MAX_VALUE);
    boolean padded = type.sql().startsWith("CHAR");
    if (most > MOST_CHARACTERS) {
      return ANY_TEXT;
    }
    return (padded && most <= MOST_PADDED ? "char(" : "varchar(") + most + ")";
  }
}
