package dev.plumbline.spark.parquet;

import java.util.Arrays;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;
import org.apache.iceberg.shaded.org.apache.parquet.column.statistics.Statistics;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A column of numbers of four or eight bytes, given as a long: for FLOAT and DOUBLE their bits. As
 * long as there are few different ones they go into a dictionary.
 */
final class NumberChunk extends ColumnChunk {
  private static final int MOST = 4_096;
  private static final int SLOTS = 4 * MOST;

  private final PrimitiveTypeName type;
  private final boolean wide;
  private final Bytes plain = new Bytes();
  private final Bytes entries = new Bytes();
  private final Indices indices = new Indices();
  private long[] known = new long[MOST];
  private short[] slots = new short[SLOTS];
  private int size;
  private boolean hasDictionary = true;
  private boolean tryDictionary = true;
  private boolean empty = true;
  private long least;
  private long greatest;

  NumberChunk(ColumnDescriptor column, PageCompressor compressor, boolean bounds, int pageBytes) {
    super(column, compressor, bounds, pageBytes);
    this.type = column.getPrimitiveType().getPrimitiveTypeName();
    this.wide = type == PrimitiveTypeName.INT64 || type == PrimitiveTypeName.DOUBLE;
  }

  void add(long value) {
    bound(value);
    if (tryDictionary) {
      int index = index(value);
      if (index >= 0) {
        indices.add(index);
        added(0);
        return;
      }
      giveUp();
    }
    put(plain, value);
    added(plain.size);
  }

  private void put(Bytes to, long value) {
    if (wide) {
      to.putLong(value);
    } else {
      to.putInt((int) value);
    }
  }

  private void bound(long value) {
    if (empty) {
      least = value;
      greatest = value;
      empty = false;
    } else if (less(value, least)) {
      least = value;
    } else if (less(greatest, value)) {
      greatest = value;
    }
  }

  private boolean less(long one, long other) {
    return switch (type) {
      case FLOAT -> Float.intBitsToFloat((int) one) < Float.intBitsToFloat((int) other);
      case DOUBLE -> Double.longBitsToDouble(one) < Double.longBitsToDouble(other);
      default -> one < other;
    };
  }

  /** The value's place in the dictionary; negative where that is full. */
  private int index(long value) {
    long hash = value * 0x9E37_79B9_7F4A_7C15L;
    int slot = (int) (hash >>> 50);
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (known[index] == value) {
        return index;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (size == MOST) {
      return -1;
    }
    known[size] = value;
    put(entries, value);
    slots[slot] = (short) ++size;
    return size - 1;
  }

  /** This page and those that follow in the row group have no use for the dictionary. */
  private void giveUp() {
    for (int i = 0; i < indices.size(); i++) {
      put(plain, known[indices.at(i)]);
    }
    indices.clear();
    tryDictionary = false;
    if (!hasPages()) {
      // Not even one page of it: the next row group need not try.
      hasDictionary = false;
      known = new long[0];
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
    switch (type) {
      case INT32 -> {
        statistics.updateStats((int) least);
        statistics.updateStats((int) greatest);
      }
      case INT64 -> {
        statistics.updateStats(least);
        statistics.updateStats(greatest);
      }
      case FLOAT -> {
        statistics.updateStats(Float.intBitsToFloat((int) least));
        statistics.updateStats(Float.intBitsToFloat((int) greatest));
      }
      default -> {
        statistics.updateStats(Double.longBitsToDouble(least));
        statistics.updateStats(Double.longBitsToDouble(greatest));
      }
    }
    empty = true;
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
    empty = true;
    tryDictionary = hasDictionary;
  }
}
