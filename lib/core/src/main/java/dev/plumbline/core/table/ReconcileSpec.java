package dev.plumbline.core.table;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the copies of one table are compared.
 *
 * @param exclude columns that are not compared
 * @param mask columns whose values no report shows
 * @param filter a condition in SQL that all stores understand, on both sides; empty for all rows
 * @param tolerance by how much values of a column may differ: a number, seconds for times
 * @param tier how often and how deep
 * @param slices so many comparisons with the replica read all rows, each a share; 1 for all at once
 * @param incremental that only what was written since the last proof is read; empty for all rows
 * @param limits what it may ask of the source
 * @param committed the column that says when a row was written; empty where its name tells
 * @param stop when reading ends before all differences are seen
 */
public record ReconcileSpec(
    List<String> exclude,
    List<String> mask,
    String filter,
    Map<String, BigDecimal> tolerance,
    TierSpec tier,
    int slices,
    Optional<IncrementSpec> incremental,
    LimitsSpec limits,
    String committed,
    StopSpec stop) {

  public ReconcileSpec {
    exclude = List.copyOf(exclude);
    mask = List.copyOf(mask);
    tolerance = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tolerance));
  }

  /** What holds for a table that declares nothing. */
  public static ReconcileSpec standard() {
    return new ReconcileSpec(
        List.of(),
        List.of(),
        "",
        Map.of(),
        TierSpec.ALWAYS,
        1,
        Optional.empty(),
        LimitsSpec.NONE,
        "",
        StopSpec.STANDARD);
  }
}
