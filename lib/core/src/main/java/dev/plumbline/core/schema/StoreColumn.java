package dev.plumbline.core.schema;

/**
 * A column as its store's catalogue describes it.
 *
 * @param sqlType the type in the store's own notation, such as {@code varchar(40)}
 * @param charset the character set in which MySQL holds its text; empty in other stores
 * @param generated whether its value is computed from other columns
 */
public record StoreColumn(String name, String sqlType, String charset, boolean generated) {
  /** A column of a store that has one character set. */
  public static StoreColumn of(String name, String sqlType) {
    return new StoreColumn(name, sqlType, "", false);
  }
}
