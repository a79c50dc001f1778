package dev.plumbline.spark.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.BytesInput;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DictionaryPage;
import org.apache.iceberg.shaded.org.apache.parquet.column.statistics.Statistics;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** One column of a row group: packed pages, and one page that is being filled. */
abstract class ColumnChunk {
  /** Rows of a page at most, as other writers have it: what a reader must unpack for one row. */
  static final int PAGE_ROWS = 20_000;

  private final ColumnDescriptor column;
  private final PageCompressor compressor;
  private final boolean bounds;
  private final int pageBytes;
  private final List<Page> pages = new ArrayList<>();
  private final Bytes body = new Bytes();
  final Levels levels = new Levels();
  private long rows;

  private record Page(
      BytesInput packed, int size, int rows, Statistics<?> statistics, Encoding encoding) {}

  /**
   * @param bounds whether the least and greatest value are noted
   * @param pageBytes of values, after which a page is full
   */
  ColumnChunk(ColumnDescriptor column, PageCompressor compressor, boolean bounds, int pageBytes) {
    this.column = column;
    this.compressor = compressor;
    this.bounds = bounds;
    this.pageBytes = pageBytes;
  }

  final void addNull() {
    levels.addNull();
    if (levels.rows() >= PAGE_ROWS) {
      endPage();
    }
  }

  /** A value has been added. */
  final void added(int bytesOnPage) {
    levels.addValue();
    if (bytesOnPage >= pageBytes || levels.rows() >= PAGE_ROWS) {
      endPage();
    }
  }

  /** Writes the page's values behind what is there, and forgets them. */
  abstract Encoding values(Bytes to);

  /** Notes the bounds of the page's values, of which there is at least one, and forgets them. */
  abstract void bounds(Statistics<?> statistics);

  /** The dictionary's values one by one, as if they stood on a page; null where there is none. */
  abstract Bytes dictionary();

  abstract int dictionarySize();

  /** The next row group begins. */
  abstract void reset();

  final boolean hasPages() {
    return !pages.isEmpty();
  }

  private void endPage() {
    int count = levels.rows();
    body.clear();
    Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
    statistics.incrementNumNulls(levels.nulls());
    if (bounds && levels.nulls() < count) {
      bounds(statistics);
    }
    if (column.getMaxDefinitionLevel() > 0) {
      levels.write(body);
    }
    Encoding encoding = values(body);
    pages.add(
        new Page(
            BytesInput.from(compressor.compress(body)), body.size, count, statistics, encoding));
    rows += count;
    levels.clear();
  }

  /** Writes the chunk and makes room for the next row group. */
  final void write(ParquetFileWriter file) throws IOException {
    if (levels.rows() > 0) {
      endPage();
    }
    file.startColumn(column, rows, CompressionCodecName.ZSTD);
    Bytes dictionary = dictionary();
    if (dictionary != null) {
      file.writeDictionaryPage(
          new DictionaryPage(
              BytesInput.from(compressor.compress(dictionary)),
              dictionary.size,
              dictionarySize(),
              Encodings.DICTIONARY));
    }
    for (Page page : pages) {
      file.writeDataPage(
          page.rows(),
          page.size(),
          page.packed(),
          page.statistics(),
          page.rows(),
          Encodings.REPETITION,
          Encoding.RLE,
          page.encoding());
    }
    file.endColumn();
    pages.clear();
    rows = 0;
    reset();
  }
}
