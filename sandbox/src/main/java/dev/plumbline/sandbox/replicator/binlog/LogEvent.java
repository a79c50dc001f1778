package dev.plumbline.sandbox.replicator.binlog;

import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.RowChange;
import java.time.Instant;

/** What happens in the binlog, in its order. */
public sealed interface LogEvent {
  /**
   * A group begins.
   *
   * @param transactionId sequence number of its GTID
   * @param at when it began, in whole seconds
   */
  record Began(long transactionId, Instant at) implements LogEvent {}

  /** A table map: rows events that follow refer to it. */
  record TableMapped(TableShape shape) implements LogEvent {}

  /**
   * Rows of one table changed.
   *
   * @param tableId which table map they refer to
   * @param extended whether the event is of the second version, with an extra header
   * @param group a position within its transaction, since MariaDB gives none to the event itself
   */
  record RowsChanged(
      long tableId,
      RowChange.Kind kind,
      boolean extended,
      RawRows rows,
      long transactionId,
      BinlogPosition group)
      implements LogEvent {}

  /**
   * A statement that stands in the binlog as text: DDL, which commits itself.
   *
   * @param database the database that was chosen when it ran; may be empty
   * @param at when it had run, in whole seconds
   * @param last whether the group ends with it; rows follow a CREATE TABLE ... SELECT
   */
  record StatementRun(
      String database, String sql, long transactionId, BinlogPosition end, Instant at, boolean last)
      implements LogEvent {}

  /**
   * The transaction is committed.
   *
   * @param end where its last event ends
   * @param at the commit time, in whole seconds, from the header of that event
   */
  record Committed(long transactionId, BinlogPosition end, Instant at) implements LogEvent {}

  /** A group ended that is not committed: an XA transaction was prepared. */
  record Prepared(BinlogPosition end) implements LogEvent {}

  /** The binlog goes on at this position, and nothing happened before it. */
  record Passed(BinlogPosition end) implements LogEvent {}

  /** The connection is gone; nothing follows. */
  record Broken(Exception cause) implements LogEvent {}
}
