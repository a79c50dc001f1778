package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.jobs.JobRunner;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteRecords;
import dev.plumbline.stores.ledger.RunRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two tables of one group, {@code credit} and {@code debit}, between which money is moved:
 * replicated, with fallbacks that differ from the replica in column {@code side}, so that a reader
 * sees which copy it was given. Jobs run in this JVM, by their command line.
 */
final class RouteFixture implements AutoCloseable {
  static final List<String> TABLES = List.of("credit", "debit");
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  final String name = "route" + NUMBERS.incrementAndGet();
  final PublishFixture fixture;
  private final Sandbox sandbox;
  private final Path folder;
  private int runs;

  RouteFixture(Sandbox sandbox, Path folder) throws SQLException, IOException {
    this.sandbox = sandbox;
    this.folder = folder;
    this.fixture = new PublishFixture(sandbox);
    onSource("CREATE DATABASE " + name);
    for (String table : TABLES) {
      onSource(
          "CREATE TABLE "
              + name
              + "."
              + table
              + " (id BIGINT PRIMARY KEY, amount BIGINT NOT NULL,"
              + " side VARCHAR(10) NOT NULL)",
          "INSERT INTO " + name + "." + table + " VALUES (1, 50, 'R'), (2, 50, 'R')");
    }
    sandbox.control().awaitReplica();
    fixture.execute("CREATE SCHEMA fallback_" + name);
    for (String table : TABLES) {
      String fallback = "fallback_" + name + "." + table;
      fixture.execute(
          "CREATE TABLE "
              + fallback
              + " AS SELECT id, amount, CAST('F' AS VARCHAR(40)) AS side FROM zeroetl."
              + name
              + "."
              + table,
          // In the sandbox a late-binding view reads with the rights of whoever reads it.
          "GRANT SELECT ON " + fallback + " TO reader");
    }
    fixture.execute("GRANT USAGE ON SCHEMA fallback_" + name + " TO reader");
    writePipeline("");
  }

  /** Writes the pipeline's files; the further columns stand as YAML lines. */
  void writePipeline(String columns) throws IOException {
    Files.createDirectories(folder.resolve("tables"));
    Files.writeString(
        folder.resolve("pipeline.yaml"),
        "name: " + name + "\nsource: aurora\nwarehouse: warehouse\nserve: {grantTo: [reader]}\n",
        UTF_8);
    for (String table : TABLES) {
      Files.writeString(
          folder.resolve("tables/" + table + ".yaml"),
          "id: "
              + table
              + "\nsource: {database: "
              + name
              + ", table: "
              + table
              + "}\ngroup: pair\nkey: [id]\ncolumns:\n  id: bigint not null\n  amount: bigint not"
              + " null\n  side: varchar(10) not null\n"
              + columns
              + "route: {returnAfter: 1}\n",
          UTF_8);
    }
  }

  /** What a job printed and how it ended. */
  record Ended(int code, String out) {}

  /** Runs a job of this pipeline in this JVM. */
  Ended job(String job, String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, UTF_8);
    int code =
        new JobRunner(
                Map.of("PLUMBLINE_SANDBOX_ENDPOINTS", sandbox.endpointsFile().toString()),
                Clock.systemUTC(),
                new Random(),
                stream,
                stream)
            .run(arguments(job, more))
            .code()
            .code();
    return new Ended(code, out.toString(UTF_8));
  }

  /** The command line of a job of this pipeline. */
  List<String> arguments(String job, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--env", Plumbline.home().resolve("conf/env/local.yaml").toString()));
    arguments.addAll(List.of("--pipeline", folder.toString()));
    arguments.addAll(
        List.of(
            "--set",
            "env.reports=" + folder.resolve("reports"),
            "--set",
            "env.alerts={file: '" + folder.resolve("alerts.jsonl") + "'}"));
    return arguments;
  }

  /** Lays down the record of a run that proved the fallback and compared the replica. */
  void compared(Verdict replica, long wrong) {
    Instant now = Instant.now();
    String runId = "proof" + ++runs;
    List<StepReport> steps = new ArrayList<>();
    List<ReconcileReport> verdicts = new ArrayList<>();
    for (String table : TABLES) {
      steps.add(step("extract", "bronze_" + name + "." + table, now.minusSeconds(2)));
      steps.add(step("publish", "fallback_" + name + "." + table, now.minusSeconds(1)));
      verdicts.add(verdict(table, Pair.SOURCE_BRONZE, Verdict.MATCH, 0, now));
      verdicts.add(verdict(table, Pair.BRONZE_FALLBACK, Verdict.MATCH, 0, now));
      verdicts.add(verdict(table, Pair.SOURCE_REPLICA, replica, wrong, now));
    }
    new RunRecords(fixture.store, state())
        .write(
            new RunReport(
                runId,
                name,
                "run",
                RunStatus.OK,
                0,
                now.minusSeconds(3),
                now,
                "",
                steps,
                verdicts,
                List.of(),
                List.of(),
                List.of(),
                null));
  }

  private String right(String table, Pair pair) {
    return pair == Pair.SOURCE_REPLICA ? "warehouse zeroetl." + name + "." + table : "right";
  }

  private static StepReport step(String job, String table, Instant at) {
    return new StepReport(job, table, 2, 2, 0, 0, 0.1, RunStatus.OK, "", at);
  }

  private ReconcileReport verdict(
      String table, Pair pair, Verdict verdict, long wrong, Instant at) {
    return new ReconcileReport(
        table,
        pair,
        Depth.CELLS,
        verdict,
        new Side("left", 2, at),
        new Side(right(table, pair), 2 - wrong, at),
        wrong,
        0,
        0,
        0,
        0,
        0,
        "3 of 3",
        0.1,
        at,
        at,
        List.of(),
        "",
        "",
        Evidence.NONE);
  }

  RouteBook book() {
    return new RouteRecords(fixture.store, state()).book(name);
  }

  private String state() {
    return "s3://" + sandbox.endpoints().s3().bucket() + "/state";
  }

  /** Which copies the two views give a reader at one moment, such as {@code R|R}. */
  String sides(Connection reader, boolean firstToLast) throws SQLException {
    String first = firstToLast ? TABLES.get(0) : TABLES.get(1);
    String second = firstToLast ? TABLES.get(1) : TABLES.get(0);
    try (Statement statement = reader.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT a.side AS one, b.side AS two FROM serving_"
                    + name
                    + "."
                    + first
                    + " a JOIN serving_"
                    + name
                    + "."
                    + second
                    + " b ON a.id = b.id WHERE a.id = 1")) {
      rows.next();
      return rows.getString(1) + "|" + rows.getString(2);
    }
  }

  /** The same on a connection of its own. */
  String sides() throws SQLException {
    try (Connection reader = sandbox.redshift(sandbox.endpoints().redshift().reader())) {
      return sides(reader, true);
    }
  }

  void onSource(String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    onSource("DROP DATABASE " + name);
    fixture.close();
  }
}
