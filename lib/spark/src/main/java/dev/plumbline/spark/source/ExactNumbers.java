package dev.plumbline.spark.source;

import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers as a declared column holds them: nothing is rounded and nothing overflows. */
final class ExactNumbers {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,40}");

  /** The exponent is bounded, since a number of a billion digits would be made of a few. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?");

  private static final BigInteger UNSIGNED_MOST =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

  private ExactNumbers() {}

  /** An integer of at most 64 bits with a sign. */
  static long whole(Object given, ColumnType type) throws CharacterCodingException {
    long value = integer(given, type);
    MySqlType of = type.type();
    boolean fits =
        of == MySqlType.YEAR
            ? value == 0 || (value >= 1901 && value <= 2155)
            : value >= least(of) && value <= most(of);
    if (!fits) {
      throw new IllegalArgumentException("it is out of range");
    }
    return value;
  }

  private static long integer(Object given, ColumnType type) throws CharacterCodingException {
    if (given instanceof Integer || given instanceof Long) {
      return ((Number) given).longValue();
    }
    if (type.type() == MySqlType.TINYINT) {
      if (given instanceof Boolean flag) {
        return flag ? 1 : 0;
      }
      if (type.sql().toLowerCase(Locale.ROOT).startsWith("bool")
          && (given.equals("true") || given.equals("false"))) {
        return given.equals("true") ? 1 : 0;
      }
    }
    return big(given).longValueExact();
  }

  private static long least(MySqlType type) {
    return isUnsigned(type) ? 0 : -(1L << (bits(type) - 1));
  }

  private static long most(MySqlType type) {
    return isUnsigned(type) ? (1L << bits(type)) - 1 : (1L << (bits(type) - 1)) - 1;
  }

  private static boolean isUnsigned(MySqlType type) {
    return type.name().endsWith("_UNSIGNED");
  }

  private static int bits(MySqlType type) {
    return switch (type) {
      case TINYINT, TINYINT_UNSIGNED -> 8;
      case SMALLINT, SMALLINT_UNSIGNED -> 16;
      case MEDIUMINT, MEDIUMINT_UNSIGNED -> 24;
      case INT, INT_UNSIGNED -> 32;
      default -> 64;
    };
  }

  /** An integer of 64 bits without a sign. */
  static BigDecimal unsigned(Object given) throws CharacterCodingException {
    BigInteger value = big(given);
    if (value.signum() < 0 || value.compareTo(UNSIGNED_MOST) > 0) {
      throw new IllegalArgumentException("it is out of range");
    }
    return new BigDecimal(value);
  }

  private static BigInteger big(Object given) throws CharacterCodingException {
    if (given instanceof BigInteger whole) {
      return whole;
    }
    if (given instanceof String || given instanceof byte[]) {
      String text = DeclaredColumn.text(given);
      if (!WHOLE.matcher(text).matches()) {
        throw new NumberFormatException(text);
      }
      return new BigInteger(text);
    }
    return number(given).toBigIntegerExact();
  }

  /** A decimal with just the digits after the point that are declared. */
  static BigDecimal decimal(Object given, ColumnType type) throws CharacterCodingException {
    BigDecimal value = number(given);
    if (value.stripTrailingZeros().scale() > type.scale()) {
      throw new IllegalArgumentException("it has more digits after the point");
    }
    BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (scaled.precision() > type.precision()) {
      throw new IllegalArgumentException("it has more digits before the point");
    }
    return scaled;
  }

  /** The nearest double, which is the one that a shortest notation stands for. */
  static double real(Object given) throws CharacterCodingException {
    return finite(given instanceof Double real ? real : number(given).doubleValue());
  }

  /** The nearest float. */
  static float single(Object given) throws CharacterCodingException {
    float value = given instanceof Float real ? real : number(given).floatValue();
    finite(value);
    return value;
  }

  private static double finite(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("it is no finite number");
    }
    return value;
  }

  private static BigDecimal number(Object given) throws CharacterCodingException {
    if (given instanceof BigDecimal decimal) {
      return decimal;
    }
    if (given instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    if (given instanceof Float real) {
      // The digits that tell the float from its neighbours, and not those of the double it is.
      finite(real);
      return new BigDecimal(real.toString());
    }
    if (given instanceof Double real) {
      finite(real);
      return new BigDecimal(real.toString());
    }
    if (given instanceof Number whole) {
      return BigDecimal.valueOf(whole.longValue());
    }
    String text = DeclaredColumn.text(given);
    if (!NUMBER.matcher(text).matches()) {
      throw new NumberFormatException(text);
    }
    return new BigDecimal(text);
  }
}
