package dev.plumbline.spark.parquet;

import java.util.Arrays;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;
import org.apache.iceberg.shaded.org.apache.parquet.column.statistics.Statistics;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;

/**
 * A column of text or bytes. As long as there are few different values, and short ones, they go
 * into a dictionary.
 */
final class BytesChunk extends ColumnChunk {
  private static final int MOST = 4_096;
  private static final int SLOTS = 4 * MOST;
  private static final int MOST_BYTES = 1 << 16;

  private final Bytes plain = new Bytes();
  private final Bytes entries = new Bytes();
  private final Indices indices = new Indices();
  private int[] ends = new int[MOST + 1];
  private short[] slots = new short[SLOTS];
  private int size;
  private boolean hasDictionary = true;
  private boolean tryDictionary = true;
  private final Bound least = new Bound();
  private final Bound greatest = new Bound();

  /** A value that is kept. */
  private static final class Bound {
    private byte[] bytes = new byte[64];
    private int length = -1;

    /** Compares as unsigned bytes, which is the order of code points in UTF-8. */
    int compare(byte[] other, int start, int size) {
      return Arrays.compareUnsigned(bytes, 0, length, other, start, start + size);
    }

    void set(byte[] from, int start, int size) {
      if (bytes.length < size) {
        bytes = new byte[size];
      }
      System.arraycopy(from, start, bytes, 0, size);
      length = size;
    }

    Binary binary() {
      return Binary.fromConstantByteArray(Arrays.copyOf(bytes, length));
    }
  }

  BytesChunk(ColumnDescriptor column, PageCompressor compressor, boolean bounds, int pageBytes) {
    super(column, compressor, bounds, pageBytes);
  }

  void add(byte[] from, int start, int length) {
    bound(from, start, length);
    if (tryDictionary) {
      int index = index(from, start, length);
      if (index >= 0) {
        indices.add(index);
        added(0);
        return;
      }
      giveUp();
    }
    put(plain, from, start, length);
    added(plain.size);
  }

  private static void put(Bytes to, byte[] from, int start, int length) {
    to.putInt(length);
    to.put(from, start, length);
  }

  private void bound(byte[] from, int start, int length) {
    if (least.length < 0) {
      least.set(from, start, length);
      greatest.set(from, start, length);
    } else if (least.compare(from, start, length) > 0) {
      least.set(from, start, length);
    } else if (greatest.compare(from, start, length) < 0) {
      greatest.set(from, start, length);
    }
  }

  /** The value's place in the dictionary; negative where that is full. */
  private int index(byte[] from, int start, int length) {
    int slot = hash(from, start, length);
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      int at = ends[index] + Integer.BYTES;
      if (Arrays.equals(entries.array, at, ends[index + 1], from, start, start + length)) {
        return index;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (size == MOST || entries.size + Integer.BYTES + length > MOST_BYTES) {
      return -1;
    }
    put(entries, from, start, length);
    slots[slot] = (short) ++size;
    ends[size] = entries.size;
    return size - 1;
  }

  private static int hash(byte[] from, int start, int length) {
    int hash = length;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + from[i];
    }
    return (hash * 0x9E37_79B9) >>> 18;
  }

  /** This page and those that follow in the row group have no use for the dictionary. */
  private void giveUp() {
    for (int i = 0; i < indices.size(); i++) {
      int index = indices.at(i);
      plain.put(entries.array, ends[index], ends[index + 1] - ends[index]);
    }
    indices.clear();
    tryDictionary = false;
    if (!hasPages()) {
      // Not even one page of it: the next row group need not try.
      hasDictionary = false;
      ends = new int[1];
      slots = new short[0];
    }
  }

  @Override
  Encoding values(Bytes to) {
    if (indices.size() > 0) {
      indices.write(to, size);
      return Encodings.DICTIONARY;
    }
    to.put(plain.array, 0, plain.size);
    plain.clear();
    return Encoding.PLAIN;
  }

  @Override
  void bounds(Statistics<?> statistics) {
    statistics.updateStats(least.binary());
    statistics.updateStats(greatest.binary());
    least.length = -1;
    greatest.length = -1;
  }

  @Override
  Bytes dictionary() {
    return hasDictionary && size > 0 ? entries : null;
  }

  @Override
  int dictionarySize() {
    return size;
  }

  @Override
  void reset() {
    Arrays.fill(slots, (short) 0);
    entries.clear();
    size = 0;
    least.length = -1;
    greatest.length = -1;
    tryDictionary = hasDictionary;
  }
}
