package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.CanonicalJson;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.RowBytes;
import dev.plumbline.core.reconcile.form.RowForm;
import dev.plumbline.core.reconcile.form.RowForm.Slot;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.DigestSum;
import java.math.BigDecimal;
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
  private final boolean keyless;
  private final Cells stored;
  private final Cells tool;
  private final Cells key;
  private final RowBytes text;
  private final RowBytes toolText;

  /** Puts the value of a row's column behind what is there. */
  @FunctionalInterface
  private interface Value {
    void put(InternalRow row, int column, RowBytes to);
  }

  /** The cells of a row that belong to one text. */
  private static final class Cells {
    private final Slot[] slots;
    private final int[] places;
    private final Value[] values;

    Cells(RowForm cells, TableForm form, StructType schema) {
      List<DigestColumn> compared = form.compared();
      this.slots = cells.slots().toArray(Slot[]::new);
      this.places = new int[slots.length];
      this.values = new Value[slots.length];
      for (int i = 0; i < slots.length; i++) {
        places[i] = compared.indexOf(slots[i].column());
        values[i] = value(slots[i].column(), schema.fields()[places[i]].dataType());
      }
    }

    void put(InternalRow row, RowBytes to) {
      for (int i = 0; i < slots.length; i++) {
        if (row.isNullAt(places[i])) {
          to.nothing(slots[i]);
        } else {
          values[i].put(row, places[i], to);
          to.end(slots[i]);
        }
      }
    }
  }

  /**
   * @param schema has the compared columns of the form, in its order
   */
  DigestWriter(TableForm form, StructType schema) {
    this.keyless = form.keyless();
    this.stored = new Cells(form.inStore(), form, schema);
    this.tool = new Cells(form.byTool(), form, schema);
    this.key = new Cells(form.keyForm(), form, schema);
    this.text = new RowBytes(form.strength());
    this.toolText = new RowBytes(form.strength());
  }

  /** Adds a row. */
  void add(InternalRow row, DigestSum sum) {
    add(row, hash(row), sum);
  }

  /** The hash of what stores digest of a row; it stays until the next one. */
  byte[] hash(InternalRow row) {
    text.begin();
    stored.put(row, text);
    return text.hash();
  }

  /** Adds a row whose hash is known. */
  void add(InternalRow row, byte[] hash, DigestSum sum) {
    sum.add(hash);
    if (tool.slots.length > 0) {
      toolText.begin();
      if (keyless) {
        toolText.putHex(hash, 0, hash.length);
      } else {
        key.put(row, toolText);
      }
      toolText.endIdentity();
      tool.put(row, toolText);
      sum.addTool(toolText.hash());
    }
  }

  private static Value value(DigestColumn column, DataType type) {
    return switch (column.form()) {
      case INTEGER, DURATION_MICROS -> integer(type);
      case LOCAL_MICROS, INSTANT_MICROS -> (row, i, to) -> to.putMicros(row.getLong(i));
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
      case DATE -> (row, i, to) -> to.putDay(row.getInt(i));
      case FLOAT32 -> (row, i, to) -> to.putReal(row.getFloat(i));
      case FLOAT64 -> (row, i, to) -> to.putReal(row.getDouble(i));
      case JSON -> (row, i, to) -> to.putText(CanonicalJson.of(row.getUTF8String(i).toString()));
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
      return (row, i, to) -> to.putDecimal(row.getDecimal(i, precision, scale).toJavaBigDecimal());
    }
    return (row, i, to) -> to.putDecimal(new BigDecimal(row.getUTF8String(i).toString()));
  }

  private static void text(InternalRow row, int column, RowBytes to) {
    UTF8String text = row.getUTF8String(column);
    int at = to.room(text.numBytes());
    text.writeToMemory(to.array(), (long) Platform.BYTE_ARRAY_OFFSET + at);
  }
}
