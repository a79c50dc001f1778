package dev.plumbline.sandbox.replicator.binlog;

import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.RowChange;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads the rows of rows events of one table, as one table map describes it. */
public final class RowDecoder {
  private final SourceTable table;
  private final CellDecoder[] cells;

  /**
   * A decoder for a table whose columns have the names that the table map gives.
   *
   * @param decoders how text of a character set is read
   */
  public RowDecoder(
      SourceTable table, TableShape shape, Function<SourceColumn, TextDecoder> decoders) {
    this.table = table;
    this.cells = new CellDecoder[table.columns().size()];
    for (int i = 0; i < cells.length; i++) {
      SourceColumn column = table.columns().get(i);
      cells[i] = new CellDecoder(column, shape.columns().get(i), decoders.apply(column));
    }
  }

  /**
   * Hands over each change of the event, in order.
   *
   * @throws IllegalStateException when the event does not hold full images
   */
  public void decode(LogEvent.RowsChanged event, Consumer<RowChange> changes) {
    ByteCursor bytes = event.rows().cursor();
    bytes.skip(8);
    if (event.extended()) {
      bytes.skip((int) bytes.little(2) - 2);
    }
    int columns = bytes.packedInt();
    requireFull(bytes, columns);
    if (event.kind() == RowChange.Kind.UPDATE) {
      requireFull(bytes, columns);
    }
    while (bytes.hasMore()) {
      changes.accept(change(event, bytes));
    }
  }

  private RowChange change(LogEvent.RowsChanged event, ByteCursor bytes) {
    return switch (event.kind()) {
      case INSERT ->
          new RowChange(table.name(), event.kind(), null, row(bytes), event.transactionId());
      case DELETE ->
          new RowChange(table.name(), event.kind(), row(bytes), null, event.transactionId());
      case UPDATE -> {
        Row before = row(bytes);
        yield new RowChange(table.name(), event.kind(), before, row(bytes), event.transactionId());
      }
    };
  }

  private void requireFull(ByteCursor bytes, int columns) {
    byte[] present = bytes.slice((columns + 7) / 8);
    boolean full = columns == cells.length;
    for (int i = 0; i < columns; i++) {
      full &= ((present[i / 8] >> (i % 8)) & 1) == 1;
    }
    if (!full) {
      throw new IllegalStateException(
          "Cannot read the binlog: rows of " + table.name() + " are not full images");
    }
  }

  private Row row(ByteCursor bytes) {
    byte[] nulls = bytes.slice((cells.length + 7) / 8);
    String[] values = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      if (((nulls[i / 8] >> (i % 8)) & 1) == 0) {
        values[i] = cells[i].decode(bytes);
      }
    }
    return Row.of(values);
  }
}
