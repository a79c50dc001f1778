package dev.plumbline.core.schema;

import dev.plumbline.core.table.TableName;
import java.util.List;
import java.util.Optional;

/**
 * One database of a source.
 *
 * @param views names of views, which nothing replicates
 */
public record SourceSchema(String name, List<SourceTable> tables, List<String> views) {
  public SourceSchema {
    tables = List.copyOf(tables);
    views = List.copyOf(views);
  }

  public Optional<SourceTable> table(TableName table) {
    return tables.stream().filter(one -> one.name().equals(table)).findFirst();
  }
}
