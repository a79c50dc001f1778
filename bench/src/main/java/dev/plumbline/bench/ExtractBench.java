package dev.plumbline.bench;

import static dev.plumbline.bench.Report.decimal;
import static dev.plumbline.bench.Report.number;

import dev.plumbline.bench.Main.Settings;
import dev.plumbline.bench.Stopwatch.Lap;
import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.TableDigest;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.spark.SparkSessions;
import dev.plumbline.spark.digest.LakeDigest;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.spark.lake.LakeDraft;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.spark.source.BronzeRows;
import dev.plumbline.spark.source.MySqlSource;
import dev.plumbline.spark.source.SourceRows;
import dev.plumbline.stores.digest.PassingDigest;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlCharsets;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.MySqlTable;
import java.io.PrintStream;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** MySQL to Iceberg on S3, beside Spark's own JDBC source, and beside reading without writing. */
final class ExtractBench {
  private static final String DRIVER = "the driver alone, no Spark";
  private static final String READING = "plumbline, reading alone";
  private static final String STOCK_READING = "Spark JDBC, reading alone";
  private static final String OURS = "plumbline, MySQL to Iceberg";
  private static final String PROVEN = "plumbline, MySQL to Iceberg, proven";
  private static final String SLING = "sling, MySQL to CSV";
  private static final String DLT = "dlt, MySQL to Parquet";
  private static final List<Integer> STOCK_PARTITIONS = List.of(2, 8);
  private static final long WARM_UP_ROWS = 300_000;
  private static final int WARM_UP_ROUNDS = 2;
  private static final RunId RUN = new RunId("bench");

  private final Settings settings;
  private final SparkSession spark;
  private final MySqlSessions sessions;
  private final StockJdbc stock;
  private final PrintStream out;

  private ExtractBench(
      Settings settings, SparkSession spark, MySqlSessions sessions, PrintStream out) {
    this.settings = settings;
    this.spark = spark;
    this.sessions = sessions;
    this.stock = new StockJdbc(spark, sessions);
    this.out = out;
  }

  static void run(Settings settings, PrintStream out) throws Exception {
    try (BenchSandbox sandbox = BenchSandbox.start(settings.home(), settings.folder())) {
      Endpoint.MySql endpoint = sandbox.env().endpoint("aurora", Endpoint.MySql.class);
      MySqlSessions sessions = plain(MySqlSessions.reading(endpoint, sandbox.secrets()));
      SparkSession spark = SparkSessions.start(sandbox.env(), sandbox.secrets(), "bench");
      try {
        ExtractBench bench = new ExtractBench(settings, spark, sessions, out);
        bench.warmUp(sandbox, ExtractTable.narrow(Math.min(settings.rows(), WARM_UP_ROWS)));
        bench.measure(sandbox, ExtractTable.narrow(settings.rows()));
        bench.measure(sandbox, ExtractTable.wide(Math.max(1, settings.rows() / 10)));
      } finally {
        spark.stop();
      }
    }
  }

  /**
   * Without TLS, for all contenders alike: on one machine the server's cipher, in software, would
   * take more than all the rest of it.
   */
  private static MySqlSessions plain(MySqlSessions sessions) {
    JdbcAccess access = sessions.access();
    Map<String, String> properties = new HashMap<>(access.properties());
    properties.put("sslMode", "DISABLED");
    return new MySqlSessions(
        sessions.endpoint(),
        new JdbcAccess(access.url(), access.login(), properties),
        sessions.secrets());
  }

  private void measure(BenchSandbox sandbox, ExtractTable table) throws Exception {
    try (Connection mySql = sandbox.mySql()) {
      table.fill(mySql);
    }
    Stopwatch clock = new Stopwatch(sandbox.cpu()::now);
    for (int round = 0; round < settings.rounds(); round++) {
      round(table, clock);
    }
    print(table, clock);
    if (settings.peers()) {
      peers(sandbox, table);
    }
  }

  /** Other tools, once each, in processes of their own. */
  private void peers(BenchSandbox sandbox, ExtractTable table) throws Exception {
    Stopwatch clock = new Stopwatch(sandbox.cpu()::now);
    Optional<Sling> sling = Sling.install(settings.folder(), sandbox);
    peer(
        SLING,
        sling.<Stopwatch.Work<Void>>map(tool -> () -> tool.copy(table)),
        clock,
        table.rows(),
        () ->
            spark
                .read()
                .options(Map.of("header", "true", "multiLine", "true", "escape", "\""))
                .csv(Sling.target(sandbox, table)));
    Optional<Dlt> dlt = Dlt.install(settings.folder(), sandbox);
    peer(
        DLT,
        dlt.<Stopwatch.Work<Void>>map(tool -> () -> tool.copy(table)),
        clock,
        Math.min(table.rows(), Dlt.MOST_ROWS),
        () -> spark.read().parquet(Dlt.target(sandbox, table)));
  }

  private void peer(
      String what,
      Optional<Stopwatch.Work<Void>> copy,
      Stopwatch clock,
      long rows,
      Supplier<Dataset<Row>> copied)
      throws Exception {
    if (copy.isEmpty()) {
      out.println(what + ": PyPI not reachable");
      return;
    }
    try {
      clock.time(what, copy.get());
    } catch (IllegalStateException e) {
      out.println(what + ": " + e.getMessage());
      return;
    }
    long written = copied.get().count();
    if (written != rows) {
      throw new IllegalStateException(what + ": " + written + " rows arrived of " + rows);
    }
    out.printf(
        "%s: %s rows in %s s, %s rows/s%n",
        what, number(rows), decimal(clock.best(what)), number(Math.round(rows / clock.best(what))));
  }

  /** Has every contender run before one is timed: in a new JVM the first one pays for all. */
  private void warmUp(BenchSandbox sandbox, ExtractTable table) throws Exception {
    ExtractTable small = table.named("warm_up");
    try (Connection mySql = sandbox.mySql()) {
      small.fill(mySql);
    }
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      round(small, new Stopwatch());
    }
  }

  private void round(ExtractTable table, Stopwatch clock) throws Exception {
    clock.time(DRIVER, () -> new BareDriver(sessions, table).read(cores()));
    clock.time(READING, () -> discard(stamped(rows(table, false))));
    clock.time(STOCK_READING, () -> discard(stock.rows(table, cores())));
    clock.time(OURS, () -> replace(table, false));
    clock.time(PROVEN, () -> replace(table, true));
    for (int partitions : STOCK_PARTITIONS) {
      clock.time(stockName(partitions), () -> stock.write(table, partitions));
    }
    drop(table);
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private SourceRows rows(ExtractTable table, boolean proof) throws Exception {
    TableSpec spec = table.spec();
    try (Connection connection = sessions.open()) {
      MySqlTable actual =
          new MySqlCatalog(sessions.endpoint(), connection).require(List.of(spec)).get(spec.id());
      Optional<PassingDigest> passing =
          proof
              ? Optional.of(PassingDigest.of(spec, MySqlCharsets.of(connection, spec.source())))
              : Optional.empty();
      return new MySqlSource(spark, sessions).rows(spec, actual, passing);
    }
  }

  private Dataset<Row> stamped(SourceRows rows) {
    return BronzeRows.stamp(rows.rows(), RUN, Instant.EPOCH, "bench");
  }

  private static Void discard(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
    return null;
  }

  /** As the step {@code extract} does it: nothing is visible before it is proven. */
  private Void replace(ExtractTable table, boolean proof) throws Exception {
    LakeTable bronze = new Lake(spark).table(Lake.bronzeName(table.spec()));
    SourceRows rows = rows(table, proof);
    LakeDraft draft = bronze.draft(rows.stamped(RUN, Instant.EPOCH, "bench"), RUN, Map.of());
    if (proof) {
      TableDigest said = rows.digest().get().orElseThrow().digest();
      TableForm form = PassingDigest.form(table.spec());
      if (!LakeDigest.of(bronze.name(), draft, form).provesEqual(said)) {
        throw new IllegalStateException("What was written is not what was read");
      }
    }
    requireAll(table, draft.publish().rows());
    spark.sql("DROP TABLE " + bronze.name() + " PURGE");
    return null;
  }

  private void drop(ExtractTable table) {
    requireAll(table, spark.table(StockJdbc.target(table)).count());
    spark.sql("DROP TABLE " + StockJdbc.target(table) + " PURGE");
  }

  private static void requireAll(ExtractTable table, long written) {
    if (written != table.rows()) {
      throw new IllegalStateException(written + " rows arrived of " + table.rows());
    }
  }

  private static String stockName(int partitions) {
    return "Spark JDBC to Iceberg, " + partitions + " partitions";
  }

  private void print(ExtractTable table, Stopwatch clock) {
    double best =
        STOCK_PARTITIONS.stream()
            .mapToDouble(partitions -> clock.best(stockName(partitions)))
            .min()
            .orElseThrow();
    out.printf(
        "%s: %s rows of %d columns; best of %d rounds, heap %d MB%n",
        table.name(),
        number(table.rows()),
        table.columns().size(),
        settings.rounds(),
        Runtime.getRuntime().maxMemory() >> 20);
    Report report =
        new Report(
            "",
            "seconds",
            "times as fast as Spark JDBC",
            "rows/s",
            "CPU s",
            "of it JVM",
            "MySQL",
            "S3",
            "times as little CPU");
    double leastCpu =
        STOCK_PARTITIONS.stream()
            .mapToDouble(partitions -> clock.leastCpu(stockName(partitions)))
            .min()
            .orElseThrow();
    for (String what : List.of(DRIVER, READING, STOCK_READING, OURS, PROVEN)) {
      line(report, table, what, clock, best, leastCpu);
    }
    for (int partitions : STOCK_PARTITIONS) {
      line(report, table, stockName(partitions), clock, best, leastCpu);
    }
    report.print(out);
  }

  private static void line(
      Report report,
      ExtractTable table,
      String what,
      Stopwatch clock,
      double best,
      double leastCpu) {
    Lap lap = clock.fastest(what);
    report.line(
        what,
        decimal(lap.seconds()),
        decimal(best / lap.seconds()),
        number(Math.round(table.rows() / lap.seconds())),
        decimal(lap.cpu().all()),
        decimal(lap.cpu().jvm()),
        decimal(lap.cpu().database()),
        decimal(lap.cpu().storage()),
        decimal(leastCpu / clock.leastCpu(what)));
  }
}
