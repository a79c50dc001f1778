package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import dev.plumbline.sandbox.replicator.table.ValueRules;
import dev.plumbline.sandbox.replicator.warehouse.PendingChanges;
import dev.plumbline.sandbox.replicator.warehouse.Spool;
import dev.plumbline.sandbox.replicator.warehouse.StoredTable;
import dev.plumbline.sandbox.replicator.warehouse.StoredTable.Phase;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.util.ArrayList;
import java.util.List;

/** A table of the integration in the memory of the applying thread, to which it is confined. */
final class Replica {
  private final TableName name;
  private final List<Spool.Waiting> waiting = new ArrayList<>();
  private Phase phase = Phase.STOPPED;
  private TableState state;
  private BinlogPosition seed;
  private SourceTable table;
  private ValueRules.Limits limits;
  private PendingChanges pending;
  private int version;
  private boolean healedBySource;
  private long rows;

  Replica(TableName name) {
    this.name = name;
  }

  static Replica of(StoredTable stored) {
    Replica replica = new Replica(stored.name());
    replica.take(stored);
    return replica;
  }

  /** Takes over what the warehouse keeps of it. */
  void take(StoredTable stored) {
    phase = stored.phase();
    state = stored.state();
    seed = stored.seed();
    healedBySource = stored.healedBySource();
    rows = stored.rows();
    if (stored.table() != null) {
      reshape(stored.table());
    }
  }

  /** Gives it other columns. What is pending must have been written before. */
  void reshape(SourceTable columns) {
    table = columns;
    limits = ValueRules.Limits.of(columns);
    pending = new PendingChanges(columns);
    version++;
  }

  void enter(Phase newPhase, TableState newState) {
    phase = newPhase;
    state = newState;
    waiting.clear();
    if (pending != null) {
      pending.clear();
    }
  }

  TableName name() {
    return name;
  }

  TableState state() {
    return state;
  }

  void show(TableState newState) {
    state = newState;
  }

  SourceTable table() {
    return table;
  }

  ValueRules.Limits limits() {
    return limits;
  }

  PendingChanges pending() {
    return pending;
  }

  /** Events that wait for the snapshot and are not yet in the spool. */
  List<Spool.Waiting> waiting() {
    return waiting;
  }

  boolean isLive() {
    return phase == Phase.LIVE;
  }

  boolean isSeeding() {
    return phase == Phase.SEEDING;
  }

  /** Whether it waits for the end of an XA transaction before it is read anew. */
  boolean isSuspended() {
    return phase == Phase.STOPPED && state == TableState.RESYNC_REQUIRED;
  }

  /** Whether it has ever been read. */
  boolean wasSeeded() {
    return seed != null;
  }

  /**
   * Whether what happened at this position is in the snapshot with which it began. Snapshots stand
   * between transactions, so any position within a transaction tells for the whole of it.
   */
  boolean covers(BinlogPosition position) {
    return seed != null && seed.isAtOrPast(position);
  }

  /** Whether the integration has come to where its snapshot was taken. */
  boolean isReachedBy(BinlogPosition position) {
    return seed == null || position.isAtOrPast(seed);
  }

  /** Goes up whenever the columns change. */
  int version() {
    return version;
  }

  boolean healedBySource() {
    return healedBySource;
  }

  void heal(boolean bySource) {
    healedBySource = bySource;
  }

  long rows() {
    return rows;
  }

  void addRows(long delta) {
    rows += delta;
  }
}
