package dev.plumbline.spark.parquet;

import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;
import org.apache.iceberg.shaded.org.apache.parquet.column.statistics.Statistics;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;

/** A column that holds the same in each row. */
final class ConstantChunk extends ColumnChunk {
  private final Bytes entry = new Bytes();
  private final byte[] text;
  private final long number;

  /** Text. */
  ConstantChunk(ColumnDescriptor column, PageCompressor compressor, boolean bounds, byte[] text) {
    super(column, compressor, bounds, 1);
    this.text = text;
    this.number = 0;
    entry.putInt(text.length);
    entry.put(text, 0, text.length);
  }

  /** A number of eight bytes. */
  ConstantChunk(ColumnDescriptor column, PageCompressor compressor, boolean bounds, long number) {
    super(column, compressor, bounds, 1);
    this.text = null;
    this.number = number;
    entry.putLong(number);
  }

  void add() {
    added(0);
  }

  @Override
  Encoding values(Bytes to) {
    to.putByte(0);
    Levels.run(to, levels.rows(), 0, 0);
    return Encodings.DICTIONARY;
  }

  @Override
  void bounds(Statistics<?> statistics) {
    if (text == null) {
      statistics.updateStats(number);
    } else {
      statistics.updateStats(Binary.fromConstantByteArray(text));
    }
  }

  @Override
  Bytes dictionary() {
    return entry;
  }

  @Override
  int dictionarySize() {
    return 1;
  }

  @Override
  void reset() {}
}
