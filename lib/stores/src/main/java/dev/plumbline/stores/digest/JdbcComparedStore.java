package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.BucketDigest;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.measure.RowDigest;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.measure.RowValues;
import dev.plumbline.core.reconcile.measure.TooSlowException;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyBounds;
import dev.plumbline.core.table.ColumnClass;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One side of a comparison over a connection of its own. */
final class JdbcComparedStore implements ComparedStore {
  /** Rows in memory at once while streaming; Connector/J streams by a number of its own. */
  private static final int FETCH_SIZE = 2_000;

  private final Connection connection;
  private final DigestDialect dialect;
  private final TableForm form;
  private final ComparedTable table;
  private final DigestSql sql;
  private final ToolDigest tool;
  private final Gate gate;
  private final boolean snapshot;
  private boolean limited;

  /**
   * @param snapshot whether all statements see what the connection's transaction sees
   */
  JdbcComparedStore(
      Connection connection,
      DigestDialect dialect,
      TableForm form,
      ComparedTable table,
      Gate gate,
      boolean snapshot) {
    this.gate = gate;
    this.snapshot = snapshot;
    this.connection = connection;
    this.dialect = dialect;
    this.form = form;
    this.table = table;
    this.sql = new DigestSql(dialect, form, table);
    this.tool = new ToolDigest(form);
  }

  @Override
  public KeyBounds bounds() {
    KeyBounds[] found = new KeyBounds[1];
    query(
        sql.bounds(),
        row -> {
          long rows = row.getLong(1);
          found[0] =
              form.numericKey()
                  ? new KeyBounds(rows, integer(row, 2), integer(row, 3))
                  : KeyBounds.rows(rows);
        });
    return found[0];
  }

  @Override
  public List<BigInteger> boundaries(long chunkRows) {
    List<BigInteger> starts = new ArrayList<>();
    BigInteger start = null;
    do {
      BigInteger[] next = new BigInteger[1];
      query(sql.boundary(start, chunkRows), row -> next[0] = integer(row, 1));
      start = next[0];
      if (start != null) {
        starts.add(start);
      }
    } while (start != null);
    return starts;
  }

  @Override
  public List<BucketDigest> digests(Chunk chunk, int maxBuckets) {
    Map<BigInteger, BucketDigest> buckets = new HashMap<>();
    query(
        sql.digests(chunk),
        row -> {
          if (buckets.size() <= maxBuckets) {
            BucketDigest digest = bucket(row);
            buckets.put(digest.bucket(), digest);
          }
        });
    if (tool.size() > 0 && buckets.size() <= maxBuckets) {
      return withToolLanes(chunk, buckets);
    }
    return List.copyOf(buckets.values());
  }

  /** Only MySQL is asked to end what takes too long: it is the source that is spared. */
  @Override
  public List<BucketDigest> digests(Chunk chunk, int maxBuckets, Duration atMost) {
    if (atMost.isZero() || !(dialect instanceof MySqlDigestDialect)) {
      return digests(chunk, maxBuckets);
    }
    StatementLimit limit = limit(atMost);
    limited = true;
    try {
      return digests(chunk, maxBuckets);
    } finally {
      limited = false;
      unlimit(limit);
    }
  }

  private StatementLimit limit(Duration atMost) {
    try {
      return StatementLimit.set(connection, atMost);
    } catch (SQLException e) {
      throw unlimited(e);
    }
  }

  private void unlimit(StatementLimit limit) {
    try {
      limit.end();
    } catch (SQLException e) {
      throw unlimited(e);
    }
  }

  private RuntimeException unlimited(SQLException e) {
    return dialect.failure(
        "Cannot limit the statements on " + table.label() + ": " + e.getMessage(), e);
  }

  private BucketDigest bucket(ResultSet row) throws SQLException {
    List<BigInteger> lanes = new ArrayList<>();
    long unhashed = 0;
    for (int lane = 0; lane < form.strength().lanes(); lane++) {
      BigInteger sum = integer(row, 3 + lane);
      unhashed = Math.max(unhashed, dialect.unhashed(sum).longValueExact());
      lanes.add(dialect.hashed(sum));
    }
    return new BucketDigest(integer(row, 1), row.getLong(2), unhashed, lanes);
  }

  /** Rows that came or went between the two statements show as a difference, never as equality. */
  private List<BucketDigest> withToolLanes(Chunk chunk, Map<BigInteger, BucketDigest> buckets) {
    Map<BigInteger, BigInteger[]> sums = new HashMap<>();
    query(
        sql.toolValues(chunk),
        row -> {
          String hash = tool.hash(row.getString(2), tool.values(row, 3));
          BigInteger[] lanes = sums.computeIfAbsent(integer(row, 1), bucket -> zeros());
          for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = lanes[lane].add(CanonicalBytes.lane(hash, lane));
          }
        });
    List<BucketDigest> digests = new ArrayList<>();
    for (BucketDigest digest : buckets.values()) {
      List<BigInteger> lanes = new ArrayList<>(digest.lanes());
      lanes.addAll(List.of(sums.getOrDefault(digest.bucket(), zeros())));
      digests.add(new BucketDigest(digest.bucket(), digest.rows(), digest.unhashed(), lanes));
    }
    return digests;
  }

  private BigInteger[] zeros() {
    BigInteger[] lanes = new BigInteger[form.strength().lanes()];
    java.util.Arrays.fill(lanes, BigInteger.ZERO);
    return lanes;
  }

  @Override
  public void rows(Chunk chunk, Collection<BigInteger> buckets, Consumer<RowDigest> sink) {
    query(sql.rows(chunk, buckets), row -> sink.accept(rowDigest(row)));
  }

  @Override
  public List<RowDigest> rowsOf(Collection<RowKey> keys) {
    List<RowDigest> rows = new ArrayList<>();
    query(sql.rowsOf(keys), row -> rows.add(rowDigest(row)));
    return rows;
  }

  @Override
  public List<RowValues> valuesOf(Collection<RowKey> keys) {
    List<RowValues> rows = new ArrayList<>();
    query(
        sql.valuesOf(keys),
        row -> {
          Iterator<String> byTool = tool.values(row, firstToolColumn()).iterator();
          int next = firstToolColumn() + tool.size();
          List<String> values = new ArrayList<>();
          for (DigestColumn column : form.compared()) {
            values.add(
                column.columnClass() == ColumnClass.BY_SPARK
                    ? byTool.next()
                    : row.getString(next++));
          }
          rows.add(new RowValues(rowDigest(row).key(), values));
        });
    return rows;
  }

  private RowDigest rowDigest(ResultSet row) throws SQLException {
    String hash = row.getString(1);
    if (hash == null) {
      throw new SQLException("the server gives no digest for a row: its text is too long");
    }
    List<String> key = new ArrayList<>();
    for (int i = 0; i < form.key().size(); i++) {
      key.add(row.getString(2 + i));
    }
    String digest = hash;
    if (tool.size() > 0) {
      String identity = row.getString(firstToolColumn() - 1);
      digest = hash + tool.hash(identity, tool.values(row, firstToolColumn()));
    }
    return new RowDigest(form.keyless() ? RowKey.of(digest) : new RowKey(key), digest);
  }

  /** After the hash, the key and the identity, which is there only when the tool digests. */
  private int firstToolColumn() {
    return 2 + form.key().size() + (tool.size() > 0 ? 1 : 0);
  }

  private static BigInteger integer(ResultSet row, int index) throws SQLException {
    BigDecimal value = row.getBigDecimal(index);
    return value == null ? null : value.toBigIntegerExact();
  }

  private void query(BoundSql statement, RowReader reader) {
    int fetchSize = dialect instanceof MySqlDigestDialect ? Integer.MIN_VALUE : FETCH_SIZE;
    try {
      gate.pass(connection);
    } catch (SQLException e) {
      throw dialect.failure(
          "Cannot look at the load of " + table.label() + ": " + e.getMessage(), e);
    }
    try (PreparedStatement prepared = statement.prepare(connection, fetchSize)) {
      try (ResultSet rows = prepared.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
      if (!snapshot && !connection.getAutoCommit()) {
        // Ends the snapshot, so that the next statement sees the newest commits.
        connection.commit();
      }
    } catch (SQLException e) {
      if (limited && StatementLimit.passed(e)) {
        throw new TooSlowException("a chunk of " + table.label() + " took too long", e);
      }
      throw dialect.failure("Cannot compare " + table.label() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw dialect.failure("Cannot close the session on " + table.label(), e);
    }
  }

  @FunctionalInterface
  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }
}
