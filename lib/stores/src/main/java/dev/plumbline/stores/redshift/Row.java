package dev.plumbline.stores.redshift;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One row of a small answer: texts by column name. A column that the answer lacks reads as empty,
 * since system views gain columns from one release to the next; so does NULL.
 */
public final class Row {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("[' ']['T']HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private final Map<String, String> texts;

  /**
   * @param texts by lower-case column name; NULL as null
   */
  public Row(Map<String, String> texts) {
    this.texts = Collections.unmodifiableMap(new HashMap<>(texts));
  }

  /** The text without the pad spaces of a CHAR column; empty for NULL, too. */
  public Optional<String> text(String column) {
    return Optional.ofNullable(texts.get(column)).map(String::stripTrailing);
  }

  /**
   * @throws NumberFormatException when the text is no whole number
   */
  public Optional<Long> number(String column) {
    return text(column).filter(text -> !text.isEmpty()).map(Long::valueOf);
  }

  /** A boolean as any of Redshift's drivers prints it. */
  public Optional<Boolean> flag(String column) {
    return text(column)
        .map(text -> text.toLowerCase(Locale.ROOT))
        .map(text -> text.equals("t") || text.equals("true") || text.equals("1"));
  }

  /** A TIMESTAMP that holds UTC; empty when the text is none. */
  public Optional<Instant> instant(String column) {
    return text(column)
        .flatMap(
            text -> {
              try {
                return Optional.of(LocalDateTime.parse(text, TIMESTAMP).toInstant(ZoneOffset.UTC));
              } catch (DateTimeParseException e) {
                return Optional.empty();
              }
            });
  }

  @Override
  public String toString() {
    return texts.toString();
  }
}
