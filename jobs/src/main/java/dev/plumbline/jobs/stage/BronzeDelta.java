package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.measure.SourceDigest;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeState;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.spark.source.ReadDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of the source's rows → bronze, proven: what was written is read back and compared with
 * what the source said of it before anybody sees it, and what is known of the whole table is
 * carried on. For tables that have a key, and whose bronze has the columns that are declared.
 *
 * <p>Rows come in one commit with the state that describes them. Where nothing changes there is no
 * commit of data; the state is noted on the snapshot that is there, which gets the run's tag.
 */
final class BronzeDelta {
  private static final Logger LOG = LoggerFactory.getLogger(BronzeDelta.class);

  /** How often the source is read until what was written is what it says. */
  private static final int READINGS = 2;

  private final JobContext context;
  private final Engine engine;
  private final TableSpec table;
  private final LakeTable bronze;
  private final LakeState state;
  private final BronzeStep step;

  BronzeDelta(JobContext context, Engine engine, TableSpec table) {
    this(context, engine, table, engine.lake().table(Lake.bronzeName(table)));
  }

  /**
   * @param bronze whose present state is changed
   */
  BronzeDelta(JobContext context, Engine engine, TableSpec table, LakeTable bronze) {
    this.context = context;
    this.engine = engine;
    this.table = table;
    this.bronze = bronze;
    this.state = new LakeState(bronze);
    this.step =
        new BronzeStep(
            table,
            bronze,
            context.runId(),
            context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class).name()
                + ":"
                + table.source());
  }

  /** Why all rows are to be read, whatever tells what has changed; empty where a part may do. */
  static Optional<String> barred(JobContext context, TableSpec table, LakeTable bronze) {
    if (context.options().fullRefresh()) {
      return Optional.of("--full-refresh");
    }
    if (!bronze.exists()) {
      return Optional.of("the first extraction");
    }
    if (!bronze.fits(BronzeDelta.schema(table))) {
      return Optional.of("the table's columns are no longer those of " + bronze.name());
    }
    return Optional.empty();
  }

  /**
   * From where later extractions go on, as facts for a commit that is none itself: a note of it is
   * lost with the snapshot that it is on.
   */
  static Map<String, String> places(LakeTable bronze) {
    LakeState state = new LakeState(bronze);
    Map<String, String> places = new LinkedHashMap<>();
    for (String name :
        List.of(IncrementalExtract.CURSOR, ChangesExtract.LOG_MARK, GroupMoment.READ_FROM)) {
      state.latest(name).ifPresent(value -> places.put(name, value));
    }
    return places;
  }

  /** The columns of bronze. */
  static StructType schema(TableSpec table) {
    return BronzeRows.schema(MySqlSource.schema(table));
  }

  /**
   * What one reading of the source came to, beside the rows.
   *
   * @param gone keys of which bronze is to hold no row but those that were read
   * @param facts the state that the commit keeps, or that is noted where there is none, by name
   * @param through when everything that the source had committed by then is in bronze with this
   *     reading; empty where that cannot be said, and it stays as it was
   * @param how the rows were found, for people, such as {@code by cursor updated_at}
   * @param base the digest of what bronze held before, where that is what the source has but for
   *     the rows of this reading; empty where bronze notes what the source said of it
   */
  record Reading(
      GoneKeys gone,
      Map<String, String> facts,
      Optional<Instant> through,
      String how,
      Optional<SourceDigest> base) {
    /** On what bronze notes. */
    Reading(GoneKeys gone, Map<String, String> facts, Optional<Instant> through, String how) {
      this(gone, facts, through, how, Optional.empty());
    }
  }

  /** Reads what has changed at the source. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads; called again where the first reading was not what was written.
     *
     * @param fresh takes rows as the source has them now
     */
    Reading read(FreshRows fresh) throws SQLException;
  }

  /**
   * What was done.
   *
   * @param read rows that were read from the source
   * @param changed rows that bronze was given, those among them that it had so already
   * @param gone keys that bronze has no more
   */
  record Outcome(LakeCommit commit, long read, long changed, long gone) {}

  /**
   * Brings one reading into bronze. A run that has been here before changes nothing and gets its
   * earlier result.
   *
   * @throws SourceException when the source fails, or what was written is not what it says
   */
  Outcome apply(Reader reader) throws SQLException {
    Optional<LakeCommit> earlier = state.settled(context.runId());
    return earlier.isPresent() ? new Outcome(earlier.get().again(), 0, 0, 0) : further(reader);
  }

  /** Brings a further reading of the same run into bronze. */
  Outcome further(Reader reader) throws SQLException {
    try (FreshRows fresh = new FreshRows(context, engine.spark(), step)) {
      String reason = "";
      for (int reading = 0; reading < READINGS; reading++) {
        fresh.clear();
        LOG.info("extract step read {}", table.id());
        Reading read = reader.read(fresh);
        if (fresh.read() == 0 && read.gone().none()) {
          return unchanged(fresh, read);
        }
        try (Change change = change(fresh, read)) {
          if (change.nothing()) {
            return unchanged(fresh, read);
          }
          LOG.info("extract step write {}", table.id());
          Map<String, String> facts = new LinkedHashMap<>(read.facts());
          facts.put(LakeState.ROWS, Long.toString(change.after()));
          LakeDraft draft = change.draft(facts);
          Optional<String> wrong = change.wrong(draft);
          if (wrong.isEmpty()) {
            return published(draft, change, fresh, read);
          }
          draft.discard();
          reason = wrong.get();
          LOG.warn("{}; reading again", reason);
        }
      }
      throw new SourceException(
          reason
              + ", in each of "
              + READINGS
              + " readings; nothing was published. With extraction: {proof: false} in the table's"
              + " file it is extracted unproven");
    }
  }

  private Change change(FreshRows fresh, Reading reading) {
    return SmallChange.of(step, engine.spark(), fresh, reading.gone())
        .orElseGet(() -> new LargeChange(step, fresh, reading.gone()));
  }

  private Outcome published(LakeDraft draft, Change change, FreshRows fresh, Reading reading) {
    LOG.info("extract step publish {}", table.id());
    Map<String, String> notes = new LinkedHashMap<>();
    carried(change, fresh, reading)
        .ifPresent(digest -> notes.put(TableExtract.SOURCE_DIGEST, Json.line(digest)));
    LakeCommit commit = draft.publish(notes);
    bronze.tag(context.runId(), context.pipeline().keep());
    return new Outcome(commit, fresh.read(), change.came(), change.lost());
  }

  private Outcome unchanged(FreshRows fresh, Reading reading) {
    Map<String, String> notes = new LinkedHashMap<>(reading.facts());
    said(reading)
        .map(
            digest ->
                new SourceDigest(
                    reading.through().orElse(digest.readAt()),
                    digest.digest(),
                    digest.zeroDates(),
                    digest.derived()))
        .ifPresent(digest -> notes.put(TableExtract.SOURCE_DIGEST, Json.line(digest)));
    LakeCommit commit = state.confirm(context.runId(), context.pipeline().keep(), notes);
    return new Outcome(commit, fresh.read(), 0, 0);
  }

  /** What the source has said of the rows that bronze held before. */
  private Optional<SourceDigest> said(Reading reading) {
    return reading.base().or(() -> TableExtract.sourceDigest(bronze));
  }

  /** What the source has said of all rows that bronze now holds; empty where that is not known. */
  private Optional<SourceDigest> carried(Change change, FreshRows fresh, Reading reading) {
    return said(reading)
        .filter(
            digest -> digest.digest().comparable(change.went()) && change.expected().isPresent())
        .map(
            digest ->
                digest.carried(
                    change.went(),
                    change.expected().get(),
                    fresh.said().map(ReadDigest::zeroDates).orElse(0L),
                    reading.through().orElse(digest.readAt()),
                    reading.how()));
  }
}
