package dev.plumbline.core.table;

/** Where the digest of a column is computed. */
public enum ColumnClass {
  /** On both sides by SQL. */
  IN_STORE,
  /** By Spark, because no SQL of the stores yields the canonical form. */
  BY_SPARK,
  /** Not at all; a verdict says so. */
  NOT_COMPARED
}
