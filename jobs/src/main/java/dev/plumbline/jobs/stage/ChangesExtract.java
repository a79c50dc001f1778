package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.stage.BronzeDelta.Outcome;
import dev.plumbline.jobs.stage.BronzeDelta.Reading;
import dev.plumbline.jobs.stage.ChangeLog.Beginning;
import dev.plumbline.jobs.stage.ChangeLog.From;
import dev.plumbline.jobs.stage.ChangeLog.Touched;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeState;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.binlog.LogMark;
import dev.plumbline.stores.mysql.binlog.TableChanges.Known;
import dev.plumbline.stores.mysql.binlog.TableChanges.Unknown;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of one table that the source's binary log names since bronze was read → bronze.
 *
 * <p>The log gives keys alone. The rows under them are read from the table afterwards, each in a
 * snapshot that holds all of the batch; a key under which there is none any more is gone. What
 * changes meanwhile is read with this batch or the next, and with both at worst.
 */
final class ChangesExtract {
  /** The fact of a bronze commit that says from where in the log the next extraction goes on. */
  static final String LOG_MARK = "log-mark";

  /** Hides the place that an earlier commit noted: between the two the log may have been off. */
  private static final String NO_MARK = "none";

  private static final Logger LOG = LoggerFactory.getLogger(ChangesExtract.class);

  /** One touched row among so many makes reading all of them cheaper. */
  private static final long WHOLE_SHARE = 5;

  private static final long FEW_ROWS = 10_000;

  private final JobContext context;
  private final Engine engine;
  private final TableSpec table;
  private final ChangeLog log;
  private final Endpoint.MySql endpoint;
  private final MySqlSessions sessions;
  private final LakeTable bronze;
  private final LakeState state;

  ChangesExtract(JobContext context, Engine engine, TableSpec table, ChangeLog log) {
    this.context = context;
    this.engine = engine;
    this.table = table;
    this.log = log;
    this.endpoint = context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    this.sessions = MySqlSessions.reading(endpoint, context.secrets());
    this.bronze = engine.lake().table(Lake.bronzeName(table));
    this.state = new LakeState(bronze);
  }

  /**
   * Where a table's changes are read from in this run; empty where it is read whole or not at all.
   */
  static Optional<From> from(JobContext context, Engine engine, TableSpec table) {
    ChangesExtract extract = new ChangesExtract(context, engine, table, null);
    return extract.state.settled(context.runId()).isPresent() || extract.whyWhole().isPresent()
        ? Optional.empty()
        : extract.mark().map(mark -> new From(mark, Math.max(FEW_ROWS, extract.bronze.rowCount())));
  }

  /**
   * Extracts; all rows where the log does not tell what changed, or where that is the cheaper way.
   *
   * @throws SourceException when the source fails, or what was written is not what it says
   */
  Extracted run() throws SQLException {
    Optional<LakeCommit> earlier = state.settled(context.runId());
    if (earlier.isPresent()) {
      return new Extracted(earlier.get().again(), 0, "");
    }
    Optional<String> whole = whyWhole();
    if (whole.isPresent()) {
      FirstLoad first = new FirstLoad(context, engine, table);
      return first.due() ? first.run(this::beginning) : whole(whole.get());
    }
    try (Touched touched = log.of(table).orElseThrow()) {
      if (touched.changes() instanceof Unknown unknown) {
        return whole(unknown.reason());
      }
      return changed(touched, ((Known) touched.changes()).until());
    }
  }

  private Optional<String> whyWhole() {
    Optional<String> barred = BronzeDelta.barred(context, table, bronze);
    if (barred.isPresent()) {
      return barred;
    }
    return mark().isPresent()
        ? Optional.empty()
        : Optional.of("no earlier extraction noted its place in the binary log");
  }

  private Optional<LogMark> mark() {
    return state.latest(LOG_MARK).flatMap(LogMark::parse);
  }

  private Extracted whole(String reason) throws SQLException {
    Beginning beginning = log.beginning();
    LOG.info("extract step whole {}", table.id());
    LakeCommit commit = new TableExtract(context, engine, table).replace(this::beginning);
    String next =
        beginning.mark().isPresent() ? "" : "; and next time again, because " + beginning.reason();
    return Extracted.whole(commit, "full: " + reason + next);
  }

  private Map<String, String> beginning(Connection connection) {
    return Map.of(LOG_MARK, log.beginning().mark().map(LogMark::text).orElse(NO_MARK));
  }

  private Extracted changed(Touched touched, LogMark until) throws SQLException {
    try (ChangedRows rows = new ChangedRows(context, engine, table, bronze, touched.keys())) {
      long share = touched.overflow() ? Long.MAX_VALUE / WHOLE_SHARE : rows.count();
      if (share > FEW_ROWS && share * WHOLE_SHARE > bronze.rowCount()) {
        return whole("the log names a large share of the rows");
      }
      LOG.info("extract step changes {}", table.id());
      Outcome outcome =
          new BronzeDelta(context, engine, table)
              .apply(
                  fresh ->
                      new Reading(
                          rows.read(sessions, fresh),
                          Map.of(
                              LOG_MARK,
                              until.text(),
                              TableExtract.SOURCE_POSITION,
                              until.toString()),
                          Optional.of(touched.at()),
                          "by the binary log"));
      return told(outcome);
    }
  }

  private static Extracted told(Outcome outcome) {
    String remark =
        outcome.changed() + outcome.gone() == 0
            ? "changes: nothing changed"
            : "changes: " + outcome.changed() + " new or changed, " + outcome.gone() + " gone";
    return new Extracted(outcome.commit(), outcome.read(), remark);
  }
}
