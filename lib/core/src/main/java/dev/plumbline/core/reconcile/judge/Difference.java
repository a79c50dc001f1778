package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.measure.RowKey;
import java.util.List;

/**
 * One key that differs.
 *
 * @param key as the left has it; as the right has it where the row is extra
 * @param rightKey the right's spelling, where it is another; else null
 * @param rows how many rows are missing, extra or too many; 1 for a changed one
 * @param cells the cells that differ, empty above depth cells
 * @param committed when the row was written at the side that has it, in canonical form; null where
 *     that is not known
 */
public record Difference(
    DifferenceKind kind,
    RowKey key,
    RowKey rightKey,
    int rows,
    List<CellDifference> cells,
    String committed) {
  public Difference {
    cells = List.copyOf(cells);
  }

  /** A key of which nobody knows when its row was written. */
  public Difference(
      DifferenceKind kind, RowKey key, RowKey rightKey, int rows, List<CellDifference> cells) {
    this(kind, key, rightKey, rows, cells, null);
  }
}
