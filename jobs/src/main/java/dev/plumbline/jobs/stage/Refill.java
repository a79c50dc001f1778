package dev.plumbline.jobs.stage;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.publish.Origin;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ChunkRunner;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.compare.Compared;
import dev.plumbline.jobs.compare.Masking;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.run.RunLog;
import dev.plumbline.spark.digest.LakeKeys;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeFiles;
import dev.plumbline.spark.lake.LakeSnapshot;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.stores.digest.BoundSql;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.ledger.Lease;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.redshift.KeyRefill;
import dev.plumbline.stores.redshift.Publication;
import dev.plumbline.stores.redshift.RedshiftDialect;
import dev.plumbline.stores.replica.SourcePosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs our own copies of tables key by key: what differs between source and bronze is read from
 * the source again, what differs between bronze and fallback is published again. The source is only
 * read. Each copy changes in one commit, bronze first, so that one that died in between is taken up
 * by the next: it finds what still differs.
 */
public final class Refill {
  private static final Logger LOG = LoggerFactory.getLogger(Refill.class);

  /** So many keys are always repaired one by one, whatever their share. */
  private static final long FEW = 100;

  private static final int PERCENT = 100;

  private final JobContext context;
  private final Engine engine;
  private final RunLog log;

  public Refill(JobContext context, Engine engine, RunLog log) {
    this.context = context;
    this.engine = engine;
    this.log = log;
  }

  /** What was found of one table; holds files until it is closed. */
  public static final class Found implements AutoCloseable {
    private final TableSpec table;
    private final Instant at;
    private final String position;
    private final Optional<Origin> state;
    private final KeyFile bronzeKeys;
    private final KeyFile fallbackKeys;
    private final ReconcileReport bronze;
    private final Optional<ReconcileReport> fallback;

    private Found(
        TableSpec table,
        Instant at,
        String position,
        Optional<Origin> state,
        KeyFile bronzeKeys,
        KeyFile fallbackKeys,
        ReconcileReport bronze,
        Optional<ReconcileReport> fallback) {
      this.table = table;
      this.at = at;
      this.position = position;
      this.state = state;
      this.bronzeKeys = bronzeKeys;
      this.fallbackKeys = fallbackKeys;
      this.bronze = bronze;
      this.fallback = fallback;
    }

    public TableSpec table() {
      return table;
    }

    /** Keys of bronze that differ from the source. */
    public long inBronze() {
      return bronzeKeys.size();
    }

    /** Keys of the fallback that differ from bronze. */
    public long inFallback() {
      return fallbackKeys.size();
    }

    /** Some of the keys that differ from the source. */
    public String bronzeShown() {
      return bronzeKeys.shown();
    }

    /** Some of the keys of the fallback that differ from bronze. */
    public String fallbackShown() {
      return fallbackKeys.shown();
    }

    public ReconcileReport bronze() {
      return bronze;
    }

    /** Empty where the table keeps no fallback. */
    public Optional<ReconcileReport> fallback() {
      return fallback;
    }

    private boolean changesFallback() {
      return fallback.isPresent() && inBronze() + inFallback() > 0;
    }

    @Override
    public void close() {
      bronzeKeys.close();
      fallbackKeys.close();
    }
  }

  /** What hinders it before anything is compared; empty when nothing does. */
  public Optional<String> hindrance(TableSpec table) {
    if (table.key().isEmpty()) {
      return Optional.of("it has no key by which rows could be named");
    }
    return engine.lake().table(Lake.bronzeName(table)).exists()
        ? Optional.empty()
        : Optional.of("there is no " + Lake.bronzeName(table) + " yet");
  }

  /** Compares both pairs of a table; changes nothing. */
  public Found look(TableSpec table) throws SQLException {
    LOG.info("refill step compare {}", table.id());
    Instant at = context.clock().instant();
    Endpoint.MySql endpoint =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    String position;
    try (Connection connection = MySqlSessions.reading(endpoint, context.secrets()).open()) {
      position = SourcePosition.read(connection).toString();
    }
    Optional<Origin> state = engine.lake().table(Lake.bronzeName(table)).snapshot().origin();
    Masking masking = Masking.of(context.pipeline(), table);
    KeyFile bronzeKeys = new KeyFile(table.key().size(), masking::key);
    KeyFile fallbackKeys = new KeyFile(table.key().size(), masking::key);
    Compared bronze = comparison(bronzeKeys).sourceAsNowAgainstBronze(table);
    Optional<ReconcileReport> fallback = Optional.empty();
    if (table.publish().fallback()) {
      fallback = Optional.of(comparison(fallbackKeys).bronzeAgainstFallback(table).report());
    }
    return new Found(
        table, at, position, state, bronzeKeys, fallbackKeys, bronze.report(), fallback);
  }

  private LakeComparison comparison(KeyFile keys) {
    return new LakeComparison(context, engine, comparisons().down(keys));
  }

  /** Why a table is not to be repaired key by key; empty when it may be. */
  public Optional<String> tooMuch(Found found, int atMostPercent) {
    return tooMuch(found.bronze, found.bronzeKeys, atMostPercent)
        .or(
            () ->
                found.fallback.flatMap(
                    report -> tooMuch(report, found.fallbackKeys, atMostPercent)));
  }

  private static Optional<String> tooMuch(ReconcileReport report, KeyFile keys, int percent) {
    long rows = Math.max(1, Math.max(report.left().rows(), report.right().rows()));
    boolean stopped = keys.size() == 0 && report.verdict() == Verdict.INCONCLUSIVE;
    boolean many = keys.size() > FEW && keys.size() * PERCENT > rows * percent;
    if (stopped) {
      return Optional.of(report.pair().label() + ": " + report.message());
    }
    return many || report.message().contains("very different")
        ? Optional.of(
            keys.size()
                + " keys of "
                + rows
                + " differ between "
                + report.pair().label().replace("/", " and ")
                + ", more than "
                + percent
                + " %")
        : Optional.empty();
  }

  /**
   * Repairs the tables of one group: bronze table by table, then their fallbacks together.
   *
   * @param lease of chain {@code protect}
   */
  public void repair(List<Found> group, Lease lease) throws SQLException {
    for (Found found : group) {
      if (found.inBronze() > 0) {
        lease.requireHeld();
        bronze(found);
      }
    }
    List<Found> changed = group.stream().filter(Found::changesFallback).toList();
    if (!changed.isEmpty()) {
      lease.requireHeld();
      fallback(changed, lease);
    }
  }

  private void bronze(Found found) throws SQLException {
    TableSpec table = found.table;
    LOG.info("refill step bronze {}", table.id());
    SparkSession spark = engine.spark();
    TableForm form = tables().form(table);
    LakeTable bronze = engine.lake().table(Lake.bronzeName(table));
    KeyedCopies copies =
        new KeyedCopies(
            context,
            spark,
            table,
            bronze.name(),
            new LakeKeys(spark, form),
            List.of(found.bronzeKeys));
    Endpoint.MySql endpoint =
        context.env().endpoint(context.pipeline().source(), Endpoint.MySql.class);
    MySqlSource source = new MySqlSource(spark, MySqlSessions.reading(endpoint, context.secrets()));
    JdbcSide side = tables().source(table, form);
    Dataset<Row> fresh = copies.ofSource(source, side.statements(), found.bronzeKeys);
    Dataset<Row> gone = copies.keysOf(bronze);
    long rows = fresh.count();
    if (rows > 0 || gone.count() > 0) {
      Map<String, String> facts = new HashMap<>(BronzeDelta.places(bronze));
      facts.put(TableExtract.SOURCE_POSITION, found.position);
      bronze.replaceKeys(
          gone,
          BronzeRows.stamp(
              fresh,
              context.runId(),
              context.clock().instant(),
              endpoint.name() + ":" + table.source()),
          table.key(),
          context.runId(),
          facts);
      bronze.tag(context.runId(), context.pipeline().keep());
    }
    copies.remove();
    step(found, bronze.name(), found.inBronze(), rows, 0);
  }

  private void fallback(List<Found> group, Lease lease) {
    String name = group.get(0).table.group();
    LOG.info("refill step load {}", name);
    List<Publication.Difference> refills = new ArrayList<>();
    List<KeyedCopies> laid = new ArrayList<>();
    for (Found found : group) {
      refills.add(prepared(found, laid));
    }
    PublishStage.publisher(context, lease, "protect", again(group))
        .refill(refills, step -> LOG.info("refill step {} {}", step, name));
    laid.forEach(KeyedCopies::remove);
    for (int i = 0; i < group.size(); i++) {
      Found found = group.get(i);
      long bytes = refills.get(i).table().files().stream().mapToLong(file -> file.bytes()).sum();
      step(
          found,
          Stages.fallbackName(found.table),
          found.inBronze() + found.inFallback(),
          refills.get(i).table().rows(),
          bytes);
    }
  }

  private Publication.Difference prepared(Found found, List<KeyedCopies> laid) {
    TableSpec table = found.table;
    SparkSession spark = engine.spark();
    TableForm form = tables().form(table);
    List<KeyFile> keys = List.of(found.bronzeKeys, found.fallbackKeys);
    KeyedCopies copies =
        new KeyedCopies(
            context,
            spark,
            table,
            Stages.fallbackName(table),
            new LakeKeys(spark, form),
            keys.stream().filter(file -> file.size() > 0).toList());
    laid.add(copies);
    LakeTable bronze = engine.lake().table(Lake.bronzeName(table));
    LakeFiles files = copies.filesOf(bronze);
    JdbcSide side = tables().fallback(table, form);
    String columns =
        table.key().stream().map(RedshiftDialect::quote).collect(Collectors.joining(", "));
    Iterable<BoundSql> gone =
        () ->
            keys.stream()
                .flatMap(file -> StreamSupport.stream(file.batches().spliterator(), false))
                .flatMap(wave -> side.statements().exactlyInParts(columns, wave).stream())
                .iterator();
    LakeSnapshot state = bronze.snapshot();
    Origin origin = state.origin().orElseThrow();
    return new Publication.Difference(
        new KeyRefill(
            Published.of(table).with(files),
            table.key(),
            state.rowCount(),
            new KeyRefill.Gone.Selected(gone)),
        found.state.orElse(origin),
        origin);
  }

  private String again(List<Found> group) {
    return "refill "
        + String.join(" ", group.stream().map(found -> found.table.id()).toList())
        + " --yes";
  }

  private PipelineComparisons comparisons() {
    return PipelineComparisons.of(context, Runnable::run, ChunkRunner.sequential(Runnable::run));
  }

  private ComparedTables tables() {
    return comparisons().tables();
  }

  private void step(Found found, String copy, long keys, long rows, long bytes) {
    log.steps(
        List.of(
            new StepReport(
                "refill",
                copy,
                keys,
                rows,
                0,
                bytes,
                Duration.between(found.at, context.clock().instant()).toMillis() / 1000.0,
                RunStatus.OK,
                "",
                found.at)));
  }

  /** Compares both pairs of a table again, and notes what that came to. */
  public void verify(TableSpec table) throws SQLException {
    LOG.info("refill step verify {}", table.id());
    LakeComparison lake = new LakeComparison(context, engine, comparisons().down(difference -> {}));
    note(lake.sourceAgainstBronze(table));
    if (table.publish().fallback()) {
      note(lake.bronzeAgainstFallback(table));
    }
  }

  private void note(Compared compared) {
    log.comparison(compared.report());
    if (compared.exitCode() != ExitCode.OK) {
      String id = compared.report().table();
      boolean ours = compared.report().pair() == Pair.BRONZE_FALLBACK;
      log.code(
          compared.exitCode(),
          ours ? context.command("run --select " + id) : compared.report().nextCommand());
    }
  }
}
