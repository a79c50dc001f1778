package dev.plumbline.sandbox.replicator.table;

import dev.plumbline.core.table.TableName;

/** A table cannot go on being replicated; the message is the reason that its state shows. */
public final class UnreplicableException extends RuntimeException {
  private final transient TableName table;

  public UnreplicableException(TableName table, String reason) {
    super(reason);
    this.table = table;
  }

  public TableName table() {
    return table;
  }
}
