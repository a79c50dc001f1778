package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.BucketDigest;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.digest.LakeDigest;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.stores.digest.BoundSql;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.CursorReader;
import dev.plumbline.stores.mysql.MySqlDialect;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The rows of a table whose cursor has some values: at the source and in bronze. */
final class CursorWindow {
  private final TableSpec table;
  private final CursorSpec cursor;
  private final CursorReader reader;
  private final ComparedTables tables;
  private final LakeTable bronze;
  private final TableForm form;
  private final Optional<BigInteger> least;
  private final Optional<BigInteger> until;
  private final boolean nulls;

  /**
   * @param least the least value that belongs to it; empty where it is open below
   * @param until the least value above it; empty where it is open above
   * @param nulls whether rows without a value belong to it
   */
  CursorWindow(
      TableSpec table,
      ComparedTables tables,
      LakeTable bronze,
      Optional<BigInteger> least,
      Optional<BigInteger> until,
      boolean nulls) {
    this.table = table;
    this.cursor = table.extraction().cursor().orElseThrow();
    this.reader = new CursorReader(table);
    this.tables = tables;
    this.bronze = bronze;
    this.form = TableForm.of(table);
    this.least = least;
    this.until = until;
    this.nulls = nulls;
  }

  /**
   * Reads the rows, unless bronze holds just these: where it holds as many, the source digests them
   * first.
   *
   * @param affordable is told how many rows are to be read, and may refuse
   */
  void read(
      Connection connection,
      MySqlSource source,
      Optional<PassingDigest> passing,
      FreshRows fresh,
      LongConsumer affordable)
      throws SQLException {
    String all = reader.condition(least, until, nulls);
    long rows = reader.count(connection, all);
    Dataset<Row> held = bronze.rowsNow().where(held());
    if (rows == held.count() && (rows == 0 || same(all, held))) {
      return;
    }
    affordable.accept(rows);
    if (rows > 0) {
      fresh.add(source.part(table, statements(connection, passing), passing));
    }
  }

  /** Whether the source holds just the rows that bronze does. */
  private boolean same(String condition, Dataset<Row> held) throws SQLException {
    try (ComparedStore store = tables.source(table, form, condition).open()) {
      Chunk whole = new Chunk(0, KeyRange.ALL, new Bucketing.ByKeyHash(1));
      List<BucketDigest> digests = store.digests(whole, 1);
      if (digests.size() != 1 || digests.get(0).unhashed() > 0) {
        return false;
      }
      BucketDigest said = digests.get(0);
      return LakeDigest.of(bronze.name(), held, form)
          .provesEqual(new TableDigest(form.signature(), said.rows(), 0, said.lanes()));
    }
  }

  private List<BoundSql> statements(Connection connection, Optional<PassingDigest> passing)
      throws SQLException {
    String select =
        MySqlDialect.select(
            table.source(),
            table.columns(),
            passing.map(PassingDigest::expressions).orElse(List.of()));
    List<BoundSql> statements = new ArrayList<>();
    Optional<BigInteger> from = least;
    boolean first = nulls;
    List<BigInteger> cuts = reader.cuts(connection, least, until, table.extraction().splitRows());
    for (BigInteger cut : cuts) {
      statements.add(statement(select, reader.condition(from, Optional.of(cut), first)));
      from = Optional.of(cut);
      first = false;
    }
    statements.add(statement(select, reader.condition(from, until, first)));
    return statements;
  }

  private static BoundSql statement(String select, String condition) {
    return new BoundSql(select + " WHERE " + condition, List.of());
  }

  /** The greatest value of the cursor that bronze holds; empty where it holds none. */
  static Optional<BigInteger> greatest(TableSpec table, LakeTable bronze) {
    CursorSpec cursor = table.extraction().cursor().orElseThrow();
    Column value = column(cursor);
    Column whole =
        cursor.time()
            ? functions.unix_micros(value.cast("timestamp")).cast("decimal(20,0)")
            : value.cast("decimal(20,0)");
    return Optional.ofNullable(bronze.rowsNow().select(functions.max(whole)).first().getDecimal(0))
        .map(BigDecimal::toBigIntegerExact);
  }

  private static Column column(CursorSpec cursor) {
    return functions.col("`" + cursor.column().replace("`", "``") + "`");
  }

  /** The same rows in bronze. */
  private Column held() {
    Column value = column(cursor);
    Column held = functions.lit(true);
    if (least.isPresent()) {
      held = held.and(value.geq(literal(least.get())));
    }
    if (until.isPresent()) {
      held = held.and(value.lt(literal(until.get())));
    }
    return nulls ? held.or(value.isNull()) : held.and(value.isNotNull());
  }

  private Object literal(BigInteger bound) {
    if (!cursor.time()) {
      return new BigDecimal(bound);
    }
    boolean zoned = table.column(cursor.column()).type().type() == MySqlType.TIMESTAMP;
    return zoned ? cursor.timeOf(bound).toInstant(ZoneOffset.UTC) : cursor.timeOf(bound);
  }
}
