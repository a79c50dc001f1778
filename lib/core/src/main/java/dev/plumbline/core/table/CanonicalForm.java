package dev.plumbline.core.table;

/**
 * The form in which values of a type are compared, whatever store they lie in. Two values are equal
 * when their canonical forms are.
 */
public enum CanonicalForm {
  /** Exact integer in decimal digits. */
  INTEGER(ColumnClass.IN_STORE),
  /** Exact decimal by value: trailing zeros of the fraction do not count. */
  DECIMAL(ColumnClass.IN_STORE),
  /** 32-bit float by value; both zeros are one. No SQL yields its bits in Aurora or Redshift. */
  FLOAT32(ColumnClass.BY_SPARK),
  /** 64-bit float by value; both zeros are one. */
  FLOAT64(ColumnClass.BY_SPARK),
  /** Unsigned integer of a bit string; leading zero bytes do not count. */
  BITS(ColumnClass.IN_STORE),
  /** Bytes as they are. */
  BYTES(ColumnClass.IN_STORE),
  /** Text as its UTF-8 bytes; trailing spaces count. */
  TEXT(ColumnClass.IN_STORE),
  /** Text of a CHAR column as its UTF-8 bytes without the pad spaces. */
  PADDED_TEXT(ColumnClass.IN_STORE),
  /** Days since 1970-01-01. */
  DATE(ColumnClass.IN_STORE),
  /** Local date-time as microseconds since 1970-01-01T00:00:00, through no zone. */
  LOCAL_MICROS(ColumnClass.IN_STORE),
  /** UTC instant as microseconds since the epoch. */
  INSTANT_MICROS(ColumnClass.IN_STORE),
  /** Signed duration in microseconds: MySQL's TIME is no clock time. */
  DURATION_MICROS(ColumnClass.IN_STORE),
  /** JSON by value: key order and white space do not count, array order does. */
  JSON(ColumnClass.BY_SPARK);

  private final ColumnClass columnClass;

  CanonicalForm(ColumnClass columnClass) {
    this.columnClass = columnClass;
  }

  public ColumnClass columnClass() {
    return columnClass;
  }
}
