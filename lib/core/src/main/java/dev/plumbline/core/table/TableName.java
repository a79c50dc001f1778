package dev.plumbline.core.table;

/** A table's name in its store, exactly as it is there. */
public record TableName(String schema, String table) {
  @Override
  public String toString() {
    return schema + "." + table;
  }
}
