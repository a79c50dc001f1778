package dev.plumbline.sandbox.replicator.table;

import dev.plumbline.core.table.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A source table that zero-ETL can replicate: it has a primary key and nothing but supported types.
 *
 * @param name the table
 * @param columns its columns in order
 */
public record SourceTable(TableName name, List<SourceColumn> columns) {

  public SourceTable {
    columns = List.copyOf(columns);
  }

  /** Places of the key's columns, in the key's order. */
  public List<Integer> keyIndexes() {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).keyPosition() > 0)
        .boxed()
        .sorted(Comparator.comparingInt(i -> columns.get(i).keyPosition()))
        .toList();
  }

  /** Place of the named column, or -1. */
  public int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(column)) {
        return i;
      }
    }
    return -1;
  }

  public List<String> columnNames() {
    return columns.stream().map(SourceColumn::name).toList();
  }
}
