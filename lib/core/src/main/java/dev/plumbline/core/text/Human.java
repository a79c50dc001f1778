package dev.plumbline.core.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Numbers, sizes and times as people read them, the same on a terminal, in a page and in a message.
 *
 * <p>Sizes are decimal: 1 KB is 1,000 bytes. A negative number means "unknown" in the reports and
 * is written {@value #UNKNOWN}.
 */
public final class Human {
  /** What stands where nothing is known. */
  public static final String UNKNOWN = "–";

  private static final List<String> UNITS = List.of("KB", "MB", "GB", "TB", "PB", "EB");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Human() {}

  /** A number with thousands separators, such as {@code 88,120,441}. */
  public static String count(long number) {
    return number < 0 ? UNKNOWN : String.format(Locale.ROOT, "%,d", number);
  }

  /** A number with its noun, such as {@code 1 row} or {@code 500 rows}. */
  public static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** A size with three significant digits, such as {@code 120 KB} or {@code 1.25 MB}. */
  public static String bytes(long bytes) {
    if (bytes < 0) {
      return UNKNOWN;
    }
    if (bytes < 1000) {
      return bytes + " B";
    }
    double scaled = bytes / 1000.0;
    int unit = 0;
    while (scaled >= 999.5 && unit < UNITS.size() - 1) {
      scaled /= 1000;
      unit++;
    }
    return threeDigits(scaled) + " " + UNITS.get(unit);
  }

  /**
   * A time span, such as {@code 0.54 s}, {@code 41.2 s}, {@code 12 min 5 s} or {@code 2 h 3 min}.
   */
  public static String seconds(double seconds) {
    if (seconds < 0 || Double.isNaN(seconds)) {
      return UNKNOWN;
    }
    if (seconds < 9.995) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return whole(Math.round(seconds));
  }

  /** As {@link #seconds}; {@link #UNKNOWN} when either end is null. */
  public static String between(Instant from, Instant to) {
    return from == null || to == null
        ? UNKNOWN
        : seconds(Duration.between(from, to).toMillis() / 1000.0);
  }

  /** A span of whole seconds, such as {@code 8 s} or {@code 2 min 10 s}: for what is estimated. */
  public static String whole(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    long minutes = Math.round(seconds / 60.0);
    if (minutes < 24 * 60) {
      return two(minutes / 60, "h", minutes % 60, "min");
    }
    long hours = Math.round(seconds / 3600.0);
    return two(hours / 24, "d", hours % 24, "h");
  }

  /** An instant to the second, such as {@code 2026-07-01T02:14:07Z}. */
  public static String instant(Instant instant) {
    return instant == null ? UNKNOWN : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The time of day in UTC, such as {@code 02:14:07Z}. */
  public static String timeOfDay(Instant instant) {
    return instant == null ? UNKNOWN : TIME.format(instant);
  }

  private static String two(long big, String bigUnit, long small, String smallUnit) {
    String text = big + " " + bigUnit;
    return small == 0 ? text : text + " " + small + " " + smallUnit;
  }

  private static String threeDigits(double value) {
    String format = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
