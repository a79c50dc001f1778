package dev.plumbline.core.table;

/**
 * A table of bronze that is filled from elsewhere than the pipeline's source: models read it as any
 * other, and it has neither a replica nor a fallback.
 *
 * @param table its id, key and columns; its source is the endpoint, so that bronze's namespace is
 *     named after that
 */
public record ImportSpec(TableSpec table, Origin origin) {
  public String id() {
    return table.id();
  }
}
