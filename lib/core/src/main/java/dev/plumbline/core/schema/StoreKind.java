package dev.plumbline.core.schema;

/** What speaks SQL behind an endpoint. */
public enum StoreKind {
  MYSQL,
  REDSHIFT,
  POSTGRES
}
