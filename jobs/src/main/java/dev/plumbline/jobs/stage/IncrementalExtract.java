package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.CursorSpec.Deletes;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.stage.BronzeDelta.Outcome;
import dev.plumbline.jobs.stage.BronzeDelta.Reading;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeCommit;
import dev.plumbline.spark.lake.LakeState;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.CursorReader;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlCharsets;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.MySqlTable;
import dev.plumbline.stores.replica.SourcePosition;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Rows of one table whose cursor has grown since bronze was read, and keys that are gone → bronze.
 *
 * <p>Rows are read from the bound of the last extraction on, less the overlap, that value included,
 * and those without a value always. The next bound is read before any of the rows: a row that is
 * committed in between, or while they are read, is at most read again. What bronze holds already of
 * the window is not read: source and bronze digest it first.
 */
final class IncrementalExtract {
  /** The fact of a bronze commit that says from where the next extraction goes on. */
  static final String CURSOR = "cursor";

  /** One changed row among so many makes reading all of them cheaper. */
  private static final long WHOLE_SHARE = 3;

  private static final long FEW_ROWS = 10_000;

  private final JobContext context;
  private final Engine engine;
  private final TableSpec table;
  private final CursorSpec cursor;
  private final CursorReader reader;
  private final Endpoint.MySql endpoint;
  private final MySqlSessions sessions;
  private final LakeTable bronze;
  private final LakeState state;
  private final ComparedTables tables;
  private final Supplier<Map<String, String>> begun;
  private String warning = "";

  /**
   * @param begun what the commit keeps beside its own state; asked before rows are read
   */
  IncrementalExtract(
      JobContext context, Engine engine, TableSpec table, Supplier<Map<String, String>> begun) {
    this.context = context;
    this.engine = engine;
    this.table = table;
    this.cursor = table.extraction().cursor().orElseThrow();
    this.reader = new CursorReader(table);
    this.endpoint = context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    this.sessions = MySqlSessions.reading(endpoint, context.secrets());
    this.bronze = engine.lake().table(Lake.bronzeName(table));
    this.state = new LakeState(bronze);
    this.tables = ComparedTables.of(context);
    this.begun = begun;
  }

  /**
   * From where the next extraction goes on.
   *
   * @param bound null where no row has a value yet
   */
  record State(String column, BigInteger bound) {}

  /** What makes it better to read all rows. */
  private static final class WholeInstead extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WholeInstead(String reason) {
      super(reason);
    }
  }

  /**
   * Extracts; all rows where there is no state to go on from, or where that is the cheaper way.
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
      return first.due() ? first.run(this::next) : whole(whole.get());
    }
    try {
      return told(new BronzeDelta(context, engine, table).apply(this::read));
    } catch (WholeInstead instead) {
      return whole(instead.getMessage());
    }
  }

  private Optional<String> whyWhole() {
    Optional<String> barred = BronzeDelta.barred(context, table, bronze);
    if (barred.isPresent()) {
      return barred;
    }
    Optional<State> last = last();
    if (last.isEmpty()) {
      return Optional.of("no earlier extraction by a cursor");
    }
    return last.get().column().equals(cursor.column())
        ? Optional.empty()
        : Optional.of("the cursor was " + last.get().column() + " before");
  }

  private Optional<State> last() {
    return state.latest(CURSOR).map(text -> Json.read(text, State.class));
  }

  private Map<String, String> next(Connection connection) throws SQLException {
    Map<String, String> facts = new HashMap<>(begun.get());
    BigInteger bound = reader.bound(connection).orElse(null);
    facts.put(CURSOR, Json.line(new State(cursor.column(), bound)));
    return facts;
  }

  private Extracted whole(String reason) throws SQLException {
    LakeCommit commit = new TableExtract(context, engine, table).replace(this::next);
    return Extracted.whole(commit, "full: " + reason);
  }

  private Extracted told(Outcome outcome) {
    String remark =
        outcome.changed() + outcome.gone() == 0
            ? "incremental: nothing changed"
            : "incremental: "
                + Human.count(outcome.changed(), "row")
                + " written, "
                + Human.count(outcome.gone(), "key")
                + " gone";
    return new Extracted(outcome.commit(), outcome.read(), remark + warning);
  }

  private Reading read(FreshRows fresh) throws SQLException {
    Optional<BigInteger> least =
        last().map(State::bound).map(bound -> bound.subtract(cursor.overlap()));
    try (Connection connection = sessions.open()) {
      Map<String, String> facts = new HashMap<>(next(connection));
      facts.put(TableExtract.SOURCE_POSITION, SourcePosition.read(connection).toString());
      MySqlTable actual =
          new MySqlCatalog(endpoint.name(), connection).require(List.of(table)).get(table.id());
      warning =
          actual.indexed().contains(cursor.column())
              ? ""
              : "; no index begins with " + cursor.column() + ", so all rows were looked through";
      Optional<PassingDigest> passing = passing(connection);
      MySqlSource source = new MySqlSource(engine.spark(), sessions);
      new CursorWindow(table, tables, bronze, least, Optional.empty(), true)
          .read(connection, source, passing, fresh, this::affordable);
      Optional<CursorWindow> backfill = backfill();
      if (backfill.isPresent()) {
        backfill.get().read(connection, source, passing, fresh, rows -> {});
      }
      GoneKeys gone =
          cursor.deletes() == Deletes.DIGEST ? gone(source, actual, passing, fresh) : GoneKeys.NONE;
      return new Reading(gone, facts, Optional.empty(), "by cursor " + cursor.column());
    }
  }

  /** What is to be read again beside what is new. */
  private Optional<CursorWindow> backfill() {
    return context
        .options()
        .backfill()
        .map(
            range ->
                new CursorWindow(
                    table,
                    tables,
                    bronze,
                    Optional.of(value(range.from())),
                    Optional.of(value(range.until())),
                    false));
  }

  private BigInteger value(String text) {
    try {
      return cursor.parse(text);
    } catch (IllegalArgumentException e) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot extract "
              + table.id()
              + " by cursor "
              + cursor.column()
              + ": --backfill: "
              + e.getMessage(),
          e);
    }
  }

  private Optional<PassingDigest> passing(Connection connection) throws SQLException {
    return table.extraction().proof()
        ? Optional.of(PassingDigest.of(table, MySqlCharsets.of(connection, table.source())))
        : Optional.empty();
  }

  private void affordable(long rows) {
    if (rows > FEW_ROWS && rows * WHOLE_SHARE > bronze.rowCount()) {
      throw new WholeInstead(rows + " rows are new or changed, a large share of the table");
    }
  }

  private GoneKeys gone(
      MySqlSource source, MySqlTable actual, Optional<PassingDigest> passing, FreshRows fresh)
      throws SQLException {
    JdbcSide keys = tables.source(table, KeyDifferences.form(table), "");
    try (KeyDifferences found = differences(actual, keys, fresh)) {
      if (!found.complete()) {
        throw new WholeInstead("the keys of source and bronze are very different");
      }
      found.readMissed(source, keys, passing, fresh);
      return found.goneFrom(engine.spark(), () -> fresh.keysWith(bronze.rowsNow()), fresh);
    }
  }

  private KeyDifferences differences(MySqlTable actual, JdbcSide keys, FreshRows fresh)
      throws SQLException {
    Optional<KeyDifferences> listed =
        new ListedKeys(engine, table, actual, keys).differences(bronze, fresh);
    return listed.isPresent()
        ? listed.get()
        : KeyDifferences.find(
            context, engine, table, tables, bronze.name(), fresh.keysWith(bronze.rowsNow()));
  }
}
