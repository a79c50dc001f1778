package dev.plumbline.jobs.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers, from JSON numbers and from numbers written as text. */
final class NumberValues {
  /** No column holds as many digits; a longer exponent would only use up memory. */
  private static final int MAX_EXPONENT = 400;

  private NumberValues() {}

  static Values.Converter integer(ColumnType type) {
    Range range = Range.of(type);
    boolean takesBoolean = type.type() == MySqlType.TINYINT || type.type() == MySqlType.BIT;
    return node -> {
      if (node.isBoolean() && takesBoolean) {
        return node.booleanValue() ? 1L : 0L;
      }
      BigDecimal number = number(node);
      if (number.stripTrailingZeros().scale() > 0) {
        throw new UnfitValueException(Values.shown(node) + " is not a whole number");
      }
      BigInteger whole = number.toBigInteger();
      if (!range.holds(whole)) {
        throw new UnfitValueException(Values.shown(node) + " is out of range for " + type);
      }
      return new BigDecimal(whole);
    };
  }

  static Values.Converter decimal(ColumnType type) {
    int[] shape = shape(type);
    return node -> {
      BigDecimal number = number(node);
      BigDecimal least = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
      if (least.scale() > shape[1]) {
        throw new UnfitValueException(
            Values.shown(node) + " has more decimals than " + type + " holds");
      }
      if (least.precision() - least.scale() > shape[0] - shape[1]) {
        throw new UnfitValueException(Values.shown(node) + " is out of range for " + type);
      }
      return number;
    };
  }

  /** Precision and scale; for a type without parameters MySQL's 10 and 0. */
  private static int[] shape(ColumnType type) {
    return new int[] {type.precision(), type.scale()};
  }

  /** The nearest float: what any writer of this column stores. */
  static Object float32(JsonNode node) throws UnfitValueException {
    float value = number(node).floatValue();
    if (Float.isInfinite(value)) {
      throw new UnfitValueException(Values.shown(node) + " is out of range for float");
    }
    return value;
  }

  /** The nearest double. */
  static Object float64(JsonNode node) throws UnfitValueException {
    double value = number(node).doubleValue();
    if (Double.isInfinite(value)) {
      throw new UnfitValueException(Values.shown(node) + " is out of range for double");
    }
    return value;
  }

  private static BigDecimal number(JsonNode node) throws UnfitValueException {
    if (isBeyondAny(node)) {
      throw new UnfitValueException("the number is larger than any column holds");
    }
    if (node.isNumber()) {
      return bounded(node.decimalValue(), node);
    }
    if (node.isTextual()) {
      try {
        return bounded(new BigDecimal(node.textValue().strip()), node);
      } catch (NumberFormatException e) {
        throw new UnfitValueException(Values.shown(node) + " is not a number");
      }
    }
    throw new UnfitValueException(Values.shown(node) + " is not a number");
  }

  /** Jackson reads a number beyond 1.8e308 as infinite, even where it is to keep numbers exact. */
  static boolean isBeyondAny(JsonNode node) {
    return node.isDouble() && !Double.isFinite(node.doubleValue());
  }

  private static BigDecimal bounded(BigDecimal number, JsonNode node) throws UnfitValueException {
    if (Math.abs((long) number.precision() - number.scale()) > MAX_EXPONENT
        || Math.abs((long) number.scale()) > MAX_EXPONENT) {
      throw new UnfitValueException(Values.shown(node) + " is out of range");
    }
    return number;
  }

  private record Range(BigInteger least, BigInteger most) {
    static Range of(ColumnType type) {
      return switch (type.type()) {
        case TINYINT -> signed(8);
        case SMALLINT -> signed(16);
        case MEDIUMINT -> signed(24);
        case INT -> signed(32);
        case BIGINT -> signed(64);
        case TINYINT_UNSIGNED -> unsigned(8);
        case SMALLINT_UNSIGNED -> unsigned(16);
        case MEDIUMINT_UNSIGNED -> unsigned(24);
        case INT_UNSIGNED -> unsigned(32);
        case BIGINT_UNSIGNED -> unsigned(64);
        case BIT -> unsigned(type.length());
        // 0 is MySQL's year 0000; 1 to 99 would be taken for years of two digits.
        case YEAR -> new Range(BigInteger.valueOf(1901), BigInteger.valueOf(2155));
        default -> throw new IllegalArgumentException(type + " holds no whole numbers");
      };
    }

    private static Range signed(int bits) {
      BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
      return new Range(half.negate(), half.subtract(BigInteger.ONE));
    }

    private static Range unsigned(int bits) {
      return new Range(BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
    }

    boolean holds(BigInteger value) {
      return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }
  }
}
