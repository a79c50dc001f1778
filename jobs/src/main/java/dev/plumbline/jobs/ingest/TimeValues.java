package dev.plumbline.jobs.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times in ISO-8601, made into MySQL's notation. */
final class TimeValues {
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:01Z");
  private static final Instant LAST = Instant.parse("2038-01-19T03:14:07.999999Z");
  private static final int FIRST_YEAR = 1000;
  private static final int LAST_YEAR = 9999;
  private static final int MOST_HOURS = 838;
  private static final int NANO_DIGITS = 9;
  private static final Pattern TIME =
      Pattern.compile("-?(?<h>\\d{1,3}):[0-5]\\d(:[0-5]\\d(\\.(?<f>\\d{1,9}))?)?");
  private static final DateTimeFormatter MYSQL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter NANOS =
      DateTimeFormatter.ofPattern("nnnnnnnnn", Locale.ROOT);

  private TimeValues() {}

  static Object date(JsonNode node) throws UnfitValueException {
    try {
      return checked(LocalDate.parse(text(node)), node).toString();
    } catch (DateTimeException e) {
      throw unfit(node, "a date such as 2026-07-01");
    }
  }

  /** A time without a zone stays as it is; one with an offset is taken in UTC. */
  static Object dateTime(JsonNode node, int digits) throws UnfitValueException {
    String text = text(node).replace(' ', 'T');
    try {
      LocalDateTime time =
          text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$") && text.contains("T")
              ? OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
              : LocalDateTime.parse(text);
      checked(time.toLocalDate(), node);
      return written(time, digits, node);
    } catch (DateTimeException e) {
      throw unfit(node, "a time such as 2026-07-01T12:00:00");
    }
  }

  /** A TIMESTAMP is a moment, so the offset must be there. */
  static Object timestamp(JsonNode node, int digits) throws UnfitValueException {
    try {
      Instant moment = OffsetDateTime.parse(text(node).replace(' ', 'T')).toInstant();
      if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
        throw new UnfitValueException(Values.shown(node) + " is out of range for timestamp");
      }
      return written(LocalDateTime.ofInstant(moment, ZoneOffset.UTC), digits, node);
    } catch (DateTimeException e) {
      throw unfit(node, "a moment such as 2026-07-01T12:00:00Z");
    }
  }

  static Object time(JsonNode node, int digits) throws UnfitValueException {
    Matcher matcher = TIME.matcher(text(node));
    if (!matcher.matches() || Integer.parseInt(matcher.group("h")) > MOST_HOURS) {
      throw unfit(node, "a time such as 12:00:00, up to 838:59:59");
    }
    String fraction = matcher.group("f") == null ? "" : matcher.group("f");
    if (fraction.length() > digits && !fraction.substring(digits).matches("0*")) {
      throw tooFine(node, digits);
    }
    return fraction.length() > digits
        ? node.textValue()
            .substring(0, node.textValue().length() - fraction.length() + digits)
            .replaceFirst("\\.$", "")
        : node.textValue();
  }

  private static LocalDate checked(LocalDate date, JsonNode node) throws UnfitValueException {
    if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
      throw new UnfitValueException(Values.shown(node) + " is out of range for a date");
    }
    return date;
  }

  private static String written(LocalDateTime time, int digits, JsonNode node)
      throws UnfitValueException {
    String nanos = NANOS.format(time);
    if (!nanos.substring(digits).matches("0*")) {
      throw tooFine(node, digits);
    }
    String seconds = MYSQL.format(time);
    return digits == 0
        ? seconds
        : seconds + "." + nanos.substring(0, Math.min(digits, NANO_DIGITS));
  }

  private static String text(JsonNode node) throws UnfitValueException {
    if (!node.isTextual()) {
      throw new UnfitValueException(Values.shown(node) + " is not text");
    }
    return node.textValue();
  }

  private static UnfitValueException tooFine(JsonNode node, int digits) {
    return new UnfitValueException(
        Values.shown(node) + " is finer than the " + digits + " digits of a second it holds");
  }

  private static UnfitValueException unfit(JsonNode node, String form) {
    return new UnfitValueException(Values.shown(node) + " is not " + form);
  }
}
