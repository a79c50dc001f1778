package dev.plumbline.core.table;

/**
 * One declared column.
 *
 * @param name as it is at the source
 * @param zeroDates what to do with {@code 0000-00-00} and partial dates, which no other store holds
 */
public record ColumnSpec(String name, ColumnType type, boolean nullable, ZeroDates zeroDates) {

  /** What happens to a date that only MySQL can hold. */
  public enum ZeroDates {
    /** The extraction of the table fails and names the column. */
    FAIL,
    /** Read as NULL; a comparison reports it as an expected loss. */
    NULL
  }
}
