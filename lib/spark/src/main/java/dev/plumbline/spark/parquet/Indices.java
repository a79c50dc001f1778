package dev.plumbline.spark.parquet;

import java.util.Arrays;

/** The places of a page's values in the dictionary. */
final class Indices {
  private int[] values = new int[64];
  private int size;

  void add(int index) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = index;
  }

  int size() {
    return size;
  }

  int at(int i) {
    return values[i];
  }

  void clear() {
    size = 0;
  }

  /** In as few bits each as the dictionary's size needs. */
  void write(Bytes to, int dictionarySize) {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(dictionarySize - 1);
    to.putByte(width);
    if (width == 0) {
      Levels.run(to, size, 0, 0);
    } else {
      Levels.packed(to, values, size, width);
    }
    clear();
  }
}
