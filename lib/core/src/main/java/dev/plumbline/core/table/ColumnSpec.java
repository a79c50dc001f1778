package dev.plumbline.core.table;

/**
 * One declared column.
 *
 * @param name as it is at the source
 * @param zeroDates what to do with {@code 0000-00-00} and partial dates, which no other store holds
 * @param tooLong what to do with text of more bytes than Redshift holds
 */
public record ColumnSpec(
    String name, ColumnType type, boolean nullable, ZeroDates zeroDates, TooLong tooLong) {

  /** A column whose text has to fit. */
  public ColumnSpec(String name, ColumnType type, boolean nullable, ZeroDates zeroDates) {
    this(name, type, nullable, zeroDates, TooLong.FAIL);
  }

  /** What happens to text of more than 65,535 bytes in Redshift; bronze holds it whole. */
  public enum TooLong {
    /** The table is not published. */
    FAIL,
    /** Cut to whole characters that fit; a comparison reports it as an expected loss. */
    CUT
  }

  /** What happens to a date that only MySQL can hold. */
  public enum ZeroDates {
    /** The extraction of the table fails and names the column. */
    FAIL,
    /** Read as NULL; a comparison reports it as an expected loss. */
    NULL
  }
}
