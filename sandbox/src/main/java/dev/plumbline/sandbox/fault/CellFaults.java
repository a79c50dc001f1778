package dev.plumbline.sandbox.fault;

import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.TypeMapping;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Wrong values in the place of right ones, as text that PostgreSQL reads for the column's type. A
 * wrong value is one that no canonical form takes for the right one, and that the column can hold.
 */
final class CellFaults {
  private static final HexFormat HEX = HexFormat.of();
  private static final String BYTES = "\\x";

  /** As far as a zone in which it is summer moves a wall clock. */
  private static final int SHIFT_HOURS = 4;

  private static final int LAST_YEAR = 9999;

  private static final Map<String, BigDecimal> LARGEST =
      Map.of(
          "SMALLINT",
          BigDecimal.valueOf(Short.MAX_VALUE),
          "INTEGER",
          BigDecimal.valueOf(Integer.MAX_VALUE),
          "BIGINT",
          BigDecimal.valueOf(Long.MAX_VALUE));

  private CellFaults() {}

  /** Another value. */
  static String corrupted(SourceColumn column, String value) {
    return switch (CellClass.of(column)) {
      case NUMBER -> value == null ? "0" : nearer(new BigDecimal(value));
      case FLOAT -> value == null ? "1" : opposite(value);
      case DATE -> value == null ? "2000-01-01" : otherDay(LocalDate.parse(value)).toString();
      case TIMESTAMP -> value == null ? "2000-01-01 00:00:00" : otherDay(value);
      case TEXT, LABEL -> value == null ? "x" : otherEnd(value);
      case BYTES -> value == null ? BYTES + "01" : otherByte(value);
      case JSON -> "{\"fault\": 1}".equals(value) ? "{\"fault\": 2}" : "{\"fault\": 1}";
    };
  }

  /**
   * One unit of the last digit nearer to zero, so that it fits; zero becomes the smallest number.
   */
  private static String nearer(BigDecimal value) {
    BigDecimal unit = BigDecimal.ONE.movePointLeft(value.scale());
    return (value.signum() > 0 ? value.subtract(unit) : value.add(unit)).toPlainString();
  }

  private static String opposite(String value) {
    if (Double.parseDouble(value) == 0) {
      return "1";
    }
    return value.startsWith("-") ? value.substring(1) : "-" + value;
  }

  private static LocalDate otherDay(LocalDate day) {
    return day.getYear() > 2000 ? day.minusDays(1) : day.plusDays(1);
  }

  private static String otherDay(String value) {
    LocalDateTime time = time(value);
    return text(LocalDateTime.of(otherDay(time.toLocalDate()), time.toLocalTime()));
  }

  private static LocalDateTime time(String value) {
    return LocalDateTime.parse(value.replace(' ', 'T'));
  }

  private static String text(LocalDateTime time) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time).replace('T', ' ');
  }

  /** Another last character, of no more bytes. */
  private static String otherEnd(String value) {
    if (value.isEmpty()) {
      return "x";
    }
    int last = value.codePointBefore(value.length());
    String kept = value.substring(0, value.length() - Character.charCount(last));
    if (last >= '0' && last <= '9') {
      return kept + (last == '9' ? '0' : (char) (last + 1));
    }
    return kept + (last == 'x' ? 'y' : 'x');
  }

  private static String otherByte(String value) {
    byte[] bytes = HEX.parseHex(value.substring(BYTES.length()));
    if (bytes.length == 0) {
      return BYTES + "01";
    }
    bytes[bytes.length - 1] ^= 1;
    return BYTES + HEX.formatHex(bytes);
  }

  /** The value moved by one of the last digit, one day or four hours; empty where it cannot be. */
  static Optional<String> shifted(SourceColumn column, String value) {
    if (value == null) {
      return Optional.empty();
    }
    return switch (CellClass.of(column)) {
      case NUMBER -> larger(column, new BigDecimal(value)).map(BigDecimal::toPlainString);
      case DATE ->
          Optional.of(LocalDate.parse(value).plusDays(1))
              .filter(day -> day.getYear() <= LAST_YEAR)
              .map(LocalDate::toString);
      case TIMESTAMP ->
          Optional.of(time(value).plusHours(SHIFT_HOURS))
              .filter(time -> time.getYear() <= LAST_YEAR)
              .map(CellFaults::text);
      default -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> larger(SourceColumn column, BigDecimal value) {
    BigDecimal larger = value.add(BigDecimal.ONE.movePointLeft(value.scale()));
    String type = TypeMapping.redshiftType(column).orElseThrow().toUpperCase(Locale.ROOT);
    BigDecimal largest = LARGEST.get(type);
    boolean fits =
        largest == null
            ? larger.precision() <= value.precision() || value.signum() < 0
            : larger.compareTo(largest) <= 0;
    return Optional.of(larger).filter(number -> fits);
  }

  /** The text without its second half; empty where that is nothing, or only spaces. */
  static Optional<String> cut(SourceColumn column, String value) {
    if (value == null || CellClass.of(column) != CellClass.TEXT) {
      return Optional.empty();
    }
    int characters = value.codePointCount(0, value.length());
    String half = value.substring(0, value.offsetByCodePoints(0, (characters + 1) / 2));
    return Optional.of(half).filter(text -> !text.stripTrailing().equals(value.stripTrailing()));
  }

  /** Whether two rows that exchanged these values would differ from what they were. */
  static boolean canSwap(SourceColumn column, String one, String other) {
    if (one == null || other == null) {
      boolean bothNull = one == null && other == null;
      return !bothNull && CellClass.of(column) != CellClass.JSON;
    }
    return switch (CellClass.of(column)) {
      case NUMBER -> new BigDecimal(one).compareTo(new BigDecimal(other)) != 0;
      case FLOAT -> Double.parseDouble(one) != Double.parseDouble(other);
      case TEXT, LABEL -> !one.stripTrailing().equals(other.stripTrailing());
      case JSON -> false;
      default -> !one.equals(other);
    };
  }
}
