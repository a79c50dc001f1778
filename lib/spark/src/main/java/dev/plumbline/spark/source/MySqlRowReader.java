package dev.plumbline.spark.source;

import dev.plumbline.core.reconcile.measure.DigestSum;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/**
 * Streams the rows of one query out of a consistent snapshot of its own, and sums up the digests
 * that the server gives of them. Holds one row.
 *
 * <p>The row that {@link #get} returns is the same object each time, with new content.
 */
final class MySqlRowReader implements PartitionReader<InternalRow> {
  private final RowQuery query;
  private final SpecificInternalRow row;
  private final ValueReader[] readers;
  private final Connection connection;
  private final PartDigests digests;
  private final DigestSum sum;
  private final int[] datesOrNull;
  private long zeroDates;
  private ResultSet rows;
  private boolean finished;

  /**
   * @param digests null where the server does not digest the rows
   */
  MySqlRowReader(RowQuery query, MySqlSessions sessions, StructType schema, PartDigests digests) {
    this.query = query;
    this.digests = digests;
    this.sum = digests == null ? null : new DigestSum(digests.passing().form());
    this.row = new SpecificInternalRow(schema);
    this.readers = query.columns().stream().map(ValueReader::of).toArray(ValueReader[]::new);
    this.datesOrNull =
        IntStream.range(0, query.columns().size())
            .filter(i -> query.columns().get(i).zeroDates() == ZeroDates.NULL)
            .toArray();
    this.connection = sessions.open();
    try {
      this.rows = execute();
    } catch (SQLException e) {
      SourceException failure = failure(e);
      try {
        connection.close();
      } catch (SQLException suppressed) {
        failure.addSuppressed(suppressed);
      }
      throw failure;
    }
  }

  @Override
  public boolean next() {
    try {
      if (!rows.next()) {
        if (!finished && digests != null) {
          digests.finished(query.number(), new ReadDigest(sum.digest(), zeroDates));
        }
        finished = true;
        return false;
      }
      for (int i = 0; i < readers.length; i++) {
        readers[i].read(rows, i, row);
      }
      if (digests != null) {
        digests.passing().add(rows, sum);
        zeroDates += hasZeroDate() ? 1 : 0;
      }
      return true;
    } catch (NotADateException e) {
      throw new SourceException(notADate(e), e);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Whether a date of the current row was read as NULL and is not NULL at the source. */
  private boolean hasZeroDate() throws SQLException {
    for (int column : datesOrNull) {
      if (row.isNullAt(column) && rows.getBytes(column + 1) != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {
    try {
      if (finished) {
        connection.close();
      } else {
        // Closing a result that is still being streamed would read it to its end.
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private ResultSet execute() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    }
    PreparedStatement statement =
        connection.prepareStatement(
            query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    // Connector/J's word for: row by row as the server sends them.
    statement.setFetchSize(Integer.MIN_VALUE);
    query.bind(statement);
    return statement.executeQuery();
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
      message.append(text(position));
      where = ", ";
    }
    return message
        .append(", which only MySQL takes for a date; with zeroDates: 'null' it is read as NULL")
        .toString();
  }

  private String text(int position) {
    try {
      return rows.getString(position + 1);
    } catch (SQLException e) {
      return "?";
    }
  }
}
