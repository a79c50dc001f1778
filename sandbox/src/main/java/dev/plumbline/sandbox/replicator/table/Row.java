package dev.plumbline.sandbox.replicator.table;

import java.util.Arrays;
import java.util.List;

/**
 * One image of a row: a cell per source column, in order, each as the text that PostgreSQL reads
 * for the column's type in the replica; null is SQL NULL. Immutable.
 */
public final class Row {
  private final String[] cells;

  private Row(String[] cells) {
    this.cells = cells;
  }

  /** A row of these cells, which are copied. */
  public static Row of(String... cells) {
    return new Row(cells.clone());
  }

  /** A row of these cells; elements may be null. */
  public static Row of(List<String> cells) {
    return new Row(cells.toArray(String[]::new));
  }

  public int size() {
    return cells.length;
  }

  /** The cell's text, or null where the value is NULL. */
  public String cell(int index) {
    return cells[index];
  }

  /** The same row with another value in one cell. */
  public Row with(int index, String value) {
    String[] copy = cells.clone();
    copy[index] = value;
    return new Row(copy);
  }

  /** The cells at these places, in this order. */
  public List<String> pick(List<Integer> indexes) {
    String[] picked = new String[indexes.size()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = cells[indexes.get(i)];
    }
    return Arrays.asList(picked);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row row && Arrays.equals(cells, row.cells);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cells);
  }

  @Override
  public String toString() {
    return Arrays.toString(cells);
  }
}
