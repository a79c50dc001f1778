package dev.plumbline.sandbox.replicator.table;

import dev.plumbline.core.table.TableName;
import java.util.Optional;

/**
 * One change of one row, as the source committed it.
 *
 * @param table the table
 * @param kind what happened
 * @param before the row as it was; null for an insert
 * @param after the row as it is; null for a delete
 * @param transactionId the source transaction, by the sequence number of its GTID
 */
public record RowChange(TableName table, Kind kind, Row before, Row after, long transactionId) {
  /** What happened to the row. */
  public enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  public RowChange {
    if ((before == null) != (kind == Kind.INSERT) || (after == null) != (kind == Kind.DELETE)) {
      throw new IllegalArgumentException("Cannot make a change: wrong images for " + kind);
    }
  }

  /** The row's newest image: after an insert or update, before a delete. */
  public Row image() {
    return Optional.ofNullable(after).orElse(before);
  }
}
