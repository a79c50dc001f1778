package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as {@code information_schema} describes it.
 *
 * @param rows the server's estimate; may be far off
 * @param indexed columns that lead an index, so that a range of them is cheap
 */
public record MySqlTable(TableName name, List<Column> columns, long rows, Set<String> indexed) {
  public MySqlTable {
    columns = List.copyOf(columns);
    indexed = Set.copyOf(indexed);
  }

  /** The column of exactly that name. */
  public Optional<Column> column(String column) {
    return columns.stream().filter(one -> one.name().equals(column)).findFirst();
  }

  /**
   * @param sqlType the type as the server writes it
   * @param type empty where the type is not one of MySQL's
   */
  public record Column(String name, String sqlType, Optional<ColumnType> type, boolean nullable) {}
}
