package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.table.CanonicalForm;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The canonical text of a value, one rule per {@link dev.plumbline.core.table.CanonicalForm}. */
public final class CanonicalValue {
  /**
   * What stands before a value that does not have the shape of its form, such as a TIME column's
   * copy that holds words: it equals nothing that is well-formed.
   */
  public static final String MALFORMED = "!";

  private static final Pattern DURATION =
      Pattern.compile("(-?)([0-9]{1,3}):([0-9]{2}):([0-9]{2})(?:[.]([0-9]{1,6}))?");
  private static final Pattern COUNT = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern YEAR = Pattern.compile("[0-9]{1,4}");
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);

  private CanonicalValue() {}

  public static String integer(BigInteger value) {
    return value.toString();
  }

  public static String integer(long value) {
    return Long.toString(value);
  }

  /** By value: {@code 1.50} and {@code 1.5} are one, and so are zeros. */
  public static String decimal(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** The year of a text such as {@code 0000} or {@code 2024}. */
  public static String yearText(String text) {
    return YEAR.matcher(text).matches()
        ? Integer.toString(Integer.parseInt(text))
        : MALFORMED + text;
  }

  /** Hex digits without leading zeros; empty for zero. */
  public static String bits(byte[] value) {
    return HexFormat.of().formatHex(value).replaceFirst("^0+", "");
  }

  public static String bytes(byte[] value) {
    return HexFormat.of().formatHex(value);
  }

  /** Without the spaces that pad a CHAR. */
  public static String paddedText(String value) {
    int end = value.length();
    while (end > 0 && value.charAt(end - 1) == ' ') {
      end--;
    }
    return value.substring(0, end);
  }

  /** Days since 1970-01-01; the text itself for what no calendar holds, and before year 1. */
  public static String date(LocalDate value) {
    return value.getYear() < 1 ? value.toString() : Long.toString(value.toEpochDay());
  }

  /** Microseconds since 1970-01-01T00:00:00, through no zone. */
  public static String micros(LocalDateTime value) {
    return Long.toString(ChronoUnit.MICROS.between(EPOCH, value));
  }

  /** Signed microseconds of {@code [-]H:mm:ss[.ffffff]} as MySQL writes a TIME. */
  public static String durationText(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return MALFORMED + text;
    }
    long seconds =
        Long.parseLong(matcher.group(2)) * 3600
            + Long.parseLong(matcher.group(3)) * 60
            + Long.parseLong(matcher.group(4));
    String digits = matcher.group(5) == null ? "" : matcher.group(5);
    long micros =
        seconds * MICROS_PER_SECOND + Long.parseLong(digits + "0".repeat(6 - digits.length()));
    return Long.toString(matcher.group(1).isEmpty() ? micros : -micros);
  }

  /** By value; both zeros are one. Hexadecimal, so exact and the same in every Java. */
  public static String float32(float value) {
    return Math.abs(value) >= Float.MIN_NORMAL
        ? hexadecimal(value)
        : Float.toHexString(value == 0f ? 0f : value).toLowerCase(Locale.ROOT);
  }

  /** As Java has it, whose own method looks for zeros at the end by a regular expression. */
  private static String hexadecimal(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = Math.getExponent(value);
    if (exponent < Double.MIN_EXPONENT || exponent > Double.MAX_EXPONENT) {
      return Double.toHexString(value).toLowerCase(Locale.ROOT);
    }
    StringBuilder text = new StringBuilder(24).append(bits < 0 ? "-0x1." : "0x1.");
    long digits = bits << 12;
    do {
      text.append(Character.forDigit((int) (digits >>> 60), 16));
      digits <<= 4;
    } while (digits != 0);
    return text.append('p').append(exponent).toString();
  }

  /**
   * A canonical value as people read it: dates and times in ISO-8601, durations as MySQL writes
   * them, floats in decimal digits. What has not the shape of its form stays as it is.
   */
  public static String shown(CanonicalForm form, String canonical) {
    if (canonical == null || (isCounted(form) && !COUNT.matcher(canonical).matches())) {
      return canonical;
    }
    return switch (form) {
      case DATE -> LocalDate.ofEpochDay(Long.parseLong(canonical)).toString();
      case LOCAL_MICROS -> EPOCH.plus(Long.parseLong(canonical), ChronoUnit.MICROS).toString();
      case INSTANT_MICROS ->
          EPOCH.plus(Long.parseLong(canonical), ChronoUnit.MICROS).toString() + "Z";
      case DURATION_MICROS -> duration(Long.parseLong(canonical));
      case FLOAT32, FLOAT64 -> number(canonical);
      default -> canonical;
    };
  }

  private static boolean isCounted(CanonicalForm form) {
    return switch (form) {
      case DATE, LOCAL_MICROS, INSTANT_MICROS, DURATION_MICROS -> true;
      default -> false;
    };
  }

  private static String duration(long micros) {
    long seconds = Math.abs(micros) / MICROS_PER_SECOND;
    long rest = Math.abs(micros) % MICROS_PER_SECOND;
    return String.format(
        Locale.ROOT,
        "%s%02d:%02d:%02d%s",
        micros < 0 ? "-" : "",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        rest == 0 ? "" : String.format(Locale.ROOT, ".%06d", rest));
  }

  private static String number(String hexadecimal) {
    return hexadecimal.startsWith("0x") || hexadecimal.startsWith("-0x")
        ? Double.toString(Double.parseDouble(hexadecimal))
        : hexadecimal;
  }

  /** By value; both zeros are one. */
  public static String float64(double value) {
    return hexadecimal(value == 0d ? 0d : value);
  }
}
