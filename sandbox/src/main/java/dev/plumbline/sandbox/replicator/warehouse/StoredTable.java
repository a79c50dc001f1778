package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.SourceTable;

/**
 * What is kept of a table of the integration.
 *
 * @param phase what happens to changes that the binlog brings
 * @param seed where the snapshot was taken that the replica began with; null without one
 * @param table the source's columns; null until a snapshot was taken
 * @param healedBySource whether a change at the source alone starts a stopped table again
 */
public record StoredTable(
    TableName name,
    Phase phase,
    TableState state,
    BinlogPosition seed,
    SourceTable table,
    boolean healedBySource,
    long rows) {
  /** What happens to changes that the binlog brings. */
  public enum Phase {
    /** A snapshot is being taken; changes wait in the spool. */
    SEEDING,
    /** Changes after the seed position are applied. */
    LIVE,
    /** Changes are ignored. */
    STOPPED
  }
}
