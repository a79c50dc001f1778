package dev.plumbline.core.reconcile.form;

/** How a store holds the values of a column, as far as reading their canonical form differs. */
public enum Storage {
  INTEGER,
  /** MySQL's ZEROFILL: an integer that turns into text with leading zeros. */
  ZEROFILL,
  BOOLEAN,
  DECIMAL,
  /** A decimal written as text, for more digits than the store's own type holds. */
  DECIMAL_TEXT,
  /** MySQL's YEAR. */
  YEAR,
  /** A year written as text. */
  YEAR_TEXT,
  /** MySQL's BIT. */
  BIT,
  BYTES,
  /** Text whose bytes in the store are UTF-8. */
  TEXT,
  /** Text that the store has to convert to UTF-8 first. */
  TEXT_CONVERTED,
  DATE,
  /** MySQL's DATE of which nothing is taken that no calendar holds: that is NULL. */
  DATE_OR_NULL,
  /** MySQL's DATE where rows with one that no calendar holds are not taken at all. */
  CALENDAR_DATE,
  /** A date-time without a zone. */
  TIMESTAMP,
  /** MySQL's DATETIME or TIMESTAMP of which nothing is taken that no calendar holds. */
  TIMESTAMP_OR_NULL,
  /** MySQL's DATETIME or TIMESTAMP where rows with one that no calendar holds are not taken. */
  CALENDAR_TIMESTAMP,
  /** PostgreSQL's and Redshift's date-time with a zone. */
  TIMESTAMP_TZ,
  /** MySQL's TIME. */
  TIME,
  /** A duration as MySQL writes it, {@code [-]H:mm:ss[.ffffff]}. */
  TIME_TEXT,
  /** A duration or an instant as a count of microseconds. */
  MICROS,
  UUID,
  FLOAT,
  DOUBLE,
  /** MySQL's JSON, PostgreSQL's jsonb or Redshift's SUPER. */
  JSON,
  /** JSON as text. */
  JSON_TEXT
}
