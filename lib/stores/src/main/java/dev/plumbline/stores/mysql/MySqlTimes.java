package dev.plumbline.stores.mysql;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Reads dates and times in MySQL's notation without a calendar, a zone or a loss. Text is ASCII.
 *
 * <p>What only MySQL can hold ({@code 0000-00-00}, {@code 2026-02-00}, {@code 2026-02-31}) is a
 * {@link DateTimeException}.
 */
public final class MySqlTimes {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long SECONDS_PER_DAY = 86_400L;

  private MySqlTimes() {}

  /** Days since 1970-01-01 of {@code yyyy-MM-dd}. */
  public static int days(byte[] text) {
    return (int)
        LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)).toEpochDay();
  }

  /** Microseconds since 1970-01-01T00:00:00 of {@code yyyy-MM-dd HH:mm:ss[.ffffff]}. */
  public static long micros(byte[] text) {
    long seconds =
        days(text) * SECONDS_PER_DAY
            + digits(text, 11, 13) * 3600L
            + digits(text, 14, 16) * 60L
            + digits(text, 17, 19);
    return seconds * MICROS_PER_SECOND + fraction(text, 19);
  }

  /** Microseconds of {@code [-]H…H:mm:ss[.ffffff]}, which reaches from -838:59:59 to 838:59:59. */
  public static long duration(byte[] text) {
    int start = text[0] == '-' ? 1 : 0;
    int colon = start;
    while (text[colon] != ':') {
      colon++;
    }
    long seconds =
        digits(text, start, colon) * 3600L
            + digits(text, colon + 1, colon + 3) * 60L
            + digits(text, colon + 4, colon + 6);
    long micros = seconds * MICROS_PER_SECOND + fraction(text, colon + 6);
    return start == 0 ? micros : -micros;
  }

  private static int digits(byte[] text, int from, int until) {
    int value = 0;
    for (int i = from; i < until; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("no digit at " + i);
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** The digits after the point at {@code point} as microseconds; 0 when the text ends there. */
  private static long fraction(byte[] text, int point) {
    long micros = 0;
    long unit = MICROS_PER_SECOND;
    for (int i = point + 1; i < text.length; i++) {
      unit /= 10;
      micros += digits(text, i, i + 1) * unit;
    }
    return micros;
  }
}
