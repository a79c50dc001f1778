package dev.plumbline.spark.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.Dictionary;
import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;
import org.apache.iceberg.shaded.org.apache.parquet.column.ValuesType;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DataPage;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DataPageV1;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DataPageV2;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DictionaryPage;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.ValuesReader;
import org.apache.iceberg.shaded.org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The whole numbers of a column of one row group, none of them NULL, page by page. A page that
 * holds them as they are, as it is where nearly all differ, is copied as a whole; any other is
 * unpacked by Parquet's own readers.
 */
final class NumberPages {
  private final ColumnDescriptor column;
  private final PageReader pages;
  private final boolean wide;
  private final Dictionary dictionary;
  private long[] numbers = new long[0];

  NumberPages(ColumnDescriptor column, PageReader pages) throws IOException {
    this.column = column;
    this.pages = pages;
    this.wide = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    DictionaryPage entries = pages.readDictionaryPage();
    this.dictionary =
        entries == null ? null : entries.getEncoding().initDictionary(column, entries);
  }

  /** Hands over the numbers of each page. */
  void read(LakeFileReader.Numbers sink) throws IOException {
    for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
      int count = page.getValueCount();
      if (numbers.length < count) {
        numbers = new long[count];
      }
      if (page instanceof DataPageV1 first) {
        ByteBufferInputStream bytes = first.getBytes().toInputStream();
        level(first.getRlEncoding(), ValuesType.REPETITION_LEVEL, count, bytes);
        level(first.getDlEncoding(), ValuesType.DEFINITION_LEVEL, count, bytes);
        values(first.getValueEncoding(), count, bytes);
      } else {
        DataPageV2 second = (DataPageV2) page;
        values(second.getDataEncoding(), count, second.getData().toInputStream());
      }
      sink.take(numbers, count);
    }
  }

  /** Passes over levels, which say of each value that it is there. */
  private void level(Encoding encoding, ValuesType level, int count, ByteBufferInputStream bytes)
      throws IOException {
    encoding.getValuesReader(column, level).initFromPage(count, bytes);
  }

  private void values(Encoding encoding, int count, ByteBufferInputStream bytes)
      throws IOException {
    if (encoding == Encoding.PLAIN) {
      int width = wide ? Long.BYTES : Integer.BYTES;
      ByteBuffer plain = bytes.slice(count * width).order(ByteOrder.LITTLE_ENDIAN);
      if (wide) {
        plain.asLongBuffer().get(numbers, 0, count);
      } else {
        for (int i = 0; i < count; i++) {
          numbers[i] = plain.getInt();
        }
      }
      return;
    }
    ValuesReader values =
        encoding.usesDictionary()
            ? encoding.getDictionaryBasedValuesReader(column, ValuesType.VALUES, dictionary)
            : encoding.getValuesReader(column, ValuesType.VALUES);
    values.initFromPage(count, bytes);
    for (int i = 0; i < count; i++) {
      numbers[i] = wide ? values.readLong() : values.readInteger();
    }
  }
}
