package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.spark.digest.LakeKeys;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.MySqlSource;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of one table under keys that were touched, at the source and in bronze. */
final class ChangedRows implements AutoCloseable {
  private final JobContext context;
  private final Engine engine;
  private final TableSpec table;
  private final LakeTable bronze;
  private final Optional<KeyedCopies> copies;

  /**
   * @param keys the touched keys, some perhaps more than once
   */
  ChangedRows(JobContext context, Engine engine, TableSpec table, LakeTable bronze, KeyFile keys) {
    this.context = context;
    this.engine = engine;
    this.table = table;
    this.bronze = bronze;
    this.copies =
        keys.size() == 0
            ? Optional.empty()
            : Optional.of(
                new KeyedCopies(
                    context,
                    engine.spark(),
                    table,
                    bronze.name(),
                    new LakeKeys(engine.spark(), TableForm.of(table)),
                    List.of(keys)));
  }

  /** How many keys there are. */
  long count() {
    return copies.map(KeyedCopies::count).orElse(0L);
  }

  /**
   * Reads the rows that the source has under the keys.
   *
   * @return the keys as bronze has them, perhaps without those of no row there; empty where there
   *     are no keys at all
   */
  Optional<Dataset<Row>> read(MySqlSessions sessions, FreshRows fresh) throws SQLException {
    Optional<PassingDigest> passing = passing(sessions);
    if (copies.isEmpty()) {
      return Optional.empty();
    }
    MySqlSource source = new MySqlSource(engine.spark(), sessions);
    DigestSql statements =
        ComparedTables.of(context).source(table, TableForm.of(table), "").statements();
    String columns =
        Stream.concat(
                Stream.of(MySqlDialect.projections(table.columns())),
                passing.map(PassingDigest::expressions).orElse(List.of()).stream())
            .collect(Collectors.joining(", "));
    for (List<RowKey> wave : copies.get().waves()) {
      fresh.add(source.rows(table, statements.exactlyInParts(columns, wave), passing));
    }
    return Optional.of(copies.get().keysAsIn(bronze));
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
    copies.ifPresent(KeyedCopies::remove);
  }
}
