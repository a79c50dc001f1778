package dev.plumbline.core.schema;

import dev.plumbline.core.table.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen in the rows of tables, within the time that a probe may take.
 *
 * @param probes by table; a table that was not looked into is absent
 */
public record DataFacts(Map<TableName, Probe> probes) {
  /** Nothing was looked into. */
  public static final DataFacts NONE = new DataFacts(Map.of());

  public DataFacts {
    probes = Map.copyOf(probes);
  }

  public Optional<Probe> of(TableName table) {
    return Optional.ofNullable(probes.get(table));
  }

  /**
   * The rows of one table.
   *
   * @param complete false where the time ran out before all rows were seen
   * @param zeroDates columns that hold dates only MySQL knows, such as {@code 0000-00-00}
   * @param widest bytes in UTF-8 of the longest value, by text column that could be too long
   */
  public record Probe(boolean complete, List<String> zeroDates, Map<String, Long> widest) {
    public Probe {
      zeroDates = List.copyOf(zeroDates);
      widest = Map.copyOf(widest);
    }
  }
}
