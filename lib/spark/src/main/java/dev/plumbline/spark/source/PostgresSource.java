package dev.plumbline.spark.source;

import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.digest.SessionFactory;
import dev.plumbline.stores.postgres.PostgresColumns;
import dev.plumbline.stores.postgres.PostgresSnapshot;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Reads PostgreSQL tables side by side, range by range, all of them in one snapshot. */
public final class PostgresSource {
  private final SparkSession spark;
  private final PostgresSnapshot snapshot;

  /**
   * @param snapshot stays open until the rows have been read
   */
  public PostgresSource(SparkSession spark, PostgresSnapshot snapshot) {
    this.spark = spark;
    this.snapshot = snapshot;
  }

  /**
   * A range of the table's rows.
   *
   * @param bounds of the range, which the statement's parameters are
   */
  record Part(String sql, List<Long> bounds) implements InputPartition {}

  /**
   * The rows of a table: its declared columns in their order, in the types of bronze. Nothing but
   * the key's bounds is read before an action runs.
   *
   * @param actual the table as the server describes it
   * @throws SourceException when the bounds of the key cannot be read
   */
  public Dataset<Row> rows(TableSpec table, StoreTable actual, PostgresColumns columns) {
    List<Part> parts = new ArrayList<>();
    Optional<String> key = splitColumn(table, actual);
    List<KeyRange> ranges =
        key.map(column -> ranges(table, column, actual.rows(), columns.from()))
            .orElse(List.of(KeyRange.ALL));
    for (KeyRange range : ranges) {
      parts.add(part(columns.select(), key.map(PostgresColumns::quote).orElse(""), range));
    }
    return Relations.of(
        spark,
        new PlannedScan(
            actual.name().toString(),
            MySqlSource.schema(table),
            parts,
            new Readers(
                snapshot.readers(),
                actual.name().toString(),
                DeclaredColumn.of(table, Optional.empty()),
                new ArrayList<>(columns.binary()),
                new ArrayList<>(table.key()))));
  }

  private record Readers(
      SessionFactory sessions,
      String table,
      List<DeclaredColumn> columns,
      List<Boolean> binary,
      List<String> key)
      implements PartitionReaderFactory, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new PostgresRowReader((Part) partition, sessions, table, columns, binary, key);
    }
  }

  /** The only key column when it is a whole number and the primary key. */
  private static Optional<String> splitColumn(TableSpec table, StoreTable actual) {
    return table.key().size() == 1 && actual.key().equals(table.key())
        ? table.key().stream()
            .filter(column -> table.column(column).type().type().isWholeNumber())
            .findFirst()
        : Optional.empty();
  }

  /** Adjacent ranges, of which the first holds rows without a key. */
  static Part part(String select, String key, KeyRange range) {
    List<Long> bounds = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    if (range.from() != null) {
      conditions.add(key + " >= ?");
      bounds.add(range.from().longValueExact());
    }
    if (range.until() != null) {
      conditions.add(
          range.from() == null ? "(" + key + " < ? OR " + key + " IS NULL)" : key + " < ?");
      bounds.add(range.until().longValueExact());
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return new Part(select + where, bounds);
  }

  /**
   * @param estimate rows; -1 or 0 where the server has never counted them
   */
  private List<KeyRange> ranges(TableSpec table, String column, long estimate, String from) {
    long splitRows = table.extraction().splitRows();
    String key = PostgresColumns.quote(column);
    try (Statement statement = snapshot.connection().createStatement();
        ResultSet ends =
            statement.executeQuery("SELECT MIN(" + key + "), MAX(" + key + ") FROM " + from)) {
      ends.next();
      BigInteger least = whole(ends.getBigDecimal(1));
      BigInteger greatest = whole(ends.getBigDecimal(2));
      long rows = estimate;
      if (least != null
          && rows <= splitRows
          && greatest.subtract(least).compareTo(BigInteger.valueOf(splitRows)) > 0) {
        rows = count(from);
      }
      int readers = spark.sparkContext().defaultParallelism();
      return SplitPlan.even(least, greatest, rows, SplitPlan.fair(rows, splitRows, readers));
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot read the bounds of key " + column + " of " + from + ": " + e.getMessage(), e);
    }
  }

  private long count(String from) throws SQLException {
    try (Statement statement = snapshot.connection().createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static BigInteger whole(BigDecimal value) {
    return value == null ? null : value.toBigIntegerExact();
  }
}
