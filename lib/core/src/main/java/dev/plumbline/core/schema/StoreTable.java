package dev.plumbline.core.schema;

import dev.plumbline.core.table.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A table as its store's catalogue describes it.
 *
 * @param key the columns that tell rows apart; empty where the catalogue names none
 * @param rows the catalogue's estimate; -1 where it gives none
 * @param bytes of data, the catalogue's estimate; -1 where it gives none
 */
public record StoreTable(
    StoreKind kind,
    TableName name,
    List<StoreColumn> columns,
    List<String> key,
    long rows,
    long bytes) {
  public StoreTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** The column of that name; of another spelling where no other is that. */
  public Optional<StoreColumn> column(String name) {
    Optional<StoreColumn> exact =
        columns.stream().filter(column -> column.name().equals(name)).findFirst();
    List<StoreColumn> alike =
        columns.stream().filter(column -> column.name().equalsIgnoreCase(name)).toList();
    return exact.or(() -> alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty());
  }
}
