package dev.plumbline.spark.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column that is taken from a row of the API.
 *
 * @param pointer JSON pointer into the row
 */
record JsonColumn(String name, String pointer, DataType type) implements Serializable {

  /**
   * The value as Spark holds it; null when the field is absent or null.
   *
   * @throws IllegalArgumentException when it is of another type or out of range
   */
  Object value(JsonNode row) {
    JsonNode node = row.at(pointer);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    try {
      return convert(node);
    } catch (ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The value for a message. */
  String shown(JsonNode row) {
    String text = row.at(pointer).toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private Object convert(JsonNode node) {
    if (type instanceof StringType) {
      return UTF8String.fromString(node.isValueNode() ? node.asText() : node.toString());
    } else if (type instanceof IntegerType) {
      return number(node).intValueExact();
    } else if (type instanceof LongType) {
      return number(node).longValueExact();
    } else if (type instanceof DecimalType decimal) {
      return decimal(number(node), decimal);
    } else if (type instanceof DoubleType) {
      return number(node).doubleValue();
    } else if (type instanceof FloatType) {
      return number(node).floatValue();
    } else if (type instanceof DateType) {
      return (int) LocalDate.parse(text(node)).toEpochDay();
    } else if (type instanceof TimestampType) {
      return ChronoUnit.MICROS.between(
          OffsetDateTime.ofInstant(java.time.Instant.EPOCH, ZoneOffset.UTC),
          OffsetDateTime.parse(text(node)));
    } else if (type instanceof TimestampNTZType) {
      return ChronoUnit.MICROS.between(
          LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), LocalDateTime.parse(text(node)));
    } else if (type instanceof BinaryType) {
      return Base64.getDecoder().decode(text(node));
    }
    throw new IllegalArgumentException("no JSON value is a " + type.simpleString());
  }

  /** Rounded half up, as MySQL does where it stores more digits than a column has. */
  private static Decimal decimal(BigDecimal value, DecimalType type) {
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > type.precision()) {
      throw new ArithmeticException(value + " has too many digits");
    }
    return Decimal.apply(rounded, type.precision(), type.scale());
  }

  private static BigDecimal number(JsonNode node) {
    if (node.isBoolean()) {
      return node.asBoolean() ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    return node.isNumber() ? node.decimalValue() : new BigDecimal(text(node).strip());
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw new IllegalArgumentException("neither text nor number");
    }
    return node.asText();
  }
}
