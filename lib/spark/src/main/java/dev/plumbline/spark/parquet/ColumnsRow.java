package dev.plumbline.spark.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnReader;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/** The row at which the readers of its columns stand. Only of simple types, and only to be read. */
final class ColumnsRow extends InternalRow {
  private static final long serialVersionUID = 1L;

  private final transient ColumnReader[] readers;
  private final int[] defined;
  private final PrimitiveTypeName[] types;

  ColumnsRow(ColumnReader[] readers) {
    this.readers = readers;
    this.defined = new int[readers.length];
    this.types = new PrimitiveTypeName[readers.length];
    for (int i = 0; i < readers.length; i++) {
      defined[i] = readers[i].getDescriptor().getMaxDefinitionLevel();
      types[i] = readers[i].getDescriptor().getPrimitiveType().getPrimitiveTypeName();
    }
  }

  @Override
  public int numFields() {
    return readers.length;
  }

  @Override
  public boolean isNullAt(int column) {
    return readers[column].getCurrentDefinitionLevel() < defined[column];
  }

  @Override
  public boolean getBoolean(int column) {
    return readers[column].getBoolean();
  }

  @Override
  public int getInt(int column) {
    return readers[column].getInteger();
  }

  @Override
  public long getLong(int column) {
    return readers[column].getLong();
  }

  @Override
  public float getFloat(int column) {
    return readers[column].getFloat();
  }

  @Override
  public double getDouble(int column) {
    return readers[column].getDouble();
  }

  @Override
  public Decimal getDecimal(int column, int precision, int scale) {
    return switch (types[column]) {
      case INT32 -> Decimal.createUnsafe(getInt(column), precision, scale);
      case INT64 -> Decimal.createUnsafe(getLong(column), precision, scale);
      default ->
          Decimal.apply(new BigDecimal(new BigInteger(getBinary(column)), scale), precision, scale);
    };
  }

  @Override
  public UTF8String getUTF8String(int column) {
    Binary value = readers[column].getBinary();
    ByteBuffer bytes = value.toByteBuffer();
    return bytes.hasArray()
        ? UTF8String.fromBytes(
            bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining())
        : UTF8String.fromBytes(value.getBytes());
  }

  @Override
  public byte[] getBinary(int column) {
    return readers[column].getBinary().getBytes();
  }

  @Override
  public byte getByte(int column) {
    throw unsupported();
  }

  @Override
  public short getShort(int column) {
    throw unsupported();
  }

  @Override
  public CalendarInterval getInterval(int column) {
    throw unsupported();
  }

  @Override
  public InternalRow getStruct(int column, int fields) {
    throw unsupported();
  }

  @Override
  public ArrayData getArray(int column) {
    throw unsupported();
  }

  @Override
  public MapData getMap(int column) {
    throw unsupported();
  }

  @Override
  public Object get(int column, DataType type) {
    throw unsupported();
  }

  @Override
  public void setNullAt(int column) {
    throw unsupported();
  }

  @Override
  public void update(int column, Object value) {
    throw unsupported();
  }

  @Override
  public InternalRow copy() {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException(
        "columns hold simple values, and are read as they are");
  }
}
