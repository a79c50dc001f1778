package dev.plumbline.spark.source;

import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.digest.BoundSql;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.MySqlDialect;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.MySqlTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Reads MySQL tables side by side, range by range, exact in every type. */
public final class MySqlSource {
  private final SparkSession spark;
  private final MySqlSessions sessions;

  public MySqlSource(SparkSession spark, MySqlSessions sessions) {
    this.spark = spark;
    this.sessions = sessions;
  }

  /**
   * The rows of a table: its declared columns in their order, in the types of bronze, all nullable.
   * Nothing but the key's bounds is read before an action runs.
   *
   * @param actual the table as the server describes it, already compared with its declaration
   * @param passing how the server digests the rows while they are read; empty where it does not
   * @throws SourceException when the bounds of the key cannot be read
   */
  public SourceRows rows(TableSpec table, MySqlTable actual, Optional<PassingDigest> passing) {
    Optional<String> splitColumn = splitColumn(table, actual);
    List<KeyRange> ranges =
        splitColumn
            .map(column -> ranges(table, column, actual.rows()))
            .orElse(List.of(KeyRange.ALL));
    List<String> further = passing.map(PassingDigest::expressions).orElse(List.of());
    List<RowQuery> queries = new ArrayList<>();
    for (KeyRange range : ranges) {
      queries.add(RowQuery.of(queries.size(), table, splitColumn.orElse(null), range, further));
    }
    return read(table, queries, passing);
  }

  /**
   * Rows of a table by statements of the caller's, each read in a session of its own.
   *
   * @param statements each selects {@link MySqlDialect#projections} of all columns of the table
   */
  public Dataset<Row> rows(TableSpec table, List<BoundSql> statements) {
    return read(table, RowQuery.of(table, statements), Optional.empty()).rows();
  }

  /**
   * The same, to be written into a few files and digested while they are read.
   *
   * @param statements each selects {@link MySqlDialect#projections} of all columns of the table,
   *     then the expressions of the digest
   * @param passing how the server digests the rows; empty where it does not
   */
  public SourcePart part(
      TableSpec table, List<BoundSql> statements, Optional<PassingDigest> passing) {
    Optional<PartDigests> digests = PartDigests.of(spark.sparkContext(), passing, table);
    return new SourcePart(
        constants ->
            new FileTasks(
                spark,
                sessions,
                RowQuery.of(table, statements),
                spark.sparkContext().defaultParallelism(),
                digests.orElse(null),
                constants),
        () -> digests.map(PartDigests::total));
  }

  private SourceRows read(
      TableSpec table, List<RowQuery> queries, Optional<PassingDigest> passing) {
    StructType rowType = schema(table);
    Optional<PartDigests> digests = PartDigests.of(spark.sparkContext(), passing, table);
    return new SourceRows(
        Relations.of(
            spark,
            new PlannedScan(
                sessions.endpoint() + ":" + table.source(),
                rowType,
                queries,
                new RowReaders(sessions, rowType, digests.orElse(null)))),
        () -> digests.map(PartDigests::total),
        Optional.of(
            constants ->
                new FileTasks(
                    spark, sessions, queries, queries.size(), digests.orElse(null), constants)));
  }

  /** The columns of a table in bronze, without those that Plumbline adds. */
  public static StructType schema(TableSpec table) {
    StructType schema = new StructType();
    for (ColumnSpec column : table.columns()) {
      schema = schema.add(column.name(), DataType.fromDDL(column.type().spark()), true);
    }
    return schema;
  }

  /** The first key column when it is a whole number that leads an index. */
  private static Optional<String> splitColumn(TableSpec table, MySqlTable actual) {
    return table.key().stream()
        .limit(1)
        .filter(column -> table.column(column).type().type().isWholeNumber())
        .filter(actual.indexed()::contains)
        .findFirst();
  }

  private List<KeyRange> ranges(TableSpec table, String column, long estimate) {
    long splitRows = table.extraction().splitRows();
    String key = MySqlDialect.quote(column);
    String from = " FROM " + MySqlDialect.quote(table.source());
    try (Connection connection = sessions.open();
        Statement statement = connection.createStatement()) {
      BigInteger least;
      BigInteger greatest;
      try (ResultSet row =
          statement.executeQuery("SELECT MIN(" + key + "), MAX(" + key + ")" + from)) {
        row.next();
        least = whole(row.getBigDecimal(1));
        greatest = whole(row.getBigDecimal(2));
      }
      long rows = estimate;
      if (rows <= splitRows && spanExceeds(least, greatest, splitRows)) {
        // The estimate may be days old; where it says few, counting is cheap, or worth its price.
        try (ResultSet row = statement.executeQuery("SELECT COUNT(*)" + from)) {
          row.next();
          rows = row.getLong(1);
        }
      }
      int readers = spark.sparkContext().defaultParallelism();
      return SplitPlan.even(least, greatest, rows, SplitPlan.fair(rows, splitRows, readers));
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot read the bounds of key "
              + column
              + " of table "
              + table.source()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static boolean spanExceeds(BigInteger least, BigInteger greatest, long rows) {
    return least != null && greatest.subtract(least).compareTo(BigInteger.valueOf(rows)) > 0;
  }

  private static BigInteger whole(BigDecimal value) {
    return value == null ? null : value.toBigIntegerExact();
  }
}
