package dev.plumbline.spark.source;

import dev.plumbline.stores.mysql.MySqlSessions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of one query as Spark's own, out of a snapshot of its own.
 *
 * <p>The row that {@link #get} returns is the same object each time, with new content.
 */
final class MySqlRowReader implements PartitionReader<InternalRow> {
  private final MySqlSnapshot snapshot;
  private final MySqlCursor cursor;
  private final SpecificInternalRow row;
  private final Sink sink;

  MySqlRowReader(RowQuery query, MySqlSessions sessions, PartDigests digests, StructType schema) {
    this.snapshot = MySqlSnapshot.open(sessions);
    try {
      this.cursor = new MySqlCursor(query, snapshot, digests);
    } catch (RuntimeException e) {
      snapshot.close();
      throw e;
    }
    this.row = new SpecificInternalRow(schema);
    this.sink = new Sink(row, schema);
  }

  @Override
  public boolean next() {
    return cursor.next(sink);
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {
    try (snapshot) {
      cursor.close();
    }
  }

  /** Puts values into the row. */
  private static final class Sink implements MySqlCursor.Sink {
    private final SpecificInternalRow row;
    private final ValueWriter[] writers;

    Sink(SpecificInternalRow row, StructType schema) {
      this.row = row;
      this.writers = new ValueWriter[schema.size()];
      for (int i = 0; i < writers.length; i++) {
        writers[i] = ValueWriter.of(schema.fields()[i].dataType());
      }
    }

    @Override
    public void value(int ordinal, WireColumn column) {
      writers[ordinal].write(column, row, ordinal);
    }

    @Override
    public void nothing(int ordinal) {
      row.setNullAt(ordinal);
    }
  }
}
