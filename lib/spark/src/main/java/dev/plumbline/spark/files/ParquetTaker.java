package dev.plumbline.spark.files;

import dev.plumbline.spark.source.DeclaredColumn;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Rows of Parquet files.
 *
 * @param columns in the order of the reader's columns
 */
record ParquetTaker(List<DeclaredColumn> columns) implements Taker {
  private static final long serialVersionUID = 1L;

  /** Where a row's first value is, after those that say where the row is from. */
  private static final int FIRST = 2;

  @Override
  public Object[] values(Row raw, long number) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      DeclaredColumn column = columns.get(i);
      Object given = raw.get(FIRST + i);
      values[i] = column.value(given instanceof String text ? Utf8.required(column, text) : given);
    }
    return values;
  }
}
