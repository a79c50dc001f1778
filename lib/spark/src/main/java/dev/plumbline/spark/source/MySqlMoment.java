package dev.plumbline.spark.source;

import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.digest.BoundSql;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of several tables as they were at one moment: out of one snapshot, which lives as long as
 * the one session that has it. So they are read by the driver, a few at a time; for the rows of a
 * small step.
 */
public final class MySqlMoment implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 5_000;
  private static final long BYTES_AT_ONCE = 16L << 20;

  private final SparkSession spark;
  private final MySqlSessions sessions;
  private final Connection connection;

  private MySqlMoment(SparkSession spark, MySqlSessions sessions, Connection connection) {
    this.spark = spark;
    this.sessions = sessions;
    this.connection = connection;
  }

  /**
   * The present moment.
   *
   * @throws SourceException when the source fails
   */
  public static MySqlMoment open(SparkSession spark, MySqlSessions sessions) {
    Connection connection = sessions.open();
    MySqlMoment moment = new MySqlMoment(spark, sessions, connection);
    try {
      MySqlCursor.begin(connection);
      return moment;
    } catch (SQLException e) {
      moment.close();
      throw new SourceException(
          "Cannot open a snapshot of " + sessions.endpoint() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads rows.
   *
   * @param statements each selects the projections of all columns of the table, then the
   *     expressions of the digest
   * @param sink takes some of the rows each time, at least once
   * @return what the source says of them; empty where it does not digest them
   */
  public Optional<ReadDigest> read(
      TableSpec table,
      List<BoundSql> statements,
      Optional<PassingDigest> passing,
      Consumer<Dataset<Row>> sink) {
    StructType schema = MySqlSource.schema(table);
    Optional<PartDigests> digests =
        passing.map(how -> PartDigests.of(spark.sparkContext(), how, table.source().toString()));
    Batch batch = new Batch(schema, sink);
    for (int i = 0; i < statements.size(); i++) {
      BoundSql statement = statements.get(i);
      RowQuery query = RowQuery.of(i, table, statement.sql(), statement.values());
      try (MySqlRowReader rows =
          new MySqlRowReader(new MySqlCursor(query, connection, digests.orElse(null)), schema)) {
        while (rows.next()) {
          batch.add(rows.get());
        }
      }
    }
    batch.flush();
    return digests.map(PartDigests::total);
  }

  /** Ends the snapshot. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot close a session of " + sessions.endpoint() + ": " + e.getMessage(), e);
    }
  }

  /** Rows that wait to be handed over. */
  private final class Batch {
    private final StructType schema;
    private final UnsafeProjection copy;
    private final Consumer<Dataset<Row>> sink;
    private List<InternalRow> rows = new ArrayList<>();
    private long bytes;
    private boolean handed;

    Batch(StructType schema, Consumer<Dataset<Row>> sink) {
      this.schema = schema;
      this.copy = UnsafeProjection.create(schema);
      this.sink = sink;
    }

    void add(InternalRow row) {
      UnsafeRow mine = copy.apply(row).copy();
      rows.add(mine);
      bytes += mine.getSizeInBytes();
      if (rows.size() == ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE) {
        hand();
      }
    }

    void flush() {
      if (!rows.isEmpty() || !handed) {
        hand();
      }
    }

    private void hand() {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      sink.accept(spark.internalCreateDataFrame(context.parallelize(rows, 1).rdd(), schema, false));
      rows = new ArrayList<>();
      bytes = 0;
      handed = true;
    }
  }
}
