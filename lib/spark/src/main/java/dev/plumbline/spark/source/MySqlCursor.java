package dev.plumbline.spark.source;

import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.mysql.WireRows;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Streams the rows of one query out of a snapshot, and sums up the digests that the server gives of
 * them. Holds one row.
 */
final class MySqlCursor implements AutoCloseable {
  private final RowQuery query;
  private final MySqlSnapshot snapshot;
  private final PartDigests digests;
  private final DigestSum sum;
  private final WireRows rows;
  private final WireColumn[] columns;
  private long zeroDates;
  private PreparedStatement statement;
  private boolean finished;

  /**
   * @param digests null where the server does not digest the rows
   * @throws SourceException when the query cannot be run
   */
  MySqlCursor(RowQuery query, MySqlSnapshot snapshot, PartDigests digests) {
    this.query = query;
    this.digests = digests;
    this.sum = digests == null ? null : new DigestSum(digests.passing().form());
    this.snapshot = snapshot;
    try {
      this.rows = execute();
    } catch (SQLException e) {
      throw failure(e);
    }
    this.columns = new WireColumn[query.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = WireColumn.of(query.columns().get(i), rows, i);
    }
  }

  /** The columns that are read, in their order. */
  WireColumn[] columns() {
    return columns;
  }

  /** Where a row's values go. */
  interface Sink {
    void value(int ordinal, WireColumn column);

    void nothing(int ordinal);
  }

  /**
   * Reads the next row.
   *
   * @param sink gets the row's values in their order
   * @return false when there is none
   * @throws SourceException when the source fails or a value is none for the lake
   */
  boolean next(Sink sink) {
    try {
      if (!rows.next()) {
        finish();
        return false;
      }
      boolean zeroDate = false;
      for (int i = 0; i < columns.length; i++) {
        if (rows.isNull(i)) {
          sink.nothing(i);
        } else if (columns[i].take()) {
          sink.value(i, columns[i]);
        } else {
          sink.nothing(i);
          zeroDate = true;
        }
      }
      if (digests != null) {
        digests.passing().add(rows, sum);
        zeroDates += zeroDate ? 1 : 0;
      }
      return true;
    } catch (NotADateException e) {
      throw new SourceException(notADate(e), e);
    } catch (ArithmeticException e) {
      throw new SourceException("Cannot read table " + query.table() + ": " + e.getMessage(), e);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** What the server said of the row that was read last, as {@link DigestSum#last} has it. */
  long checksums() {
    return sum == null ? 0 : sum.last();
  }

  /** Whether there is a row so far that the server was to digest and could not. */
  boolean unhashed() {
    return sum != null && sum.unhashed() > 0;
  }

  private void finish() {
    if (!finished && digests != null) {
      digests.finished(query.number(), new ReadDigest(sum.digest(), zeroDates));
    }
    finished = true;
  }

  /** Leaves the snapshot as it is, or breaks it off where rows are left. */
  @Override
  public void close() {
    try {
      if (finished) {
        statement.close();
      } else {
        snapshot.abort();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private WireRows execute() throws SQLException {
    statement = snapshot.prepare(query.sql());
    query.bind(statement);
    return WireRows.execute(statement);
  }

  private SourceException failure(SQLException e) {
    return new SourceException("Cannot read table " + query.table() + ": " + e.getMessage(), e);
  }

  private String notADate(NotADateException e) {
    StringBuilder message = new StringBuilder("Cannot read table " + query.table());
    message.append(": column ").append(e.column()).append(" holds ").append(e.value());
    String where = " in the row with ";
    for (int position : query.key()) {
      message.append(where).append(query.columns().get(position).name()).append(" = ");
      message.append(rows.shown(position));
      where = ", ";
    }
    return message
        .append(", which only MySQL takes for a date; with zeroDates: 'null' it is read as NULL")
        .toString();
  }
}
