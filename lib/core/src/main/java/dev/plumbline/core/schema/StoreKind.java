package dev.plumbline.core.schema;

/** What holds tables. */
public enum StoreKind {
  MYSQL,
  REDSHIFT,
  POSTGRES,
  /** Tables of a lake, in the types that their SQL counterparts have. */
  ICEBERG
}
