package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.core.table.TableSpec;

/**
 * Which columns the database fills by itself.
 *
 * <p>The rule: a TIMESTAMP or DATETIME column named {@code created_at} or {@code updated_at} that
 * no field of the API feeds is set by the server, the first when a row is inserted, the second
 * whenever a row's values change as well.
 */
public enum Maintained {
  NO,
  ON_INSERT,
  ON_CHANGE;

  /** What the database does with that column. */
  public static Maintained of(TableSpec table, ColumnSpec column) {
    MySqlType type = column.type().type();
    boolean fed = table.ingest().isPresent() && isFed(table, column);
    if (fed || (type != MySqlType.TIMESTAMP && type != MySqlType.DATETIME)) {
      return NO;
    }
    return switch (column.name()) {
      case "created_at" -> ON_INSERT;
      case "updated_at" -> ON_CHANGE;
      default -> NO;
    };
  }

  private static boolean isFed(TableSpec table, ColumnSpec column) {
    return table.ingest().orElseThrow().fields().containsKey(column.name());
  }
}
