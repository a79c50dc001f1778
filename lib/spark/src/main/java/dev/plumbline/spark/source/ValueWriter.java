package dev.plumbline.spark.source;

import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;

/** Puts the value that a column holds into Spark's row, without a box where it can. */
@FunctionalInterface
interface ValueWriter {
  /**
   * @param from holds a value
   */
  void write(WireColumn from, SpecificInternalRow to, int ordinal);

  static ValueWriter of(DataType type) {
    if (type instanceof IntegerType || type instanceof DateType) {
      return (from, to, ordinal) -> to.setInt(ordinal, (int) from.number);
    } else if (type instanceof FloatType) {
      return (from, to, ordinal) -> to.setFloat(ordinal, Float.intBitsToFloat((int) from.number));
    } else if (type instanceof DoubleType) {
      return (from, to, ordinal) -> to.setDouble(ordinal, Double.longBitsToDouble(from.number));
    } else if (type instanceof DecimalType decimal) {
      return (from, to, ordinal) -> to.update(ordinal, decimal(from, decimal));
    } else if (type instanceof StringType) {
      return (from, to, ordinal) -> to.update(ordinal, UTF8String.fromBytes(copy(from)));
    } else if (type instanceof BinaryType) {
      return (from, to, ordinal) -> to.update(ordinal, copy(from));
    }
    return (from, to, ordinal) -> to.setLong(ordinal, from.number);
  }

  private static Decimal decimal(WireColumn from, DecimalType type) {
    return from.form() == WireColumn.Form.NUMBER
        ? Decimal.apply(from.number, type.precision(), type.scale())
        : Decimal.apply(
            new BigDecimal(from.unscaled(), type.scale()), type.precision(), type.scale());
  }

  private static byte[] copy(WireColumn from) {
    return Arrays.copyOfRange(from.bytes, from.start, from.start + from.length);
  }
}
