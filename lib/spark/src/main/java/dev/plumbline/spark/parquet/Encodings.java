package dev.plumbline.spark.parquet;

import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;

/** The encodings of the format's first version, which every reader knows. */
@SuppressWarnings("deprecation") // The names are; files of the first version have no other.
final class Encodings {
  static final Encoding DICTIONARY = Encoding.PLAIN_DICTIONARY;

  /** Of the repetition levels, of which a column that is no list has none. */
  static final Encoding REPETITION = Encoding.BIT_PACKED;

  private Encodings() {}
}
