package dev.plumbline.core.reconcile;

import java.util.List;
import java.util.Map;

/**
 * What shows that two copies differ, and where.
 *
 * @param kinds rows by kind of difference, such as {@code missing}
 * @param columns the columns in which rows that are on both sides differ
 * @param samples some of the keys that differ
 * @param spread differing keys per span of a numeric key, {@code from} to {@code until} in equal
 *     spans; empty for other keys
 * @param from the least differing key, or empty
 * @param until the greatest differing key, or empty
 * @param file where all differences are, relative to the report; empty where none were kept
 * @param parquet where they are as Parquet; empty where they are not
 * @param committed when the rows of each kind were written, where a column says so
 */
public record Evidence(
    Map<String, Long> kinds,
    List<Column> columns,
    List<Key> samples,
    List<Long> spread,
    String from,
    String until,
    String file,
    String parquet,
    List<CommitSpan> committed) {

  /** The copies were found equal, or nothing was read of them. */
  public static final Evidence NONE =
      new Evidence(Map.of(), List.of(), List.of(), List.of(), "", "", "");

  public Evidence {
    kinds = Map.copyOf(kinds);
    columns = List.copyOf(columns);
    samples = List.copyOf(samples);
    spread = List.copyOf(spread);
    parquet = parquet == null ? "" : parquet;
    committed = committed == null ? List.of() : List.copyOf(committed);
  }

  /** Differences of which nobody knows when their rows were written. */
  public Evidence(
      Map<String, Long> kinds,
      List<Column> columns,
      List<Key> samples,
      List<Long> spread,
      String from,
      String until,
      String file) {
    this(kinds, columns, samples, spread, from, until, file, "", List.of());
  }

  /**
   * A column in which rows differ.
   *
   * @param different rows in which it does
   * @param expected those of them whose loss is accepted
   * @param hint what the differing cells have in common; empty where that is nothing
   */
  public record Column(String column, long different, long expected, String hint) {}

  /**
   * A key that differs.
   *
   * @param kind such as {@code missing}
   * @param cells the cells that differ; empty above depth cells
   */
  public record Key(String kind, String key, List<Cell> cells) {
    public Key {
      cells = List.copyOf(cells);
    }
  }

  /**
   * A cell that differs.
   *
   * @param left the value as people read it, null for NULL
   * @param right the same
   * @param cause what the two values look like
   */
  public record Cell(String column, String left, String right, String cause) {}
}
