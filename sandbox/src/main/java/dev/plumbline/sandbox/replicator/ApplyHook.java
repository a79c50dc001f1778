package dev.plumbline.sandbox.replicator;

import dev.plumbline.sandbox.replicator.table.RowChange;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.util.List;

/**
 * Stands between the binlog and the replicas: sees each change just before it is written and says
 * what is written in its place. It is how faults in flight are planted.
 */
@FunctionalInterface
public interface ApplyHook {
  /** Writes every change as it is. */
  ApplyHook NONE = (table, change) -> List.of(change);

  /**
   * What is written instead of the change: the change itself, none, several, or others of the same
   * table. Called on one thread, in the order of the binlog.
   */
  List<RowChange> apply(SourceTable table, RowChange change);
}
