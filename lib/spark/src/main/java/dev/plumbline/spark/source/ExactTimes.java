package dev.plumbline.spark.source;

import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.stores.mysql.MySqlTimes;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/** Dates and times as a declared column holds them, through no zone but the one that is stated. */
final class ExactTimes {
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern ANY_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?");
  private static final Pattern DURATION =
      Pattern.compile("-?[0-9]{1,3}:[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?");
  private static final int LAST_YEAR = 9999;

  /** ISO's notation, and SQL's with a space; the offset as {@code Z}, {@code +02} or longer. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHmm", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private ExactTimes() {}

  /** A date; null for one that no calendar holds, where the column wants that. */
  static LocalDate date(Object given, DeclaredColumn column) throws CharacterCodingException {
    if (given instanceof LocalDate date) {
      return dated(date);
    }
    String text = DeclaredColumn.text(given);
    try {
      if (!DATE.matcher(text).matches()) {
        throw new IllegalArgumentException("a date is written 2026-01-31");
      }
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      requireNullable(text, column, e);
      return null;
    }
  }

  /** A time of no place. An instant is taken as its time in UTC. */
  static LocalDateTime local(Object given, DeclaredColumn column) throws CharacterCodingException {
    if (given instanceof Instant instant) {
      return precise(instant.atOffset(ZoneOffset.UTC).toLocalDateTime(), column);
    }
    if (given instanceof LocalDateTime local) {
      return precise(local, column);
    }
    String text = DeclaredColumn.text(given);
    try {
      TemporalAccessor time = parsed(text);
      if (time instanceof LocalDateTime local) {
        return precise(local, column);
      }
      throw new IllegalArgumentException("it says an offset from UTC, and so is a timestamp");
    } catch (DateTimeException e) {
      requireNullable(text, column, e);
      return null;
    }
  }

  /** An instant. */
  static Instant instant(Object given, DeclaredColumn column) throws CharacterCodingException {
    if (given instanceof Instant instant) {
      precise(instant.atOffset(ZoneOffset.UTC).toLocalDateTime(), column);
      return instant;
    }
    if (given instanceof LocalDateTime local) {
      return inZone(local, column);
    }
    String text = DeclaredColumn.text(given);
    try {
      TemporalAccessor time = parsed(text);
      if (time instanceof OffsetDateTime offset) {
        precise(offset.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime(), column);
        return offset.toInstant();
      }
      return inZone((LocalDateTime) time, column);
    } catch (DateTimeException e) {
      requireNullable(text, column, e);
      return null;
    }
  }

  private static Instant inZone(LocalDateTime local, DeclaredColumn column) {
    if (column.zone() == null) {
      throw new IllegalArgumentException(
          "it says no offset from UTC, as 2026-01-31T12:30:00Z does; 'zone' in the table's source"
              + " can say it for all");
    }
    return precise(local, column).toInstant(column.zone());
  }

  /** MySQL's TIME in microseconds. */
  static long duration(Object given) throws CharacterCodingException {
    String text = DeclaredColumn.text(given);
    if (!DURATION.matcher(text).matches()) {
      throw new IllegalArgumentException("a time is written 12:30:00");
    }
    return MySqlTimes.duration(text.getBytes(StandardCharsets.UTF_8));
  }

  private static TemporalAccessor parsed(String text) {
    String iso =
        text.length() > 10 && text.charAt(10) == ' '
            ? text.substring(0, 10) + "T" + text.substring(11)
            : text;
    return TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
  }

  private static LocalDateTime precise(LocalDateTime time, DeclaredColumn column) {
    dated(time.toLocalDate());
    int unit = 1;
    for (int digit = column.type().precision(); digit < 9; digit++) {
      unit *= 10;
    }
    if (time.get(ChronoField.NANO_OF_SECOND) % unit != 0) {
      throw new IllegalArgumentException("it has more digits of a second");
    }
    return time;
  }

  private static LocalDate dated(LocalDate date) {
    if (date.getYear() < 0 || date.getYear() > LAST_YEAR) {
      throw new IllegalArgumentException("its year is out of range");
    }
    return date;
  }

  /** What is written as a date and is none may stand for NULL, where that is declared. */
  private static void requireNullable(String text, DeclaredColumn column, DateTimeException e) {
    if (column.zeroDates() != ZeroDates.NULL || !ANY_DATE.matcher(text).matches()) {
      throw e;
    }
  }
}
