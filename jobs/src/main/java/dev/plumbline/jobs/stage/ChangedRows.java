package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.digest.Identities;
import dev.plumbline.spark.digest.LakeKeys;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.MySqlMoment;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.stores.digest.BoundSql;
import dev.plumbline.stores.digest.DigestSql;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlCharsets;
import dev.plumbline.stores.mysql.MySqlDialect;
import dev.plumbline.stores.mysql.MySqlSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The rows of one table under keys that were touched, at the source and in bronze. */
final class ChangedRows implements AutoCloseable {
  private final JobContext context;
  private final Engine engine;
  private final TableSpec table;
  private final LakeTable bronze;
  private final LakeKeys lakeKeys;
  private final Optional<Identities> few;
  private final Optional<KeyedCopies> many;

  /**
   * @param keys the touched keys, some perhaps more than once
   */
  ChangedRows(JobContext context, Engine engine, TableSpec table, LakeTable bronze, KeyFile keys) {
    this.context = context;
    this.engine = engine;
    this.table = table;
    this.bronze = bronze;
    this.lakeKeys = new LakeKeys(engine.spark(), TableForm.of(table));
    this.few = keys.few(bronze, KeyDifferences.form(table));
    this.many =
        few.isPresent()
            ? Optional.empty()
            : Optional.of(
                new KeyedCopies(
                    context, engine.spark(), table, bronze.name(), lakeKeys, List.of(keys)));
  }

  /** Whether there are no keys; unlike counting them that takes no job. */
  boolean none() {
    return few.filter(keys -> keys.size() == 0).isPresent();
  }

  /** How many keys there are. */
  long count() {
    return many.map(KeyedCopies::count).orElseGet(() -> (long) few.get().size());
  }

  private Iterable<List<RowKey>> waves() {
    return many.map(KeyedCopies::waves).orElseGet(() -> few.get().keys(KeyFile.PER_BATCH));
  }

  private Dataset<Row> keysAsInBronze(FreshRows fresh) {
    if (many.isPresent()) {
      return many.get().keysAsIn(bronze);
    }
    Dataset<Row> keys = fresh.laid("named", lakeKeys, few.get());
    Dataset<Row> rows = bronze.rowsNow();
    return lakeKeys
        .typed(keys, rows.schema())
        .orElseGet(
            () ->
                lakeKeys
                    .among(rows, keys)
                    .select(
                        table.key().stream()
                            .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
                            .toArray(Column[]::new)));
  }

  /**
   * Reads the rows that the source has under the keys.
   *
   * @return the keys
   */
  GoneKeys read(MySqlSessions sessions, FreshRows fresh) throws SQLException {
    MySqlSource source = new MySqlSource(engine.spark(), sessions);
    return read(
        sessions,
        fresh,
        (statements, passing) -> fresh.add(source.part(table, statements, passing)));
  }

  /** The same as of one moment. */
  GoneKeys read(MySqlSessions sessions, MySqlMoment moment, FreshRows fresh) throws SQLException {
    return read(
        sessions,
        fresh,
        (statements, passing) -> fresh.add(moment.part(table, statements, passing)));
  }

  private GoneKeys read(
      MySqlSessions sessions,
      FreshRows fresh,
      BiConsumer<List<BoundSql>, Optional<PassingDigest>> part)
      throws SQLException {
    Optional<PassingDigest> passing = passing(sessions);
    if (none()) {
      return GoneKeys.NONE;
    }
    DigestSql statements =
        ComparedTables.of(context).source(table, TableForm.of(table), "").statements();
    String columns =
        Stream.concat(
                Stream.of(MySqlDialect.projections(table.columns())),
                passing.map(PassingDigest::expressions).orElse(List.of()).stream())
            .collect(Collectors.joining(", "));
    for (List<RowKey> wave : waves()) {
      part.accept(statements.exactlyInParts(columns, wave), passing);
    }
    return new GoneKeys(few, () -> Optional.of(keysAsInBronze(fresh)));
  }

  private Optional<PassingDigest> passing(MySqlSessions sessions) throws SQLException {
    try (Connection connection = sessions.open()) {
      // What the server has now must still be what is declared.
      new MySqlCatalog(sessions.endpoint(), connection).require(List.of(table));
      return table.extraction().proof()
          ? Optional.of(PassingDigest.of(table, MySqlCharsets.of(connection, table.source())))
          : Optional.empty();
    }
  }

  @Override
  public void close() {
    many.ifPresent(KeyedCopies::remove);
  }
}
