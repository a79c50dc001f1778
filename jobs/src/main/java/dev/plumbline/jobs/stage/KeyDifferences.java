package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.CompareLimits;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.DifferenceKind;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.plan.PlanLimits;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.digest.Identities;
import dev.plumbline.spark.digest.LakeKeys;
import dev.plumbline.spark.digest.LakeSide;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.stores.digest.DigestSql;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.MySqlDialect;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The keys by which the source and a copy of it differ: found by counts and digests, bucket by
 * bucket, so that only of buckets that differ the keys are listed.
 */
final class KeyDifferences implements AutoCloseable {
  /**
   * Keys are small, so that more of them may be in a chunk, and may differ, than rows of a
   * comparison. Those that are gone lie anywhere, so that buckets are the smaller the more they
   * are.
   */
  private static final CompareLimits LIMITS =
      new CompareLimits(new PlanLimits(1_000_000, 1_000, 65_536, true), 100_000, 300_000, 2_000, 0);

  private final TableSpec table;
  private final TableForm form;
  private final KeyFile gone;
  private final KeyFile missed;
  private boolean complete;

  KeyDifferences(TableSpec table, TableForm form) {
    this.table = table;
    this.form = form;
    this.gone = new KeyFile(table.key().size(), RowKey::toString);
    this.missed = new KeyFile(table.key().size(), RowKey::toString);
  }

  /**
   * Compares the keys, whatever the rest of their rows.
   *
   * @param copy the keys of the copy, in columns named as in bronze, each once
   */
  static KeyDifferences find(
      JobContext context,
      Engine engine,
      TableSpec table,
      ComparedTables tables,
      String name,
      Dataset<Row> copy)
      throws SQLException {
    return find(context, engine, table, tables, name, copy, form(table));
  }

  /**
   * Compares some columns. The keys of rows that differ in them are both gone and missed.
   *
   * @param copy the columns of the form, named as in bronze; each key once
   */
  static KeyDifferences find(
      JobContext context,
      Engine engine,
      TableSpec table,
      ComparedTables tables,
      String name,
      Dataset<Row> copy,
      TableForm form)
      throws SQLException {
    KeyDifferences found = new KeyDifferences(table, form(table));
    Settings settings =
        Settings.of(context.clock())
            .withDepth(Depth.ROWS)
            .withLimits(LIMITS)
            .withThreads(engine::beside)
            .withSink(found::accept);
    found.complete =
        new TableComparison(
                form, tables.source(table, form, ""), new LakeSide(name, copy, form), settings)
            .compare()
            .complete();
    return found;
  }

  /** The columns of the key and nothing else. */
  static TableForm form(TableSpec table) {
    return TableForm.of(
        table.columns().stream()
            .filter(column -> table.key().contains(column.name()))
            .map(column -> DigestColumn.of(column.name(), column.type()))
            .toList(),
        table.key());
  }

  /** A key that only the source has. */
  void missed(RowKey key) {
    missed.add(key);
  }

  /** A key that only the copy has. */
  void gone(RowKey key) {
    gone.add(key);
  }

  /** How many have been found so far. */
  long size() {
    return missed.size() + gone.size();
  }

  /** All of them are there. */
  void completed() {
    complete = true;
  }

  private void accept(Difference difference) {
    if (difference.kind() != DifferenceKind.EXTRA) {
      missed.accept(difference);
    }
    if (difference.kind() != DifferenceKind.MISSING) {
      gone.accept(difference);
    }
  }

  /** False where so many keys differ that they were not all listed. */
  boolean complete() {
    return complete;
  }

  /**
   * Reads the rows under the keys that the source has and the copy has not.
   *
   * @param side the whole table at the source
   */
  void readMissed(
      MySqlSource source, JdbcSide side, Optional<PassingDigest> passing, FreshRows fresh) {
    if (missed.size() == 0) {
      return;
    }
    DigestSql statements = side.statements();
    String columns =
        Stream.concat(
                Stream.of(MySqlDialect.projections(table.columns())),
                passing.map(PassingDigest::expressions).orElse(List.of()).stream())
            .collect(Collectors.joining(", "));
    for (List<RowKey> wave : missed.batches()) {
      fresh.add(source.part(table, statements.exactlyInParts(columns, wave), passing));
    }
  }

  /** The keys that are gone; they can be asked for until the rows that were read are closed. */
  GoneKeys goneFrom(SparkSession spark, Supplier<Dataset<Row>> copy, FreshRows fresh) {
    if (gone.size() == 0) {
      return GoneKeys.NONE;
    }
    LakeKeys lakeKeys = new LakeKeys(spark, form);
    Optional<Identities> few = fresh.few(gone);
    if (few.isEmpty()) {
      Dataset<Row> laid = fresh.laid("named", lakeKeys, gone.batches());
      return new GoneKeys(few, () -> Optional.of(held(lakeKeys, laid, copy, fresh)));
    }
    return new GoneKeys(
        few,
        () -> Optional.of(held(lakeKeys, fresh.laid("named", lakeKeys, few.get()), copy, fresh)));
  }

  private static Dataset<Row> held(
      LakeKeys lakeKeys, Dataset<Row> named, Supplier<Dataset<Row>> copy, FreshRows fresh) {
    Dataset<Row> rows = copy.get();
    return lakeKeys
        .typed(named, rows.schema())
        .orElseGet(() -> fresh.laid("gone", lakeKeys.among(rows, named)));
  }

  @Override
  public void close() {
    gone.close();
    missed.close();
  }
}
