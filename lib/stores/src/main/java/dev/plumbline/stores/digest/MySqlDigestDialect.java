package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.RowForm;
import dev.plumbline.core.reconcile.form.RowForm.Encoding;
import dev.plumbline.core.reconcile.form.RowForm.Slot;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.CanonicalForm;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * MySQL 8, Aurora MySQL 3 and MariaDB. Expects a session in UTC with utf8mb4 and without
 * PAD_CHAR_TO_FULL_LENGTH.
 */
public final class MySqlDigestDialect extends DigestDialect {
  public static final MySqlDigestDialect INSTANCE = new MySqlDigestDialect();

  private static final long serialVersionUID = 1L;
  private static final long EPOCH_DAY = 719_528;
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final String MICROS_PER_DAY = "86400000000";

  /**
   * What a row without a hash adds to a sum, far above what all hashed rows of a bucket can. One
   * aggregate then gives both numbers and the row is hashed once. A row has no hash where CONCAT
   * gives NULL, as it does when its result would exceed {@code max_allowed_packet}.
   */
  private static final BigInteger UNHASHED =
      BigInteger.TWO.pow(60).multiply(BigInteger.TEN.pow(12));

  private MySqlDigestDialect() {}

  @Override
  public String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  @Override
  public String canonical(DigestColumn column, StoredColumn stored) {
    String c = quote(stored.physical());
    return switch (stored.storage()) {
      case INTEGER -> c;
      case ZEROFILL, YEAR -> "(" + c + " + 0)";
      case DECIMAL -> decimal(stored, c);
      case BIT -> "TRIM(LEADING '0' FROM LOWER(HEX(" + c + " + 0)))";
      case BYTES -> "LOWER(HEX(" + c + "))";
      case TEXT -> unpadded(column, c);
      case TEXT_CONVERTED -> unpadded(column, "CONVERT(" + c + " USING utf8mb4)");
      case DATE -> date(c, days(c), "CAST(" + c + " AS CHAR)");
      case DATE_OR_NULL -> date(c, days(c), ifYearZero(c, "CAST(" + c + " AS CHAR)", "NULL"));
      case CALENDAR_DATE -> calendarDate(c);
      case TIMESTAMP -> micros(stored, c, text(stored, c));
      case TIMESTAMP_OR_NULL -> micros(stored, c, "NULL");
      case CALENDAR_TIMESTAMP -> calendarMicros(stored, c);
      case TIME -> duration(c);
      case MICROS -> c;
      default -> throw unsupported(column, stored);
    };
  }

  /**
   * A value as it enters the text of a row that is digested in passing, where nobody but the tool
   * writes it too: decimals and times as the server writes them, which costs it the least.
   */
  private String plain(DigestColumn column, StoredColumn stored) {
    String c = quote(stored.physical());
    return switch (stored.storage()) {
      case DECIMAL -> digits(stored, c);
      case CALENDAR_DATE -> c;
      case DATE_OR_NULL -> date(c, c, ifYearZero(c, c, "NULL"));
      case CALENDAR_TIMESTAMP -> seconds(stored, c);
      case TIMESTAMP_OR_NULL -> secondsOrNull(stored, c);
      default -> canonical(column, stored);
    };
  }

  /** A decimal without the zeros that ZEROFILL puts in front. */
  private static String digits(StoredColumn stored, String c) {
    boolean zerofill = stored.sqlType().toLowerCase(Locale.ROOT).contains("zerofill");
    return zerofill ? "(" + c + " + 0)" : c;
  }

  private static String decimal(StoredColumn stored, String c) {
    String text = "CAST(" + digits(stored, c) + " AS CHAR)";
    return hasFraction(stored)
        ? "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM " + text + "))"
        : text;
  }

  private static String unpadded(DigestColumn column, String text) {
    return column.form() == CanonicalForm.PADDED_TEXT
        ? "TRIM(TRAILING ' ' FROM " + text + ")"
        : text;
  }

  /**
   * A date that no calendar holds (0000-00-00, 2026-02-00, 2026-02-31) stays text: FROM_DAYS does
   * not give it back.
   */
  private static String date(String c, String value, String otherwise) {
    return "IF(FROM_DAYS(TO_DAYS(" + c + ")) = " + c + ", " + value + ", " + otherwise + ")";
  }

  private static String days(String c) {
    return "TO_DAYS(" + c + ") - " + EPOCH_DAY;
  }

  /** As {@link #date} for what a calendar holds, without looking whether one does. */
  private static String calendarDate(String c) {
    return "IF(" + c + " < DATE'0001-01-01', CAST(" + c + " AS CHAR), " + days(c) + ")";
  }

  /** Year 0 is a year of the calendar, but FROM_DAYS does not give it back. */
  private static String ifYearZero(String c, String value, String otherwise) {
    return "IF(YEAR("
        + c
        + ") = 0 AND DAYOFMONTH("
        + c
        + ") BETWEEN 1 AND ELT(MONTH("
        + c
        + "), 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), "
        + value
        + ", "
        + otherwise
        + ")";
  }

  private static String text(StoredColumn stored, String c) {
    return seconds(stored, "CAST(" + c + " AS CHAR)");
  }

  /** Seconds without zeros at the end of their fraction. */
  private static String seconds(StoredColumn stored, String text) {
    boolean fraction = stored.sqlType().contains("(") && !stored.sqlType().contains("(0)");
    return fraction ? "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM " + text + "))" : text;
  }

  private static String micros(StoredColumn stored, String c, String otherwise) {
    String difference = difference(c);
    if (isInstant(stored)) {
      // Of what no calendar holds a TIMESTAMP has only its zero, for which the difference is NULL.
      return "COALESCE(" + difference + ", " + otherwise + ")";
    }
    return onCalendar(c, difference, ifYearZero(c, yearZeroMicros(c, difference), otherwise));
  }

  private static String onCalendar(String c, String value, String otherwise) {
    return "IF(FROM_DAYS(TO_DAYS("
        + c
        + ")) = CAST("
        + c
        + " AS DATE), "
        + value
        + ", "
        + otherwise
        + ")";
  }

  /** As {@link #micros}, but as the server writes it, and NULL for what no calendar holds. */
  private static String secondsOrNull(StoredColumn stored, String c) {
    String text = seconds(stored, c);
    return isInstant(stored)
        ? "IF(TO_DAYS(" + c + ") IS NULL, NULL, " + text + ")"
        : onCalendar(c, text, ifYearZero(c, text, "NULL"));
  }

  /** As {@link #micros} for what a calendar holds, without looking whether one does. */
  private static String calendarMicros(StoredColumn stored, String c) {
    String difference = difference(c);
    return isInstant(stored)
        ? difference
        : "IF("
            + c
            + " < TIMESTAMP'0001-01-01 00:00:00', "
            + yearZeroMicros(c, difference)
            + ", "
            + difference
            + ")";
  }

  private static String difference(String c) {
    return "TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', " + c + ")";
  }

  private static boolean isInstant(StoredColumn stored) {
    return stored.sqlType().toLowerCase(Locale.ROOT).startsWith("timestamp");
  }

  /**
   * Other calendars have year 0 as a leap year, the server's arithmetic counts it as a common one,
   * so January and February are a day late.
   */
  private static String yearZeroMicros(String c, String difference) {
    return difference + " - IF(MONTH(" + c + ") < 3, " + MICROS_PER_DAY + ", 0)";
  }

  private static String duration(String c) {
    return "CAST(IF("
        + c
        + " < '00:00:00', -1, 1) * (FLOOR(ABS(TIME_TO_SEC("
        + c
        + "))) * "
        + MICROS_PER_SECOND
        + " + MICROSECOND("
        + c
        + ")) AS SIGNED)";
  }

  @Override
  public String rowText(RowForm form, ComparedTable table, DigestStrength strength) {
    List<String> cells = new ArrayList<>();
    List<String> lengths = new ArrayList<>();
    for (Slot slot : form.slots()) {
      StoredColumn stored = table.stored(slot.column());
      String value =
          strength == DigestStrength.CHECKSUM
              ? plain(slot.column(), stored)
              : canonical(slot.column(), stored);
      cells.add(cell(slot, value, stored, strength));
      if (slot.encoding() == Encoding.INLINE) {
        lengths.add("COALESCE(LENGTH(" + value + "), '" + RowForm.NULL_MARK + "')");
      }
    }
    String trailer =
        lengths.isEmpty()
            ? "''"
            : "CONCAT_WS('" + RowForm.LENGTH_SEPARATOR + "', " + String.join(", ", lengths) + ")";
    cells.add(trailer);
    return "CONCAT_WS('" + RowForm.SEPARATOR + "', " + String.join(", ", cells) + ")";
  }

  private String cell(Slot slot, String value, StoredColumn stored, DigestStrength strength) {
    return switch (slot.encoding()) {
      case FIXED -> "COALESCE(" + value + ", '" + RowForm.NULL_MARK + "')";
      case INLINE -> "COALESCE(" + value + ", '')";
      case HASHED -> "COALESCE(" + hash(value, strength) + ", '" + RowForm.NULL_MARK + "')";
      case PIECES ->
          "COALESCE("
              + pieces(slot, quote(stored.physical()), strength)
              + ", '"
              + RowForm.NULL_MARK
              + "')";
    };
  }

  private String pieces(Slot slot, String c, DigestStrength strength) {
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < slot.pieces(); i++) {
      int from = 1 + i * RowForm.PIECE_BYTES;
      hashes.add(
          hash(
              "LOWER(HEX(SUBSTRING(" + c + ", " + from + ", " + RowForm.PIECE_BYTES + ")))",
              strength));
    }
    return "CONCAT(" + String.join(", ", hashes) + ")";
  }

  @Override
  public String hash(String text, DigestStrength strength) {
    return switch (strength) {
      case CHECKSUM -> "CRC32(" + text + ")";
      case STANDARD, DOUBLE -> "MD5(" + text + ")";
      case STRONG -> "SHA2(" + text + ", 256)";
    };
  }

  @Override
  public String laneSum(String hash, int lane) {
    int start = 1 + lane * DigestStrength.LANE_DIGITS;
    return "SUM(COALESCE(CAST(CONV(SUBSTRING("
        + hash
        + ", "
        + start
        + ", "
        + DigestStrength.LANE_DIGITS
        + "), 16, 10) AS UNSIGNED), "
        + UNHASHED
        + "))";
  }

  @Override
  public BigInteger unhashed(BigInteger laneSum) {
    return laneSum.divide(UNHASHED);
  }

  @Override
  public BigInteger hashed(BigInteger laneSum) {
    return laneSum.mod(UNHASHED);
  }

  @Override
  public String hashBucket(String hash, long buckets) {
    return "MOD(CAST(CONV(RIGHT(" + hash + ", 8), 16, 10) AS UNSIGNED), " + buckets + ")";
  }

  @Override
  public String toolValue(DigestColumn column, StoredColumn stored) {
    String c = quote(stored.physical());
    return switch (stored.storage()) {
      // As a double a float keeps all its digits in either protocol.
      case FLOAT, DOUBLE -> "(" + c + " + 0e0)";
      case JSON, JSON_TEXT -> "CAST(" + c + " AS CHAR)";
      case BYTES -> c;
      default -> throw unsupported(column, stored);
    };
  }

  @Override
  public Condition equals(DigestColumn column, StoredColumn stored, String canonical) {
    String c = quote(stored.physical());
    if (canonical == null) {
      return new Condition(c + " IS NULL", null);
    }
    return switch (stored.storage()) {
      case INTEGER, ZEROFILL, YEAR, MICROS, DECIMAL -> new Condition(c + " = ?", number(canonical));
      case TEXT, TEXT_CONVERTED -> new Condition(c + " = ?", canonical);
      case BYTES -> new Condition(c + " = ?", HexFormat.of().parseHex(canonical));
      case DATE, DATE_OR_NULL, CALENDAR_DATE -> new Condition(c + " = ?", dateText(canonical));
      case TIMESTAMP, TIMESTAMP_OR_NULL, CALENDAR_TIMESTAMP ->
          new Condition(c + " = ?", timestampText(canonical));
      default -> new Condition(canonical(column, stored) + " = ?", canonical);
    };
  }

  @Override
  public Condition bound(StoredColumn stored, String operator, BigInteger value) {
    return new Condition(
        quote(stored.physical()) + " " + operator + " ?", number(value.toString()));
  }

  /** A BIGINT UNSIGNED does not fit a long. */
  private static Object number(String canonical) {
    BigDecimal value = new BigDecimal(canonical);
    return value.scale() <= 0 && value.toBigInteger().bitLength() < Long.SIZE
        ? (Object) value.longValueExact()
        : value;
  }

  private static String dateText(String canonical) {
    return canonical.matches("-?[0-9]+")
        ? LocalDate.ofEpochDay(Long.parseLong(canonical)).toString()
        : canonical;
  }

  private static String timestampText(String canonical) {
    if (!canonical.matches("-?[0-9]+")) {
      return canonical;
    }
    long micros = Long.parseLong(canonical);
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, MICROS_PER_SECOND),
            (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1_000,
            ZoneOffset.UTC);
    return time.toString().replace('T', ' ');
  }

  @Override
  PlumblineException failure(String message, Throwable cause) {
    return new SourceException(message, cause);
  }
}
