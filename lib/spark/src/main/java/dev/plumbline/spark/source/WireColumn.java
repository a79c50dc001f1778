package dev.plumbline.spark.source;

import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.spark.source.RowQuery.Column;
import dev.plumbline.stores.mysql.MySqlDialect.Wire;
import dev.plumbline.stores.mysql.MySqlTimes;
import dev.plumbline.stores.mysql.WireRows;
import dev.plumbline.stores.mysql.WireRows.Kind;
import dev.plumbline.stores.mysql.WireTimes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.Arrays;

/** Takes the values of one column out of the server's bytes. Holds one value, without a box. */
abstract class WireColumn {
  /** The most digits of which every number fits a long. */
  static final int LONG_DIGITS = 18;

  final WireRows rows;
  final int ordinal;

  /** Where the value lies that {@link #take} found: a number, or bytes, as its form says. */
  long number;

  byte[] bytes;
  int start;
  int length;

  /** What {@link #take} finds. */
  enum Form {
    /**
     * A number in {@link #number}: an integer, days, microseconds, the unscaled value of a decimal,
     * or the bits of a FLOAT or DOUBLE.
     */
    NUMBER,
    /** Bytes, which stay until the next row. */
    BYTES,
    /** The unscaled value of a decimal, two's complement, high byte first. */
    WIDE
  }

  private WireColumn(WireRows rows, int ordinal) {
    this.rows = rows;
    this.ordinal = ordinal;
  }

  abstract Form form();

  /**
   * Takes the value that is not NULL at the source.
   *
   * @return false where it is to be read as NULL
   */
  abstract boolean take();

  static WireColumn of(Column column, WireRows rows, int ordinal) {
    return switch (column.wire()) {
      case INT, LONG -> new Integers(rows, ordinal);
      case FLOAT -> new Floats(rows, ordinal);
      case DOUBLE -> new Doubles(rows, ordinal);
      case DECIMAL ->
          column.precision() <= LONG_DIGITS
              ? new Decimals(rows, ordinal, column.scale())
              : new WideDecimals(rows, ordinal, column.scale());
      case TEXT, BYTES -> new Bytes(rows, ordinal);
      case BITS -> new Bits(rows, ordinal);
      case TIME -> new Times(rows, ordinal);
      case DATE, DATE_TIME -> new Dates(rows, ordinal, column);
    };
  }

  /** Values that fit a long. */
  private abstract static class Numbers extends WireColumn {
    Numbers(WireRows rows, int ordinal) {
      super(rows, ordinal);
    }

    @Override
    final Form form() {
      return Form.NUMBER;
    }
  }

  private static final class Integers extends Numbers {
    private final boolean binary;

    Integers(WireRows rows, int ordinal) {
      super(rows, ordinal);
      this.binary = rows.kind(ordinal) == Kind.INTEGER;
    }

    @Override
    boolean take() {
      number = binary ? rows.integer(ordinal) : Long.parseLong(rows.text(ordinal));
      return true;
    }
  }

  private static final class Floats extends Numbers {
    Floats(WireRows rows, int ordinal) {
      super(rows, ordinal);
    }

    @Override
    boolean take() {
      number = Float.floatToRawIntBits((float) rows.real(ordinal));
      return true;
    }
  }

  private static final class Doubles extends Numbers {
    Doubles(WireRows rows, int ordinal) {
      super(rows, ordinal);
    }

    @Override
    boolean take() {
      number = Double.doubleToRawLongBits(rows.real(ordinal));
      return true;
    }
  }

  /** Decimals come as text. */
  private static final class Decimals extends Numbers {
    private final int scale;

    Decimals(WireRows rows, int ordinal, int scale) {
      super(rows, ordinal);
      this.scale = scale;
    }

    @Override
    boolean take() {
      byte[] text = rows.bytes();
      int at = rows.start(ordinal);
      int end = at + rows.length(ordinal);
      boolean negative = text[at] == '-';
      long unscaled = 0;
      int fraction = -1;
      for (int i = negative ? at + 1 : at; i < end; i++) {
        int digit = text[i] - '0';
        if (digit >= 0 && digit <= 9) {
          unscaled = unscaled * 10 + digit;
          fraction += fraction >= 0 ? 1 : 0;
        } else {
          fraction = 0;
        }
      }
      if (Math.max(0, fraction) != scale) {
        throw new ArithmeticException("the decimal " + rows.text(ordinal) + " has another scale");
      }
      number = negative ? -unscaled : unscaled;
      return true;
    }
  }

  private static final class Times extends Numbers {
    private final boolean binary;

    Times(WireRows rows, int ordinal) {
      super(rows, ordinal);
      this.binary = rows.kind(ordinal) == Kind.TIME;
    }

    @Override
    boolean take() {
      number =
          binary
              ? WireTimes.duration(rows.bytes(), rows.start(ordinal), rows.length(ordinal))
              : MySqlTimes.duration(text(this));
      return true;
    }
  }

  private static final class Dates extends Numbers {
    private final Column column;
    private final boolean binary;
    private final boolean date;

    Dates(WireRows rows, int ordinal, Column column) {
      super(rows, ordinal);
      Kind kind = rows.kind(ordinal);
      this.column = column;
      this.binary = kind == Kind.DATE || kind == Kind.DATE_TIME;
      this.date = column.wire() == Wire.DATE;
    }

    @Override
    boolean take() {
      long value = binary ? ofBytes() : ofText();
      if (value != WireTimes.NOT_A_DATE) {
        number = value;
        return true;
      }
      if (column.zeroDates() == ZeroDates.FAIL) {
        throw new NotADateException(column.name(), rows.shown(ordinal));
      }
      return false;
    }

    private long ofBytes() {
      int from = rows.start(ordinal);
      int size = rows.length(ordinal);
      return date
          ? WireTimes.days(rows.bytes(), from, size)
          : WireTimes.micros(rows.bytes(), from, size);
    }

    private long ofText() {
      byte[] text = text(this);
      try {
        return date ? MySqlTimes.days(text) : MySqlTimes.micros(text);
      } catch (DateTimeException e) {
        return WireTimes.NOT_A_DATE;
      }
    }
  }

  private static final class Bytes extends WireColumn {
    Bytes(WireRows rows, int ordinal) {
      super(rows, ordinal);
    }

    @Override
    Form form() {
      return Form.BYTES;
    }

    @Override
    boolean take() {
      bytes = rows.bytes();
      start = rows.start(ordinal);
      length = rows.length(ordinal);
      return true;
    }
  }

  /** Always eight bytes, however many bits the column has. */
  private static final class Bits extends WireColumn {
    private final boolean integer;

    Bits(WireRows rows, int ordinal) {
      super(rows, ordinal);
      this.integer = rows.kind(ordinal) == Kind.INTEGER;
      this.bytes = new byte[Long.BYTES];
      this.length = Long.BYTES;
    }

    @Override
    Form form() {
      return Form.BYTES;
    }

    @Override
    boolean take() {
      if (integer) {
        ByteBuffer.wrap(bytes).putLong(rows.integer(ordinal));
        return true;
      }
      int given = rows.length(ordinal);
      Arrays.fill(bytes, 0, Long.BYTES - given, (byte) 0);
      System.arraycopy(rows.bytes(), rows.start(ordinal), bytes, Long.BYTES - given, given);
      return true;
    }
  }

  /** Decimals that do not fit a long, and BIGINT UNSIGNED. */
  private static final class WideDecimals extends WireColumn {
    private final int scale;
    private final boolean integer;
    private final byte[] unsigned = new byte[1 + Long.BYTES];

    WideDecimals(WireRows rows, int ordinal, int scale) {
      super(rows, ordinal);
      this.scale = scale;
      this.integer = rows.kind(ordinal) == Kind.INTEGER;
    }

    @Override
    Form form() {
      return Form.WIDE;
    }

    @Override
    boolean take() {
      if (integer) {
        long value = rows.integer(ordinal);
        unsigned[0] = (byte) (value < 0 && !rows.isUnsigned(ordinal) ? -1 : 0);
        ByteBuffer.wrap(unsigned).putLong(1, value);
        bytes = unsigned;
      } else {
        bytes = new BigDecimal(rows.text(ordinal)).setScale(scale).unscaledValue().toByteArray();
      }
      length = bytes.length;
      return true;
    }
  }

  private static byte[] text(WireColumn column) {
    int from = column.rows.start(column.ordinal);
    return Arrays.copyOfRange(column.rows.bytes(), from, from + column.rows.length(column.ordinal));
  }

  /** The unscaled value of a decimal. */
  final BigInteger unscaled() {
    return new BigInteger(bytes, start, length);
  }
}
