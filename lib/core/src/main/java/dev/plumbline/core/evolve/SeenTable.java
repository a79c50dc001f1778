package dev.plumbline.core.evolve;

import java.util.List;

/**
 * What was seen of a source table.
 *
 * @param first names of the columns that were there when it was first looked at; those of them that
 *     are not declared were left out on purpose
 * @param columns as they were at the last look, in their order
 */
public record SeenTable(List<String> first, List<SourceColumn> columns) {
  public SeenTable {
    first = List.copyOf(first);
    columns = List.copyOf(columns);
  }

  /** The first look at a table. */
  public static SeenTable of(List<SourceColumn> columns) {
    return new SeenTable(columns.stream().map(SourceColumn::name).toList(), columns);
  }

  /** The next look at it; a column that goes and comes back later is a new one then. */
  public SeenTable next(List<SourceColumn> now) {
    List<String> names = now.stream().map(SourceColumn::name).toList();
    return new SeenTable(first.stream().filter(names::contains).toList(), now);
  }
}
