package dev.plumbline.core.schema;

import java.util.List;

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
}
