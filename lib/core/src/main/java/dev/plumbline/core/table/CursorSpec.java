package dev.plumbline.core.table;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The column by which an extraction finds the rows that have changed.
 *
 * <p>Its values are whole numbers everywhere in the program: those of a column of whole numbers as
 * they are, those of a DATETIME or TIMESTAMP as microseconds of the calendar since 1970, the latter
 * in UTC.
 *
 * @param column grows whenever a row is written
 * @param time whether it is a DATETIME or TIMESTAMP
 * @param overlap how far below the greatest value that was seen rows are read again, since a row
 *     may become visible later than its value says; in the column's whole numbers
 */
public record CursorSpec(String column, boolean time, BigInteger overlap, Deletes deletes) {
  private static final Set<MySqlType> TIMES = EnumSet.of(MySqlType.DATETIME, MySqlType.TIMESTAMP);
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}");
  private static final DateTimeFormatter SQL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  /** How rows that are gone at the source are found. */
  public enum Deletes {
    /** By counts and digests of the keys, bucket by bucket. */
    DIGEST,
    /** They stay. */
    NONE
  }

  /** Whether a column of that type can be one. */
  public static boolean serves(ColumnType type) {
    return isTime(type) || type.type().isWholeNumber();
  }

  /** Whether a column of that type holds times. */
  public static boolean isTime(ColumnType type) {
    return TIMES.contains(type.type());
  }

  /**
   * A value as people write it: a whole number, or a date with or without a time.
   *
   * @throws IllegalArgumentException when it is none
   */
  public BigInteger parse(String text) {
    if (!time) {
      if (!NUMBER.matcher(text).matches()) {
        throw new IllegalArgumentException("'" + text + "' is no whole number");
      }
      return new BigInteger(text);
    }
    try {
      String iso = text.strip().replace(' ', 'T');
      LocalDateTime at =
          iso.contains("T") ? LocalDateTime.parse(iso) : LocalDate.parse(iso).atStartOfDay();
      return micros(at);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time, such as 2026-01-31 or 2026-01-31T12:30:00", e);
    }
  }

  private static BigInteger micros(LocalDateTime at) {
    return BigInteger.valueOf(ChronoUnit.MICROS.between(EPOCH, at));
  }

  /** The time that a value of a time column stands for. */
  public LocalDateTime timeOf(BigInteger value) {
    return EPOCH.plus(value.longValueExact(), ChronoUnit.MICROS);
  }

  /** A value as people read it. */
  public String shown(BigInteger value) {
    return time ? timeOf(value).toString() : value.toString();
  }

  /** A value as a literal of MySQL's SQL, in sessions whose zone is UTC. */
  public String literal(BigInteger value) {
    return time ? "TIMESTAMP'" + SQL.format(timeOf(value)) + "'" : value.toString();
  }
}
