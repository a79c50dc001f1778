package dev.plumbline.spark.parquet;

import java.util.Arrays;

/** Which rows of a page have a value, and the encodings of runs and of packed bits. */
final class Levels {
  private byte[] present = new byte[256];
  private int rows;
  private int values;

  int rows() {
    return rows;
  }

  int nulls() {
    return rows - values;
  }

  void addValue() {
    if (rows >> 3 == present.length) {
      present = Arrays.copyOf(present, 2 * present.length);
    }
    present[rows >> 3] |= (byte) (1 << (rows & 7));
    rows++;
    values++;
  }

  void addNull() {
    if (rows >> 3 == present.length) {
      present = Arrays.copyOf(present, 2 * present.length);
    }
    rows++;
  }

  void clear() {
    Arrays.fill(present, (byte) 0);
    rows = 0;
    values = 0;
  }

  /** The definition levels, with their length in front. */
  void write(Bytes to) {
    int at = to.size;
    to.putInt(0);
    if (values == 0 || values == rows) {
      run(to, rows, values == 0 ? 0 : 1, 1);
    } else {
      int groups = (rows + 7) / 8;
      to.putVarInt((groups << 1) | 1);
      to.put(present, 0, groups);
    }
    int end = to.size;
    to.size = at;
    to.putInt(end - at - Integer.BYTES);
    to.size = end;
  }

  /** The same value again and again. */
  static void run(Bytes to, int times, int value, int width) {
    to.putVarInt(times << 1);
    for (int i = 0; i < width; i += 8) {
      to.putByte(value >>> i);
    }
  }

  /** Values of that many bits each, packed. */
  static void packed(Bytes to, int[] values, int count, int width) {
    int groups = (count + 7) / 8;
    to.putVarInt((groups << 1) | 1);
    to.require(groups * width + Long.BYTES);
    byte[] array = to.array;
    int at = to.size;
    long bits = 0;
    int held = 0;
    for (int i = 0; i < groups * 8; i++) {
      bits |= (long) (i < count ? values[i] : 0) << held;
      held += width;
      while (held >= 8) {
        array[at++] = (byte) bits;
        bits >>>= 8;
        held -= 8;
      }
    }
    to.size = at;
  }
}
