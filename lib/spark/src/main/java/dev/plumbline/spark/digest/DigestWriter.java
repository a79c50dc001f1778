package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.CanonicalValue;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.RowBytes;
import dev.plumbline.core.reconcile.form.RowForm.Slot;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.table.ColumnClass;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Digests Spark's own rows without an object per value, for sums over many of them; {@link
 * CanonicalRow} says the same value by value. Not thread-safe.
 */
final class DigestWriter {
  /** The last day before year 1. */
  private static final long YEAR_ONE = LocalDate.of(1, 1, 1).toEpochDay();

  private static final HexFormat HEX = HexFormat.of();

  private final TableForm form;
  private final RowBytes bytes;
  private final List<Slot> slots;
  private final int[] places;
  private final Value[] values;
  private final CanonicalRow texts;
  private final int[] toolPlaces;
  private final int[] keyPlaces;

  /** Puts the value of a row's column behind what is there. */
  @FunctionalInterface
  private interface Value {
    void put(InternalRow row, int column, RowBytes to);
  }

  /**
   * @param schema has the compared columns of the form, in its order
   */
  DigestWriter(TableForm form, StructType schema) {
    this.form = form;
    this.bytes = new RowBytes(form.strength());
    this.slots = new ArrayList<>(form.inStore().slots());
    this.places = places(slots.stream().map(Slot::column).toList());
    this.values = new Value[slots.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(slots.get(i).column(), schema.fields()[places[i]].dataType());
    }
    this.texts = new CanonicalRow(form, schema);
    this.toolPlaces = places(form.columns(ColumnClass.BY_SPARK));
    this.keyPlaces = places(form.keyColumns());
  }

  private int[] places(List<DigestColumn> columns) {
    List<DigestColumn> compared = form.compared();
    return columns.stream().mapToInt(compared::indexOf).toArray();
  }

  /** Adds a row. */
  void add(InternalRow row, DigestSum sum) {
    bytes.begin();
    for (int i = 0; i < places.length; i++) {
      int column = places[i];
      if (row.isNullAt(column)) {
        bytes.nothing(slots.get(i));
      } else {
        values[i].put(row, column, bytes);
        bytes.end(slots.get(i));
      }
    }
    byte[] hash = bytes.hash();
    if (toolPlaces.length == 0) {
      sum.add(hash);
      return;
    }
    String stored = HEX.formatHex(hash);
    String identity =
        form.keyless()
            ? stored
            : CanonicalBytes.text(form.keyForm(), texts(row, keyPlaces), form.strength());
    sum.add(
        stored,
        CanonicalBytes.toolHash(identity, form.byTool(), texts(row, toolPlaces), form.strength()));
  }

  private List<String> texts(InternalRow row, int[] columns) {
    List<String> some = new ArrayList<>(columns.length);
    for (int column : columns) {
      some.add(texts.text(row, column));
    }
    return some;
  }

  private static Value value(DigestColumn column, DataType type) {
    return switch (column.form()) {
      case INTEGER, DURATION_MICROS -> integer(type);
      case LOCAL_MICROS, INSTANT_MICROS -> (row, i, to) -> to.putLong(row.getLong(i));
      case DECIMAL -> decimal(type);
      case BITS -> (row, i, to) -> to.putBits(row.getBinary(i));
      case BYTES ->
          (row, i, to) -> {
            byte[] value = row.getBinary(i);
            to.putHex(value, 0, value.length);
          };
      case TEXT -> DigestWriter::text;
      case PADDED_TEXT ->
          (row, i, to) -> {
            text(row, i, to);
            to.trim((byte) ' ');
          };
      case DATE -> DigestWriter::date;
      case FLOAT32, FLOAT64, JSON ->
          throw new IllegalArgumentException("no store digests a " + column.form());
    };
  }

  private static Value integer(DataType type) {
    if (type instanceof BooleanType) {
      return (row, i, to) -> to.putLong(row.getBoolean(i) ? 1 : 0);
    } else if (type instanceof ByteType) {
      return (row, i, to) -> to.putLong(row.getByte(i));
    } else if (type instanceof ShortType) {
      return (row, i, to) -> to.putLong(row.getShort(i));
    } else if (type instanceof IntegerType) {
      return (row, i, to) -> to.putLong(row.getInt(i));
    } else if (type instanceof LongType) {
      return (row, i, to) -> to.putLong(row.getLong(i));
    }
    return decimal(type);
  }

  private static Value decimal(DataType type) {
    if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      if (precision <= Decimal.MAX_LONG_DIGITS()) {
        return (row, i, to) ->
            to.putDecimal(row.getDecimal(i, precision, scale).toUnscaledLong(), scale);
      }
      return (row, i, to) ->
          to.putAscii(
              CanonicalValue.decimal(row.getDecimal(i, precision, scale).toJavaBigDecimal()));
    }
    return (row, i, to) ->
        to.putAscii(CanonicalValue.decimal(new BigDecimal(row.getUTF8String(i).toString())));
  }

  private static void text(InternalRow row, int column, RowBytes to) {
    UTF8String text = row.getUTF8String(column);
    int at = to.room(text.numBytes());
    text.writeToMemory(to.array(), (long) Platform.BYTE_ARRAY_OFFSET + at);
  }

  private static void date(InternalRow row, int column, RowBytes to) {
    int day = row.getInt(column);
    if (day >= YEAR_ONE) {
      to.putLong(day);
    } else {
      to.putAscii(CanonicalValue.date(LocalDate.ofEpochDay(day)));
    }
  }
}
