package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.SourceDigest;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.stage.BronzeDelta.Outcome;
import dev.plumbline.jobs.stage.BronzeDelta.Reading;
import dev.plumbline.spark.digest.LakeDigest;
import dev.plumbline.spark.files.FileRows;
import dev.plumbline.spark.files.FileSource;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlCharsets;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.replica.SourcePosition;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a table that is too large to be read from the source at once: rows of an export
 * → bronze, and then what the source has otherwise by now.
 *
 * <p>The rows of the export are kept where no reader of bronze sees them, so that a run that ends
 * between the two is gone on with. Then source and bronze digest all rows, bucket by bucket, and
 * those that differ are read by their keys; where the table has a cursor, the rows that it tells to
 * be newer than the export are read before. What is proven then is published.
 */
final class FirstLoad {
  /** The run of the commit that holds the export. */
  static final RunId RUN = new RunId("first-load");

  /** The fact of that commit that names the export's folder. */
  private static final String FOLDER = "first-load";

  private static final Logger LOG = LoggerFactory.getLogger(FirstLoad.class);

  private final JobContext context;
  private final Engine engine;
  private final TableSpec table;
  private final Endpoint.MySql endpoint;
  private final MySqlSessions sessions;
  private final LakeTable bronze;

  /** Bronze with the export's rows as its present state. */
  private final LakeTable unproven;

  private final ComparedTables tables;

  FirstLoad(JobContext context, Engine engine, TableSpec table) {
    this.context = context;
    this.engine = engine;
    this.table = table;
    this.endpoint = context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    this.sessions = MySqlSessions.reading(endpoint, context.secrets());
    this.bronze = engine.lake().table(Lake.bronzeName(table));
    this.unproven = bronze.unproven();
    this.tables = ComparedTables.of(context);
  }

  /** Whether bronze is to be filled from an export: nothing was ever published there. */
  boolean due() {
    return table.extraction().firstLoad().isPresent()
        && !context.options().fullRefresh()
        && (!bronze.exists() || bronze.snapshotId().isEmpty());
  }

  /** So many rows differ that reading all of them is cheaper. */
  private static final class TooDifferent extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Loads the export, unless that is done, and brings bronze to what the source has.
   *
   * @param state from which smaller steps go on afterwards
   * @throws SourceException when the export is not what is declared, or the source fails
   */
  Extracted run(TableExtract.StateReader state) throws SQLException {
    String folder = table.extraction().firstLoad().orElseThrow();
    boolean fits = bronze.fits(BronzeDelta.schema(table));
    if (fits && unproven.fact(FOLDER).filter(folder::equals).isPresent()) {
      LOG.info("{} is loaded already, unproven", folder);
    } else {
      if (bronze.exists() && !fits) {
        bronze.drop();
      }
      load(folder);
    }
    try {
      Outcome outcome =
          new BronzeDelta(context, engine, table, unproven).apply(fresh -> read(state, fresh));
      return new Extracted(
          outcome.commit(),
          outcome.read(),
          "first load: rows of "
              + folder
              + ", then "
              + Human.count(outcome.changed(), "row")
              + " written, "
              + Human.count(outcome.gone(), "key")
              + " gone");
    } catch (TooDifferent e) {
      LakeCommit commit = new TableExtract(context, engine, table).replace(state);
      return Extracted.whole(commit, "full: " + folder + " is very different from the source");
    }
  }

  private void load(String folder) {
    LOG.info("extract step load {}", table.id());
    FileRows export = new FileSource(engine.spark()).export(table, folder);
    LakeDraft draft =
        bronze.draft(
            BronzeRows.stamp(export.rows(), context.runId(), context.clock().instant(), folder),
            RUN,
            Map.of(FOLDER, folder));
    try {
      long rows = draft.rows().count();
      export.check().accept(rows);
      requireOnce(folder, rows, draft.rows().select(key()).distinct().count());
    } catch (SourceException e) {
      draft.discard();
      throw e;
    }
    draft.keep();
  }

  private void requireOnce(String folder, long rows, long keys) {
    if (rows != keys) {
      throw new SourceException(
          "Cannot load "
              + folder
              + ": it holds "
              + rows
              + " rows of "
              + keys
              + " keys; is it the folder of one table of one export?");
    }
  }

  private Column[] key() {
    return table.key().stream()
        .map(name -> functions.col("`" + name.replace("`", "``") + "`"))
        .toArray(Column[]::new);
  }

  private Reading read(TableExtract.StateReader state, FreshRows fresh) throws SQLException {
    Instant readAt = context.clock().instant();
    try (Connection connection = sessions.open()) {
      Map<String, String> facts = new HashMap<>(state.read(connection));
      facts.put(TableExtract.SOURCE_POSITION, SourcePosition.read(connection).toString());
      new MySqlCatalog(endpoint.name(), connection).require(List.of(table));
      Optional<PassingDigest> passing =
          table.extraction().proof()
              ? Optional.of(PassingDigest.of(table, MySqlCharsets.of(connection, table.source())))
              : Optional.empty();
      MySqlSource source = new MySqlSource(engine.spark(), sessions);
      readNewer(connection, source, passing, fresh);
      GoneKeys gone = readDifferent(source, passing, fresh);
      return new Reading(gone, facts, Optional.of(readAt), "by digests of an export", base(readAt));
    }
  }

  /** What the cursor tells, so that few rows are left to be found by their digests. */
  private void readNewer(
      Connection connection, MySqlSource source, Optional<PassingDigest> passing, FreshRows fresh)
      throws SQLException {
    Optional<CursorSpec> cursor = table.extraction().cursor();
    if (cursor.isEmpty()) {
      return;
    }
    Optional<BigInteger> least =
        CursorWindow.greatest(table, unproven).map(most -> most.subtract(cursor.get().overlap()));
    new CursorWindow(table, tables, unproven, least, Optional.empty(), true)
        .read(connection, source, passing, fresh, rows -> {});
  }

  private GoneKeys readDifferent(
      MySqlSource source, Optional<PassingDigest> passing, FreshRows fresh) throws SQLException {
    Dataset<Row> copy = fresh.over(unproven.rowsNow());
    try (KeyDifferences found =
        KeyDifferences.find(
            context, engine, table, tables, unproven.name(), copy, TableForm.of(table))) {
      if (!found.complete()) {
        throw new TooDifferent();
      }
      found.readMissed(
          source, tables.source(table, KeyDifferences.form(table), ""), passing, fresh);
      return found.goneFrom(engine.spark(), () -> copy.select(key()), fresh);
    }
  }

  /**
   * What the export had, which is what the source has once the rows that were found to differ are
   * replaced.
   */
  private Optional<SourceDigest> base(Instant readAt) {
    return table.extraction().proof()
        ? Optional.of(
            new SourceDigest(
                readAt,
                LakeDigest.of(unproven.name(), unproven.rowsNow(), PassingDigest.form(table)),
                0,
                "by digests of an export"))
        : Optional.empty();
  }
}
