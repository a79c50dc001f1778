package dev.plumbline.stores.mysql;

import java.util.Arrays;
import java.util.List;

/**
 * The values of one row on its way to the server, in the order of the columns that are written.
 *
 * <p>A value is null, a {@link String}, {@link Long}, {@link java.math.BigDecimal}, {@link Double}
 * or {@link Float}; dates and times are text in MySQL's notation, in UTC.
 *
 * @param values may hold nulls
 * @param bytes about how long the row is in a statement
 */
public record MySqlRow(List<Object> values, long bytes) {
  /** A row of those values. */
  public static MySqlRow of(Object... values) {
    long bytes = 0;
    for (Object value : values) {
      bytes += value instanceof String text ? 3L * text.length() + 3 : 24;
    }
    return new MySqlRow(Arrays.asList(values), bytes);
  }
}
