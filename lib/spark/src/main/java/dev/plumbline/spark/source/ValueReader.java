package dev.plumbline.spark.source;

import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.spark.source.RowQuery.Column;
import dev.plumbline.stores.mysql.MySqlTimes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Takes one value from the driver and puts it into Spark's row, without a box where it can. */
@FunctionalInterface
interface ValueReader {
  /**
   * @param ordinal the column's position from 0, in both
   */
  void read(ResultSet from, int ordinal, SpecificInternalRow to) throws SQLException;

  static ValueReader of(Column column) {
    return switch (column.wire()) {
      case INT -> ValueReader::integer;
      case LONG -> ValueReader::bigint;
      case FLOAT -> ValueReader::real;
      case DOUBLE -> ValueReader::doublePrecision;
      case DECIMAL -> (from, ordinal, to) -> decimal(column, from, ordinal, to);
      case TEXT -> ValueReader::text;
      case BYTES -> ValueReader::bytes;
      case BITS -> ValueReader::bits;
      case TIME -> ValueReader::time;
      case DATE ->
          dated(column, (bytes, ordinal, to) -> to.setInt(ordinal, MySqlTimes.days(bytes)));
      case DATE_TIME ->
          dated(column, (bytes, ordinal, to) -> to.setLong(ordinal, MySqlTimes.micros(bytes)));
    };
  }

  private static void integer(ResultSet from, int ordinal, SpecificInternalRow to)
      throws SQLException {
    int value = from.getInt(ordinal + 1);
    if (from.wasNull()) {
      to.setNullAt(ordinal);
    } else {
      to.setInt(ordinal, value);
    }
  }

  private static void bigint(ResultSet from, int ordinal, SpecificInternalRow to)
      throws SQLException {
    long value = from.getLong(ordinal + 1);
    if (from.wasNull()) {
      to.setNullAt(ordinal);
    } else {
      to.setLong(ordinal, value);
    }
  }

  private static void real(ResultSet from, int ordinal, SpecificInternalRow to)
      throws SQLException {
    float value = from.getFloat(ordinal + 1);
    if (from.wasNull()) {
      to.setNullAt(ordinal);
    } else {
      to.setFloat(ordinal, value);
    }
  }

  private static void doublePrecision(ResultSet from, int ordinal, SpecificInternalRow to)
      throws SQLException {
    double value = from.getDouble(ordinal + 1);
    if (from.wasNull()) {
      to.setNullAt(ordinal);
    } else {
      to.setDouble(ordinal, value);
    }
  }

  private static void decimal(Column column, ResultSet from, int ordinal, SpecificInternalRow to)
      throws SQLException {
    BigDecimal value = from.getBigDecimal(ordinal + 1);
    to.update(
        ordinal, value == null ? null : Decimal.apply(value, column.precision(), column.scale()));
  }

  private static void text(ResultSet from, int ordinal, SpecificInternalRow to)
      throws SQLException {
    byte[] value = from.getBytes(ordinal + 1);
    to.update(ordinal, value == null ? null : UTF8String.fromBytes(value));
  }

  private static void bytes(ResultSet from, int ordinal, SpecificInternalRow to)
      throws SQLException {
    to.update(ordinal, from.getBytes(ordinal + 1));
  }

  private static void bits(ResultSet from, int ordinal, SpecificInternalRow to)
      throws SQLException {
    long value = from.getLong(ordinal + 1);
    to.update(
        ordinal, from.wasNull() ? null : ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static void time(ResultSet from, int ordinal, SpecificInternalRow to)
      throws SQLException {
    byte[] value = from.getBytes(ordinal + 1);
    if (value == null) {
      to.setNullAt(ordinal);
    } else {
      to.setLong(ordinal, MySqlTimes.duration(value));
    }
  }

  private static ValueReader dated(Column column, DateWriter writer) {
    return (from, ordinal, to) -> {
      byte[] value = from.getBytes(ordinal + 1);
      if (value == null) {
        to.setNullAt(ordinal);
        return;
      }
      try {
        writer.write(value, ordinal, to);
      } catch (DateTimeException e) {
        if (column.zeroDates() == ZeroDates.FAIL) {
          throw new NotADateException(column.name(), new String(value, StandardCharsets.UTF_8), e);
        }
        to.setNullAt(ordinal);
      }
    };
  }

  /** Puts a date or date-time, given in MySQL's notation, into the row. */
  @FunctionalInterface
  interface DateWriter {
    void write(byte[] text, int ordinal, SpecificInternalRow to);
  }
}
