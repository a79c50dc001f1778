package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.SourceDigest;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.digest.LakeDigest;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.spark.source.ReadDigest;
import dev.plumbline.spark.source.SourceRows;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlCharsets;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.MySqlTable;
import dev.plumbline.stores.replica.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One source table → bronze, proven in passing: the source digests the rows in the snapshots in
 * which they are read, and what was written is read back and compared with that before anybody sees
 * it.
 */
final class TableExtract {
  /** The fact of a bronze commit that says where the source's log stood before rows were read. */
  static final String SOURCE_POSITION = "source-position";

  /** The note on a bronze snapshot that holds the {@link SourceDigest} which it was proven by. */
  static final String SOURCE_DIGEST = "source-digest";

  private static final Logger LOG = LoggerFactory.getLogger(TableExtract.class);

  /** How often a table is read until what was written is what the source says. */
  private static final int READINGS = 2;

  private final JobContext context;
  private final Engine engine;
  private final TableSpec table;
  private final Endpoint.MySql endpoint;
  private final MySqlSessions sessions;
  private final LakeTable bronze;

  TableExtract(JobContext context, Engine engine, TableSpec table) {
    this.context = context;
    this.engine = engine;
    this.table = table;
    this.endpoint = context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    this.sessions = MySqlSessions.reading(endpoint, context.secrets());
    this.bronze = engine.lake().table(Lake.bronzeName(table));
  }

  /** What the source said of the rows that bronze holds now, where that was taken. */
  static Optional<SourceDigest> sourceDigest(LakeTable bronze) {
    return bronze.note(SOURCE_DIGEST).map(note -> Json.read(note, SourceDigest.class));
  }

  /** The table as the server describes it, and where its log stands. */
  private record Source(
      Instant readAt,
      Map<String, String> facts,
      MySqlTable actual,
      Optional<PassingDigest> passing) {}

  /** Asks the source, before rows are read, for what a later extraction goes on from. */
  @FunctionalInterface
  interface StateReader {
    /** Facts that the commit is to keep, by name. */
    Map<String, String> read(Connection connection) throws SQLException;
  }

  /**
   * Replaces bronze in one commit.
   *
   * @param state from which smaller steps go on
   * @throws SourceException when the source fails, or what was written is not what it says
   */
  LakeCommit replace(StateReader state) throws SQLException {
    Optional<LakeCommit> earlier = bronze.committed(context.runId());
    if (earlier.isPresent()) {
      return earlier.get().again();
    }
    String reason = "";
    for (int reading = 0; reading < READINGS; reading++) {
      Source source = source(state);
      SourceRows rows =
          new MySqlSource(engine.spark(), sessions).rows(table, source.actual(), source.passing());
      LakeDraft draft =
          bronze.draft(
              rows.stamped(
                  context.runId(),
                  context.clock().instant(),
                  endpoint.name() + ":" + table.source()),
              context.runId(),
              source.facts());
      Optional<ReadDigest> said = rows.digest().get().filter(read -> read.digest().unhashed() == 0);
      if (said.isEmpty()) {
        return draft.publish();
      }
      TableDigest written = LakeDigest.of(bronze.name(), draft, form(source));
      if (written.provesEqual(said.get().digest())) {
        return draft.publish(Map.of(SOURCE_DIGEST, Json.line(digest(source, said.get()))));
      }
      draft.discard();
      reason = disagreement(table, said.get().digest(), written);
      LOG.warn("{}; reading {} again", reason, table.source());
    }
    throw new SourceException(
        reason
            + ", in each of "
            + READINGS
            + " readings; nothing was published. With extraction: {proof: false} in the table's"
            + " file it is extracted unproven");
  }

  private static SourceDigest digest(Source source, ReadDigest said) {
    return new SourceDigest(source.readAt(), said.digest(), said.zeroDates());
  }

  private static TableForm form(Source source) {
    return source.passing().orElseThrow().form();
  }

  /** That what was written is not what the source says, in words. */
  static String disagreement(TableSpec table, TableDigest said, TableDigest written) {
    return "Cannot extract "
        + table.source()
        + ": what was written is not what the source says it gave ("
        + (said.rows() == written.rows()
            ? said.rows() + " rows, of which some differ)"
            : said.rows() + " rows given, " + written.rows() + " written)");
  }

  private Source source(StateReader state) throws SQLException {
    try (Connection connection = sessions.open()) {
      Instant readAt = context.clock().instant();
      Map<String, String> facts = new LinkedHashMap<>(state.read(connection));
      facts.put(SOURCE_POSITION, SourcePosition.read(connection).toString());
      MySqlTable actual =
          new MySqlCatalog(endpoint.name(), connection).require(List.of(table)).get(table.id());
      Optional<PassingDigest> passing =
          table.extraction().proof()
              ? Optional.of(PassingDigest.of(table, MySqlCharsets.of(connection, table.source())))
              : Optional.empty();
      return new Source(readAt, facts, actual, passing);
    }
  }
}
