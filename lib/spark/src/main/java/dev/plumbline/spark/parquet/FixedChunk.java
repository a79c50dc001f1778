package dev.plumbline.spark.parquet;

import java.util.Arrays;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;
import org.apache.iceberg.shaded.org.apache.parquet.column.statistics.Statistics;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;

/** A column of decimals that do not fit a long: two's complement of one width, high byte first. */
final class FixedChunk extends ColumnChunk {
  private final Bytes plain = new Bytes();
  private final byte[] value;
  private byte[] least;
  private byte[] greatest;

  FixedChunk(ColumnDescriptor column, PageCompressor compressor, boolean bounds, int pageBytes) {
    super(column, compressor, bounds, pageBytes);
    this.value = new byte[column.getPrimitiveType().getTypeLength()];
  }

  /**
   * @param length at most the column's
   */
  void add(byte[] from, int start, int length) {
    int lead = value.length - length;
    if (lead < 0) {
      throw new ArithmeticException("a decimal has too many digits");
    }
    Arrays.fill(value, 0, lead, (byte) (from[start] < 0 ? -1 : 0));
    System.arraycopy(from, start, value, lead, length);
    if (least == null) {
      least = value.clone();
      greatest = value.clone();
    } else if (compare(value, least) < 0) {
      least = value.clone();
    } else if (compare(value, greatest) > 0) {
      greatest = value.clone();
    }
    plain.put(value, 0, value.length);
    added(plain.size);
  }

  private static int compare(byte[] one, byte[] other) {
    return one[0] == other[0] ? Arrays.compareUnsigned(one, other) : Byte.compare(one[0], other[0]);
  }

  @Override
  Encoding values(Bytes to) {
    to.put(plain.array, 0, plain.size);
    plain.clear();
    return Encoding.PLAIN;
  }

  @Override
  void bounds(Statistics<?> statistics) {
    statistics.updateStats(Binary.fromConstantByteArray(least));
    statistics.updateStats(Binary.fromConstantByteArray(greatest));
    least = null;
    greatest = null;
  }

  @Override
  Bytes dictionary() {
    return null;
  }

  @Override
  int dictionarySize() {
    return 0;
  }

  @Override
  void reset() {}
}
