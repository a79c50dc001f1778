package dev.plumbline.sandbox.replicator.table;

import java.time.YearMonth;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The one form in which a value travels from the source to the replica, whether a snapshot or the
 * binlog delivered it: the text that PostgreSQL reads for the column's type.
 *
 * <p>Zero dates ({@code 0000-00-00}), dates with a zero part and days that no month has become
 * NULL. AWS does not document what zero-ETL makes of them; Redshift's federated queries read
 * MySQL's zero dates as NULL.
 */
public final class CellText {
  private static final HexFormat HEX = HexFormat.of();
  private static final int BIT_BYTES = 8;

  private CellText() {}

  /** {@code \x} and the bytes in hexadecimal. */
  public static String bytes(byte[] value) {
    return "\\x" + HEX.formatHex(value);
  }

  /** A BIT value, always 8 bytes wide with the lowest bit last, as zero-ETL delivers it. */
  public static String bits(long value) {
    return "\\x" + HEX.toHexDigits(value, 2 * BIT_BYTES);
  }

  /** The date, or null where the calendar has no such day. */
  public static String date(int year, int month, int day) {
    if (!isDay(year, month, day)) {
      return null;
    }
    StringBuilder text = new StringBuilder(10);
    return digits(digits(digits(text, year, 4).append('-'), month, 2).append('-'), day, 2)
        .toString();
  }

  /** Date and time of day, or null where the calendar has no such day. */
  public static String dateTime(
      int year, int month, int day, int hour, int minute, int second, int micros) {
    if (!isDay(year, month, day)) {
      return null;
    }
    StringBuilder text = new StringBuilder(26);
    digits(digits(digits(text, year, 4).append('-'), month, 2).append('-'), day, 2).append(' ');
    clock(text, hour, minute, second);
    if (micros != 0) {
      digits(text.append('.'), micros, 6);
    }
    return text.toString();
  }

  /** A TIME as MySQL prints it: hours up to 838, as many fraction digits as the column declares. */
  public static String time(
      boolean negative, int hours, int minutes, int seconds, int micros, int fractionDigits) {
    StringBuilder text = new StringBuilder(17);
    if (negative) {
      text.append('-');
    }
    clock(text, hours, minutes, seconds);
    if (fractionDigits > 0) {
      text.append('.').append(digits(new StringBuilder(6), micros, 6), 0, fractionDigits);
    }
    return text.toString();
  }

  /**
   * MySQL's own text of a DATE, DATETIME or TIMESTAMP, or null where the calendar has no such day.
   */
  public static String calendar(String mysql) {
    int year = Integer.parseInt(mysql, 0, 4, 10);
    int month = Integer.parseInt(mysql, 5, 7, 10);
    int day = Integer.parseInt(mysql, 8, 10, 10);
    return isDay(year, month, day) ? mysql : null;
  }

  /** A YEAR in four digits; the zero year is {@code 0000}. */
  public static String year(int year) {
    return String.format(Locale.ROOT, "%04d", year);
  }

  private static boolean isDay(int year, int month, int day) {
    return year > 0
        && month > 0
        && day > 0
        && month <= 12
        && (day <= 28 || YearMonth.of(year, month).isValidDay(day));
  }

  private static void clock(StringBuilder text, int hours, int minutes, int seconds) {
    digits(digits(digits(text, hours, 2).append(':'), minutes, 2).append(':'), seconds, 2);
  }

  private static StringBuilder digits(StringBuilder text, int value, int width) {
    String plain = Integer.toString(value);
    for (int i = plain.length(); i < width; i++) {
      text.append('0');
    }
    return text.append(plain);
  }
}
