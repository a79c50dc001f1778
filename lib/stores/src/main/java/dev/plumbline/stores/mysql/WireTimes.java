package dev.plumbline.stores.mysql;

import java.util.Locale;

/**
 * Dates and times in the bytes of MySQL's binary protocol, read without a calendar, a zone or a
 * loss. What is zero at the end is left out there: a value of no bytes is all zeros.
 */
public final class WireTimes {
  /** What is returned for {@code 0000-00-00}, {@code 2026-02-00} and {@code 2026-02-31}. */
  public static final long NOT_A_DATE = Long.MIN_VALUE;

  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;
  private static final int DAYS_TO_EPOCH = 719_468;

  private WireTimes() {}

  /** Days since 1970-01-01, or {@link #NOT_A_DATE}. */
  public static long days(byte[] bytes, int start, int length) {
    if (length < 4) {
      return NOT_A_DATE;
    }
    int year = (short) Wire.SHORT.get(bytes, start) & 0xFFFF;
    return days(year, bytes[start + 2], bytes[start + 3]);
  }

  /** Microseconds since 1970-01-01T00:00:00, or {@link #NOT_A_DATE}. */
  public static long micros(byte[] bytes, int start, int length) {
    long days = days(bytes, start, length);
    if (days == NOT_A_DATE) {
      return NOT_A_DATE;
    }
    return days * MICROS_PER_DAY + ofDay(bytes, start + 4, length - 4);
  }

  /** Signed microseconds of a TIME. */
  public static long duration(byte[] bytes, int start, int length) {
    if (length == 0) {
      return 0;
    }
    long days = (int) Wire.INT.get(bytes, start + 1) & 0xFFFF_FFFFL;
    long micros = days * MICROS_PER_DAY + ofDay(bytes, start + 5, length - 5);
    return bytes[start] == 0 ? micros : -micros;
  }

  /** A date or date-time in MySQL's notation, whether or not a calendar holds it. */
  static String shown(byte[] bytes, int start, int length, boolean date) {
    int year = length < 4 ? 0 : (short) Wire.SHORT.get(bytes, start) & 0xFFFF;
    String text =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02d",
            year,
            length < 4 ? 0 : bytes[start + 2],
            length < 4 ? 0 : bytes[start + 3]);
    if (date) {
      return text;
    }
    long micros = length < 4 ? 0 : ofDay(bytes, start + 4, length - 4);
    long seconds = micros / MICROS_PER_SECOND;
    long fraction = micros % MICROS_PER_SECOND;
    return String.format(
        Locale.ROOT,
        "%s %02d:%02d:%02d%s",
        text,
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        fraction == 0 ? "" : String.format(Locale.ROOT, ".%06d", fraction));
  }

  private static long ofDay(byte[] bytes, int start, int length) {
    if (length < 3) {
      return 0;
    }
    long seconds = bytes[start] * 3600L + bytes[start + 1] * 60L + bytes[start + 2];
    long micros = length < 7 ? 0 : (int) Wire.INT.get(bytes, start + 3) & 0xFFFF_FFFFL;
    return seconds * MICROS_PER_SECOND + micros;
  }

  /** In the calendar that is used today, for all time; year 0 is a leap year of it. */
  private static long days(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
      return NOT_A_DATE;
    }
    // Years from March on, so that a leap day is a year's last; 400 years have 146,097 days.
    int marchYear = (month <= 2 ? year - 1 : year) + 400;
    int era = marchYear / 400;
    int yearOfEra = marchYear - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return (era - 1) * 146_097L + dayOfEra - DAYS_TO_EPOCH;
  }

  private static int daysOf(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }
}
