package dev.plumbline.bench;

import static dev.plumbline.bench.Report.decimal;
import static dev.plumbline.bench.Report.number;

import dev.plumbline.bench.Main.Settings;
import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.digest.MySqlDigestDialect;
import dev.plumbline.stores.digest.PostgresDigestDialect;
import dev.plumbline.stores.digest.RedshiftDigestDialect;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.redshift.RedshiftSessions;
import java.io.PrintStream;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A comparison beside counting and beside a checksum by hand, on the same rows. */
final class DigestBench {
  /** One row of so many differs, 1,000 of the standard 10,000,000. */
  private static final int ROWS_PER_DIFFERENCE = 10_000;

  private static final String DIRECT = "plumbline, PostgreSQL asked directly";
  private static final String GATEWAY = "plumbline, through the Redshift gateway";
  private static final String RELADIFF = "reladiff, PostgreSQL asked directly";
  private static final String VALIDATOR = "Google's data validation, PostgreSQL asked directly";
  private static final String COUNT = "count(*)";
  private static final String CRC = "count(*), sum(crc32(concat_ws(…)))";

  private final Settings settings;
  private final BenchSandbox sandbox;
  private final PrintStream out;
  private final Stopwatch clock = new Stopwatch();
  private final TableForm form = DigestTable.form();
  private String validated = "";
  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  private DigestBench(Settings settings, BenchSandbox sandbox, PrintStream out) {
    this.settings = settings;
    this.sandbox = sandbox;
    this.out = out;
  }

  static void run(Settings settings, PrintStream out) throws Exception {
    try (BenchSandbox sandbox = BenchSandbox.start(settings.home(), settings.folder())) {
      DigestBench bench = new DigestBench(settings, sandbox, out);
      try {
        bench.run();
      } finally {
        bench.threads.shutdown();
      }
    }
  }

  private void run() throws Exception {
    try (Connection mySql = sandbox.mySql();
        Connection postgres = sandbox.postgres()) {
      DigestTable.fillMySql(mySql, settings.rows());
      DigestTable.fillPostgres(postgres, settings.rows());
      out.printf(
          "%s rows of 8 columns, %s MB in MySQL, %s MB in PostgreSQL; best of %d rounds%n",
          number(settings.rows()),
          number(megabytes(mySql, DigestTable.mySqlBytes())),
          number(megabytes(postgres, DigestTable.postgresBytes())),
          settings.rounds());
      Optional<Reladiff> peer =
          settings.peers() ? Reladiff.install(settings.folder(), sandbox) : Optional.empty();
      for (int round = 0; round < settings.rounds(); round++) {
        baseline(mySql, postgres);
        compare(DIRECT, direct());
        compare(GATEWAY, gateway());
      }
      if (peer.isPresent()) {
        clock.time(RELADIFF, peer.get()::compare);
      }
      Optional<DataValidator> google =
          settings.peers() ? DataValidator.install(settings.folder(), sandbox) : Optional.empty();
      if (google.isPresent()) {
        validated = clock.time(VALIDATOR, google.get()::compare);
      }
      PlantedDifferences planted =
          PlantedDifferences.plant(mySql, postgres, settings.rows(), differences());
      Sql.run(postgres, "VACUUM ANALYZE " + DigestTable.SCHEMA + "." + DigestTable.NAME);
      for (int round = 0; round < settings.rounds(); round++) {
        compareDifferent(DIRECT, direct(), planted);
        compareDifferent(GATEWAY, gateway(), planted);
      }
    }
    print();
  }

  private static long megabytes(Connection connection, String query) throws Exception {
    return Long.parseLong(Sql.one(connection, query)) / 1_000_000;
  }

  private void baseline(Connection mySql, Connection postgres) throws Exception {
    clock.time(COUNT + my(), () -> Sql.one(mySql, DigestTable.count()));
    clock.time(COUNT + pg(), () -> Sql.one(postgres, DigestTable.count()));
    clock.time(CRC + my(), () -> Sql.one(mySql, DigestTable.mySqlCrc()));
    clock.time(CRC + pg(), () -> Sql.one(postgres, DigestTable.postgresCrc()));
  }

  private static String my() {
    return " MySQL";
  }

  private static String pg() {
    return " PostgreSQL";
  }

  private JdbcSide source() {
    Endpoint.MySql endpoint = sandbox.env().endpoint("aurora", Endpoint.MySql.class);
    MySqlSessions sessions = MySqlSessions.reading(endpoint, sandbox.secrets());
    return new JdbcSide(
        MySqlDigestDialect.INSTANCE, form, DigestTable.mySqlTable(), sessions::open);
  }

  private JdbcSide direct() {
    return new JdbcSide(
        PostgresDigestDialect.INSTANCE, form, DigestTable.warehouseTable(), sandbox::postgres);
  }

  private JdbcSide gateway() {
    Endpoint.Redshift endpoint = sandbox.env().endpoint("warehouse", Endpoint.Redshift.class);
    RedshiftSessions sessions = RedshiftSessions.of(endpoint, sandbox.secrets());
    return new JdbcSide(
        RedshiftDigestDialect.INSTANCE, form, DigestTable.warehouseTable(), sessions::connect);
  }

  private void compare(String what, JdbcSide warehouse) throws Exception {
    List<Difference> found = new ArrayList<>();
    ComparisonResult result = clock.time(what, () -> compare(warehouse, found));
    if (result.judgement().verdict() != Verdict.MATCH || result.leftRows() != settings.rows()) {
      throw new IllegalStateException("Not equal: " + result);
    }
  }

  private void compareDifferent(String what, JdbcSide warehouse, PlantedDifferences planted)
      throws Exception {
    List<Difference> found = new ArrayList<>();
    clock.time(differing(what), () -> compare(warehouse, found));
    planted.requireFound(found);
  }

  private int differences() {
    return (int) Math.max(1, settings.rows() / ROWS_PER_DIFFERENCE);
  }

  private String differing(String what) {
    return what + ", " + number(differences()) + " differences found";
  }

  private ComparisonResult compare(JdbcSide warehouse, List<Difference> found) {
    return new TableComparison(
            form,
            source(),
            warehouse,
            TableComparison.Settings.of(Clock.systemUTC())
                .withThreads(threads)
                .withSink(found::add))
        .compare();
  }

  private void print() {
    double counted = clock.best(COUNT + my(), COUNT + pg());
    double crc = clock.best(CRC + my(), CRC + pg());
    Report report = new Report("", "seconds", "/ crc32", "/ clean", "rows/s");
    for (String side : List.of(my(), pg())) {
      line(report, COUNT + side, clock.best(COUNT + side), crc, "");
      line(report, CRC + side, clock.best(CRC + side), crc, "");
    }
    line(report, COUNT + ", both added", counted, crc, "");
    line(report, CRC + ", both added", crc, crc, "");
    for (String what : List.of(DIRECT, GATEWAY)) {
      double clean = clock.best(what);
      double different = clock.best(differing(what));
      line(report, what, clean, crc, "");
      line(report, differing(what), different, crc, decimal(different / clean));
    }
    if (clock.has(RELADIFF)) {
      line(report, RELADIFF, clock.best(RELADIFF), crc, "");
    } else if (settings.peers()) {
      report.line(RELADIFF + ": PyPI not reachable", "", "", "", "");
    }
    if (clock.has(VALIDATOR)) {
      line(report, VALIDATOR, clock.best(VALIDATOR), crc, "");
    } else if (settings.peers()) {
      report.line(VALIDATOR + ": PyPI not reachable", "", "", "", "");
    }
    report.print(out);
    if (!validated.isEmpty()) {
      out.println(VALIDATOR + " " + validated);
    }
  }

  private void line(Report report, String what, double seconds, double crc, String clean) {
    report.line(
        what,
        decimal(seconds),
        decimal(seconds / crc),
        clean,
        number(Math.round(settings.rows() / seconds)));
  }
}
