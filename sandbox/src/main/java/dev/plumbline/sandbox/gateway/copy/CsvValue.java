package dev.plumbline.sandbox.gateway.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks a CSV field against its column and gives the value as the server reads it. */
final class CsvValue {

  /** Why a field was refused; code and words are Redshift's. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refused(int code, String message) {
      super(message);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "1");
  private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "0");
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-M-d")
          .optionalStart()
          .appendPattern("['T'][' ']H:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .optionalEnd()
          .optionalStart()
          .appendLiteral(' ')
          .optionalEnd()
          .optionalStart()
          .appendPattern("[XXX][XX][X]")
          .optionalEnd()
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .toFormatter(Locale.ROOT);

  private final CopyCommand command;

  CsvValue(CopyCommand command) {
    this.command = command;
  }

  /** Empty for NULL. */
  Optional<String> convert(CsvReader.Field field, TargetColumn column) throws Refused {
    String text = field.text();
    if (isNull(field, column)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (column.type()) {
          case "character varying" -> text(text, column);
          case "character" -> text(text, column);
          case "smallint" -> integer(text, column, Short.MIN_VALUE, Short.MAX_VALUE);
          case "integer" -> integer(text, column, Integer.MIN_VALUE, Integer.MAX_VALUE);
          case "bigint" -> integer(text, column, Long.MIN_VALUE, Long.MAX_VALUE);
          case "numeric" -> decimal(text, column);
          case "real", "double precision" -> floating(text.strip());
          case "boolean" -> bool(text.strip());
          case "date" -> date(text.strip());
          case "timestamp without time zone", "timestamp with time zone" ->
              timestamp(text.strip(), column);
          case "binary varying" -> varbyte(text, column);
          case "super" -> superText(text);
          default -> text;
        });
  }

  private boolean isNull(CsvReader.Field field, TargetColumn column) {
    String text = field.text();
    if (text.isEmpty()) {
      return !column.isText() || command.has("EMPTYASNULL") || marker().isEmpty();
    }
    boolean blank = text.isBlank() && (command.has("BLANKSASNULL") || !column.isText());
    return blank || (!field.quoted() && text.equals(marker()));
  }

  private String marker() {
    return command.options().getOrDefault("NULL", "\\N");
  }

  private String text(String value, TargetColumn column) throws Refused {
    String text = command.has("TRIMBLANKS") ? value.stripTrailing() : value;
    if (text.indexOf('\0') >= 0) {
      throw new Refused(1220, "String contains invalid or unsupported UTF8 codepoints: NUL");
    }
    byte[] bytes = text.getBytes(UTF_8);
    if (column.type().equals("character") && bytes.length != text.length()) {
      throw new Refused(
          1220, "Multibyte character not supported for CHAR (Hint: try using VARCHAR)");
    }
    if (bytes.length <= column.length()) {
      return text;
    }
    if (!command.has("TRUNCATECOLUMNS")) {
      throw new Refused(1204, "String length exceeds DDL length");
    }
    return cut(text, column.length());
  }

  private static String cut(String text, int limit) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      int size = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes + size > limit) {
        break;
      }
      bytes += size;
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }

  private static String integer(String text, TargetColumn column, long low, long high)
      throws Refused {
    String digits = text.strip();
    if (!digits.matches("[+-]?[0-9]+")) {
      throw new Refused(
          1207,
          "Invalid digit, Value '"
              + firstWrong(digits)
              + "', Pos "
              + wrongAt(digits)
              + ", Type: "
              + typeName(column));
    }
    BigDecimal value = new BigDecimal(digits);
    if (value.compareTo(BigDecimal.valueOf(low)) < 0
        || value.compareTo(BigDecimal.valueOf(high)) > 0) {
      throw new Refused(1207, "Overflow for " + column.declaration() + " (value: " + digits + ")");
    }
    return value.toPlainString();
  }

  private static int wrongAt(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      boolean sign = i == 0 && "+-".indexOf(digits.charAt(i)) >= 0;
      if (!sign && (digits.charAt(i) < '0' || digits.charAt(i) > '9')) {
        return i;
      }
    }
    return digits.length();
  }

  private static String firstWrong(String digits) {
    int at = wrongAt(digits);
    return at < digits.length() ? digits.substring(at, at + 1) : "";
  }

  private static String typeName(TargetColumn column) {
    return switch (column.type()) {
      case "smallint" -> "Short";
      case "integer" -> "Integer";
      default -> "Long";
    };
  }

  private String decimal(String text, TargetColumn column) throws Refused {
    BigDecimal value;
    try {
      value = new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw new Refused(1207, "Invalid digit, Value '" + text.strip() + "', Type: Decimal");
    }
    RoundingMode rounding = command.has("ROUNDEC") ? RoundingMode.HALF_UP : RoundingMode.DOWN;
    BigDecimal scaled = value.setScale(column.scale(), rounding);
    if (scaled.precision() > column.precision()) {
      throw new Refused(
          1207, "Overflow for " + column.declaration() + " (value: " + text.strip() + ")");
    }
    return scaled.toPlainString();
  }

  private static String floating(String text) throws Refused {
    try {
      double value = Double.parseDouble(text);
      return Double.isInfinite(value) && !text.toLowerCase(Locale.ROOT).contains("inf")
          ? refuseFloat(text)
          : text;
    } catch (NumberFormatException e) {
      return Set.of("nan", "inf", "-inf", "infinity", "-infinity")
              .contains(text.toLowerCase(Locale.ROOT))
          ? text
          : refuseFloat(text);
    }
  }

  private static String refuseFloat(String text) throws Refused {
    throw new Refused(1207, "Invalid digit, Value '" + text + "', Type: Double");
  }

  private static String bool(String text) throws Refused {
    String lower = text.toLowerCase(Locale.ROOT);
    if (TRUE.contains(lower)) {
      return "true";
    }
    if (FALSE.contains(lower)) {
      return "false";
    }
    throw new Refused(1210, "Unknown boolean format");
  }

  private String date(String text) throws Refused {
    String format = command.options().getOrDefault("DATEFORMAT", "");
    try {
      return format.isEmpty() || format.equalsIgnoreCase("auto")
          ? LocalDate.from(TIMESTAMP.parse(text)).toString()
          : LocalDate.parse(text, pattern(format)).toString();
    } catch (DateTimeException e) {
      throw new Refused(1205, "Invalid Date Format - length must be 10 or more");
    }
  }

  private String timestamp(String text, TargetColumn column) throws Refused {
    String format = command.options().getOrDefault("TIMEFORMAT", "").toLowerCase(Locale.ROOT);
    try {
      return switch (format) {
        case "", "auto" -> isoTimestamp(text, column);
        case "epochsecs" -> at(new BigDecimal(text).movePointRight(6).longValue());
        case "epochmillisecs" -> at(new BigDecimal(text).movePointRight(3).longValue());
        default ->
            LocalDateTime.parse(text, pattern(command.options().get("TIMEFORMAT"))).toString();
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw new Refused(
          1206,
          "Invalid timestamp format or value ["
              + (format.isEmpty() ? "YYYY-MM-DD HH24:MI:SS" : format)
              + "]");
    }
  }

  private static String isoTimestamp(String text, TargetColumn column) {
    TemporalAccessor parsed = TIMESTAMP.parse(text);
    LocalDateTime local = LocalDateTime.from(parsed);
    boolean zoned = parsed.isSupported(ChronoField.OFFSET_SECONDS);
    if (zoned && column.type().equals("timestamp with time zone")) {
      return local + ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS)).toString();
    }
    return local.toString();
  }

  private static String at(long microseconds) {
    Instant instant =
        Instant.EPOCH
            .plusSeconds(Math.floorDiv(microseconds, 1_000_000L))
            .plusNanos(Math.floorMod(microseconds, 1_000_000L) * 1_000);
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString();
  }

  private static DateTimeFormatter pattern(String redshift) {
    String java =
        redshift
            .replace("YYYY", "uuuu")
            .replace("DD", "dd")
            .replace("HH24", "HH")
            .replace("MI", "mm")
            .replace("SS", "ss");
    return DateTimeFormatter.ofPattern(java, Locale.ROOT);
  }

  private static String varbyte(String text, TargetColumn column) throws Refused {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new Refused(1231, "Invalid VARBYTE value: not hexadecimal");
    }
    if (bytes.length > column.length()) {
      throw new Refused(1204, "VARBYTE length exceeds DDL length");
    }
    return "\\x" + HexFormat.of().formatHex(bytes);
  }

  private static String superText(String text) {
    return TextNode.valueOf(text).toString();
  }
}
