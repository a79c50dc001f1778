package dev.plumbline.spark.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableSpec;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes values from any source into a column as it is declared: exactly, or not at all. Text is
 * taken in the notation of the type, so that {@code 1e2} is a decimal and {@code one} is none.
 *
 * @param zone of times that state no offset from UTC; null where such times are refused for an
 *     instant
 */
public record DeclaredColumn(
    String name, ColumnType type, boolean nullable, ZeroDates zeroDates, ZoneOffset zone)
    implements Serializable {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final long TINY = 255;
  private static final long SHORT = 65_535;
  private static final long MEDIUM = 16_777_215;

  /** The columns of a table, in their order. */
  public static List<DeclaredColumn> of(TableSpec table, Optional<ZoneOffset> zone) {
    List<DeclaredColumn> columns = new ArrayList<>();
    for (ColumnSpec column : table.columns()) {
      columns.add(
          new DeclaredColumn(
              column.name(),
              column.type(),
              column.nullable(),
              column.zeroDates(),
              zone.orElse(null)));
    }
    return columns;
  }

  /**
   * The value as Spark's rows hold it: Integer, Long, BigDecimal, Float, Double, String, bytes,
   * LocalDate, LocalDateTime or Instant.
   *
   * @param given as a reader gives it: one of those, or a Boolean, a smaller or larger integer, a
   *     {@link JsonNode}; null for NULL
   * @throws UnfitValueException when the column cannot hold it
   */
  public Object value(Object given) {
    Object value = given == null ? null : taken(given);
    if (value == null && !nullable) {
      throw new UnfitValueException(
          "column " + name + " holds NULL and is declared " + type + " not null", null);
    }
    return value;
  }

  private Object taken(Object given) {
    try {
      return convert(given);
    } catch (NumberFormatException
        | ArithmeticException
        | CharacterCodingException
        | DateTimeException e) {
      throw UnfitValueException.of(this, given, "", e);
    } catch (IllegalArgumentException e) {
      throw UnfitValueException.of(this, given, e.getMessage(), e);
    }
  }

  private Object convert(Object given) throws CharacterCodingException {
    return switch (type.type()) {
      case TINYINT,
          TINYINT_UNSIGNED,
          SMALLINT,
          SMALLINT_UNSIGNED,
          MEDIUMINT,
          MEDIUMINT_UNSIGNED,
          INT,
          YEAR ->
          (int) ExactNumbers.whole(given, type);
      case INT_UNSIGNED, BIGINT -> ExactNumbers.whole(given, type);
      case BIGINT_UNSIGNED -> ExactNumbers.unsigned(given);
      case DECIMAL -> ExactNumbers.decimal(given, type);
      case DECIMAL_WIDE -> ExactNumbers.decimal(given, type).toPlainString();
      case FLOAT -> ExactNumbers.single(given);
      case DOUBLE -> ExactNumbers.real(given);
      case BIT -> bits(bytes(given));
      case BINARY, VARBINARY -> sized(bytes(given), type.length());
      case TINYBLOB -> sized(bytes(given), TINY);
      case BLOB -> sized(bytes(given), SHORT);
      case MEDIUMBLOB -> sized(bytes(given), MEDIUM);
      case LONGBLOB, GEOMETRY -> bytes(given);
      case CHAR, VARCHAR -> ofCharacters(text(given));
      case TINYTEXT -> ofBytes(text(given), TINY);
      case TEXT -> ofBytes(text(given), SHORT);
      case MEDIUMTEXT -> ofBytes(text(given), MEDIUM);
      case LONGTEXT, ENUM, SET -> text(given);
      case DATE -> ExactTimes.date(given, this);
      case DATETIME -> ExactTimes.local(given, this);
      case TIMESTAMP -> ExactTimes.instant(given, this);
      case TIME -> ExactTimes.duration(given);
      case JSON -> json(given);
    };
  }

  /** Text, which bytes are where they are UTF-8. */
  static String text(Object given) throws CharacterCodingException {
    if (given instanceof byte[] bytes) {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
    if (given instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("it is no text");
  }

  private static byte[] bytes(Object given) {
    if (given instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalArgumentException("it is no binary value");
  }

  private static byte[] bits(byte[] given) {
    if (given.length > Long.BYTES) {
      throw new IllegalArgumentException("it has " + given.length + " bytes");
    }
    byte[] bits = new byte[Long.BYTES];
    System.arraycopy(given, 0, bits, Long.BYTES - given.length, given.length);
    return bits;
  }

  private static byte[] sized(byte[] bytes, long most) {
    if (bytes.length > most) {
      throw new IllegalArgumentException("it is longer than " + most + " bytes");
    }
    return bytes;
  }

  private String ofCharacters(String text) {
    int characters = text.codePointCount(0, text.length());
    if (characters > type.length()) {
      throw new IllegalArgumentException("it has " + characters + " characters");
    }
    return text;
  }

  private static String ofBytes(String text, long most) {
    // Three bytes for each char are the most that UTF-8 needs.
    if (text.length() * 3L > most && text.getBytes(StandardCharsets.UTF_8).length > most) {
      throw new IllegalArgumentException("it is longer than " + most + " bytes");
    }
    return text;
  }

  private static String json(Object given) throws CharacterCodingException {
    if (given instanceof JsonNode node) {
      return node.toString();
    }
    String text = text(given);
    try {
      if (JSON.readTree(text).isMissingNode()) {
        throw new IllegalArgumentException("it is empty");
      }
      return text;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
