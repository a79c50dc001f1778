package dev.plumbline.spark.files;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.spark.source.DeclaredColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Rows of CSV files, all of whose values Spark gives as text.
 *
 * @param columns the declared ones
 * @param positions of the declared columns in a row of the files
 * @param header the first row of each file; empty where there is none
 * @param width columns of a row of the files
 * @param nullText what stands for NULL; empty for nothing at all, not even quotes
 */
record CsvTaker(
    List<DeclaredColumn> columns,
    List<Integer> positions,
    List<String> header,
    int width,
    String nullText)
    implements Taker {
  private static final long serialVersionUID = 1L;

  /** Where a row's first value is, after those that say where the row is from. */
  private static final int FIRST = 2;

  private static final int MOST_SHOWN = 120;

  @Override
  public Object[] values(Row raw, long number) {
    boolean names = number == 1 && !header.isEmpty();
    String broken = raw.getString(FIRST + width);
    if (names) {
      requireHeader(raw, broken);
      return null;
    }
    if (broken != null) {
      throw new SourceException(
          "the row has not " + width + " values: " + shown(broken.stripTrailing()));
    }
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      DeclaredColumn column = columns.get(i);
      values[i] =
          column.value(Utf8.required(column, given(raw.getString(FIRST + positions.get(i)))));
    }
    return values;
  }

  private String given(String text) {
    if (nullText.isEmpty()) {
      return text;
    }
    return text == null ? "" : text.equals(nullText) ? null : text;
  }

  private void requireHeader(Row raw, String broken) {
    List<String> found = names(raw, FIRST, width);
    if (broken != null || !found.equals(header)) {
      throw new SourceException(
          "the header is "
              + (broken == null ? String.join(", ", found) : shown(broken.strip()))
              + ", and in another file it is "
              + String.join(", ", header));
    }
  }

  /** The names in a header row; the mark with which some programs begin a file is none of them. */
  static List<String> names(Row row, int first, int width) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      String name = row.isNullAt(first + i) ? "" : row.getString(first + i);
      names.add(i == 0 && name.startsWith("\uFEFF") ? name.substring(1) : name);
    }
    return names;
  }

  private static String shown(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }
}
