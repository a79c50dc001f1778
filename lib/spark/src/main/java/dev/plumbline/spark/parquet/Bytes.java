package dev.plumbline.spark.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing buffer of bytes; numbers are put into it low byte first. */
final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int INITIAL = 1 << 12;

  /** A buffer that one huge value has made larger than this is given back. */
  private static final int KEPT = 1 << 22;

  byte[] array = new byte[INITIAL];
  int size;

  void clear() {
    size = 0;
    if (array.length > KEPT) {
      array = new byte[INITIAL];
    }
  }

  void require(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(size, more)));
    }
  }

  void putByte(int value) {
    require(1);
    array[size++] = (byte) value;
  }

  void putInt(int value) {
    require(Integer.BYTES);
    INT.set(array, size, value);
    size += Integer.BYTES;
  }

  void putLong(long value) {
    require(Long.BYTES);
    LONG.set(array, size, value);
    size += Long.BYTES;
  }

  void put(byte[] from, int start, int length) {
    require(length);
    System.arraycopy(from, start, array, size, length);
    size += length;
  }

  /** An unsigned number in groups of seven bits, low ones first. */
  void putVarInt(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      putByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    putByte(rest);
  }
}
