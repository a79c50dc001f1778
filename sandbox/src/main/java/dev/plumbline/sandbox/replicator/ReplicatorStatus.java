package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How the replicator is doing.
 *
 * @param running whether it has a session with source and warehouse
 * @param problem why it has none, or null
 * @param paused whether it was told to pause
 * @param delay by how much it was told to stay behind
 * @param position all that stands before it in the source's binlog is applied; null before the
 *     first session
 * @param committedAt commit time of the last transaction applied; null while there was none
 * @param lag how far it is behind; zero when it has caught up
 * @param tables state per table
 */
public record ReplicatorStatus(
    boolean running,
    String problem,
    boolean paused,
    Duration delay,
    BinlogPosition position,
    Instant committedAt,
    Duration lag,
    Map<TableName, TableState> tables) {
  public ReplicatorStatus {
    tables = Map.copyOf(tables);
  }
}
