package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.SourceDigest;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.JobContext;
import dev.plumbline.spark.digest.LakeDigest;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeState;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.spark.source.ReadDigest;
import dev.plumbline.stores.digest.PassingDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
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
  private final TableForm form;
  private final String source;

  BronzeDelta(JobContext context, Engine engine, TableSpec table) {
    this.context = context;
    this.engine = engine;
    this.table = table;
    this.bronze = engine.lake().table(Lake.bronzeName(table));
    this.state = new LakeState(bronze);
    this.form = PassingDigest.form(table);
    this.source =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class).name()
            + ":"
            + table.source();
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

  /** The columns of bronze. */
  static StructType schema(TableSpec table) {
    return BronzeRows.schema(MySqlSource.schema(table));
  }

  /**
   * What one reading of the source came to, beside the rows.
   *
   * @param gone keys of which bronze is to hold no row but those that were read: columns of the key
   *     in bronze's names and types; may name keys that bronze does not hold, and keys of rows that
   *     were read
   * @param facts the state that the commit keeps, or that is noted where there is none, by name
   * @param through when everything that the source had committed by then is in bronze with this
   *     reading; empty where that cannot be said, and it stays as it was
   * @param how the rows were found, for people, such as {@code by cursor updated_at}
   * @param base the digest of what bronze held before, where that is what the source has but for
   *     the rows of this reading; empty where bronze notes what the source said of it
   */
  record Reading(
      Optional<Dataset<Row>> gone,
      Map<String, String> facts,
      Optional<Instant> through,
      String how,
      Optional<SourceDigest> base) {
    /** On what bronze notes. */
    Reading(
        Optional<Dataset<Row>> gone,
        Map<String, String> facts,
        Optional<Instant> through,
        String how) {
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
    try (FreshRows fresh = new FreshRows(context, engine.spark(), table, bronze.name())) {
      String reason = "";
      for (int reading = 0; reading < READINGS; reading++) {
        fresh.clear();
        LOG.info("extract step read {}", table.id());
        Reading read = reader.read(fresh);
        if (fresh.read() == 0 && read.gone().isEmpty()) {
          return unchanged(fresh, read);
        }
        Change change = change(fresh, read);
        if (change.nothing()) {
          return unchanged(fresh, read);
        }
        LOG.info("extract step write {}", table.id());
        LakeDraft draft = draft(change);
        Optional<String> wrong = wrong(draft, change);
        if (wrong.isEmpty()) {
          return published(draft, change);
        }
        draft.discard();
        reason = wrong.get();
        LOG.warn("{}; reading again", reason);
      }
      throw new SourceException(
          reason
              + ", in each of "
              + READINGS
              + " readings; nothing was published. With extraction: {proof: false} in the table's"
              + " file it is extracted unproven");
    }
  }

  /**
   * One reading beside the state of bronze that it is for.
   *
   * @param keys of all rows that go or come
   * @param rows the rows that come, each key once
   * @param came how many
   * @param expected the digest of what is to be written; empty where nothing is proven
   * @param gone what bronze holds under the keys, and where; empty where there are none
   * @param went the digest of that
   * @param before rows of bronze
   */
  private record Change(
      FreshRows fresh,
      Reading reading,
      FreshRows.Keys keys,
      Dataset<Row> rows,
      long came,
      Optional<TableDigest> expected,
      Optional<Dataset<Row>> gone,
      TableDigest went,
      long before,
      Instant at) {

    /** Whether bronze holds just these rows already. */
    boolean nothing() {
      return came + went.rows() == 0 || expected.filter(went::provesEqual).isPresent();
    }

    long after() {
      return before - went.rows() + came;
    }

    /** How many keys bronze has no more. */
    long lost() {
      return keys.unread() == 0 ? 0 : gone.map(fresh::unread).orElse(0L);
    }
  }

  private Change change(FreshRows fresh, Reading reading) {
    FreshRows.Keys keys = fresh.keys(reading.gone());
    Dataset<Row> rows = fresh.rows();
    Optional<TableDigest> expected = fresh.said().map(ReadDigest::digest);
    if (fresh.twice() && expected.isPresent()) {
      requireRead(fresh, expected.get());
      expected = Optional.of(LakeDigest.of(bronze.name(), rows, form));
    }
    Optional<Dataset<Row>> gone =
        keys.count() == 0
            ? Optional.empty()
            : Optional.of(fresh.laid("went", bronze.under(keys.rows())));
    return new Change(
        fresh,
        reading,
        keys,
        rows,
        keys.count() - keys.unread(),
        expected,
        gone,
        gone.map(this::digest).orElseGet(() -> TableDigest.empty(form)),
        bronze.rowCount(),
        context.clock().instant().truncatedTo(ChronoUnit.MICROS));
  }

  /** Where rows came twice, what is written is not what was said; so the reading is proven. */
  private void requireRead(FreshRows fresh, TableDigest said) {
    TableDigest read = LakeDigest.of(bronze.name(), fresh.all(), form);
    if (!read.provesEqual(said)) {
      throw new SourceException(disagreement(said, read) + "; nothing was published");
    }
  }

  /** Of rows of bronze; nothing but their count where nothing is proven. */
  private TableDigest digest(Dataset<Row> rows) {
    if (table.extraction().proof()) {
      return LakeDigest.of(bronze.name(), rows, form);
    }
    TableDigest none = TableDigest.empty(form);
    return new TableDigest(none.form(), rows.count(), 0, none.lanes());
  }

  private Column same(Dataset<Row> rows, Dataset<Row> keys) {
    Column same = functions.lit(true);
    for (String name : table.key()) {
      String quoted = "`" + name.replace("`", "``") + "`";
      same = same.and(rows.col(quoted).eqNullSafe(keys.col(quoted)));
    }
    return same;
  }

  private LakeDraft draft(Change change) {
    Dataset<Row> rows = BronzeRows.stamp(change.rows(), context.runId(), change.at(), source);
    Map<String, String> facts = new LinkedHashMap<>(change.reading().facts());
    facts.put(LakeState.ROWS, Long.toString(change.after()));
    if (!state.worn(change.went().rows())) {
      return bronze.draft(change.gone().orElseThrow(), rows, context.runId(), facts);
    }
    LOG.info("writing {} again, of which too many rows are deleted", bronze.name());
    Dataset<Row> present = bronze.rowsNow();
    Dataset<Row> keys = change.keys().rows();
    Dataset<Row> stay = present.join(keys, same(present, keys), "left_anti");
    return bronze.draft(stay.unionByName(rows), context.runId(), facts);
  }

  /** Why a draft is not what it is to be; empty where it is. */
  private Optional<String> wrong(LakeDraft draft, Change change) {
    long rows = draft.rows().count();
    if (rows != change.after()) {
      return Optional.of(
          "Cannot extract "
              + table.source()
              + ": "
              + bronze.name()
              + " would have "
              + rows
              + " rows and not "
              + change.after());
    }
    if (change.expected().isEmpty()) {
      return Optional.empty();
    }
    Dataset<Row> mine =
        draft
            .rows()
            .where(functions.col(BronzeRows.METADATA.get(1)).equalTo(functions.lit(change.at())))
            .where(functions.col(BronzeRows.METADATA.get(0)).equalTo(context.runId().value()));
    TableDigest written = LakeDigest.of(bronze.name(), mine, form);
    return written.provesEqual(change.expected().get())
        ? Optional.empty()
        : Optional.of(disagreement(change.expected().get(), written));
  }

  private String disagreement(TableDigest said, TableDigest written) {
    return TableExtract.disagreement(table, said, written);
  }

  private Outcome published(LakeDraft draft, Change change) {
    LOG.info("extract step publish {}", table.id());
    Map<String, String> notes = new LinkedHashMap<>();
    carried(change).ifPresent(digest -> notes.put(TableExtract.SOURCE_DIGEST, Json.line(digest)));
    LakeCommit commit = draft.publish(notes);
    bronze.tag(context.runId(), context.pipeline().keep());
    return new Outcome(commit, change.fresh().read(), change.came(), change.lost());
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
  private Optional<SourceDigest> carried(Change change) {
    return said(change.reading())
        .filter(
            digest -> digest.digest().comparable(change.went()) && change.expected().isPresent())
        .map(
            digest ->
                digest.carried(
                    change.went(),
                    change.expected().get(),
                    change.fresh().said().map(ReadDigest::zeroDates).orElse(0L),
                    change.reading().through().orElse(digest.readAt()),
                    change.reading().how()));
  }
}
