package dev.plumbline.bench;

import static dev.plumbline.bench.Report.decimal;
import static dev.plumbline.bench.Report.number;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.bench.Main.Settings;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a run costs by mode: all rows, one in a hundred changed (anywhere, or the latest), and none.
 * Each is a process of its own, as a scheduler starts it, on a machine on which Plumbline has run
 * before. A table of one row, which has changed each time, is extracted first, by a cursor, so that
 * the start of Spark is not counted; the binary log is read for the table that is measured alone.
 */
final class IncrementalBench {
  private static final String TABLE =
      """
      id: %s
      source: {database: bench, table: %s}
      key: [id]
      publish: {fallback: false}
      extraction: %s
      columns:
      """;

  /** How a run may end for the archive to be left: the replica may come after it. */
  private static final Set<ExitCode> HAS_RUN =
      Set.of(ExitCode.OK, ExitCode.DEGRADED, ExitCode.REPLICA_BEHIND);

  private final Settings settings;
  private final BenchSandbox sandbox;
  private final Path folder;

  private IncrementalBench(Settings settings, BenchSandbox sandbox) {
    this.settings = settings;
    this.sandbox = sandbox;
    this.folder = settings.folder().resolve("jobs");
  }

  /** How the table is extracted, and how people call that. */
  private enum Mode {
    CURSOR("{mode: incremental, cursor: created_at}", "by cursor, deletes by digests of the keys"),
    CURSOR_ALONE(
        "{mode: incremental, cursor: created_at, deletes: none}", "by cursor, deletes ignored"),
    CHANGES("{mode: changes}", "by the binary log");

    private final String extraction;
    private final String words;

    Mode(String extraction, String words) {
      this.extraction = extraction;
      this.words = words;
    }

    private String table() {
      return "narrow_" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** What one run cost. */
  private record Cost(String what, String remark, double seconds, long rows, long sent) {}

  /** Of a run's report what is printed. */
  private record Steps(List<Step> steps) {}

  /** One step of it. */
  private record Step(String table, String message, double seconds, long rowsRead) {}

  static void run(Settings settings, PrintStream out) throws Exception {
    try (BenchSandbox sandbox = BenchSandbox.start(settings.home(), settings.folder())) {
      new IncrementalBench(settings, sandbox).measure(out);
    }
  }

  private void measure(PrintStream out) throws Exception {
    try (Connection source = sandbox.mySql()) {
      Sql.run(source, "SET GLOBAL innodb_buffer_pool_size = " + (settings.poolMegabytes() << 20));
      logged(
          source,
          () ->
              Sql.run(
                  source,
                  "CREATE DATABASE " + ExtractTable.SCHEMA,
                  "USE " + ExtractTable.SCHEMA,
                  "CREATE TABLE first (id bigint PRIMARY KEY, created_at datetime(6), KEY"
                      + " (created_at))",
                  "INSERT INTO first VALUES (1, UTC_TIMESTAMP(6))"));
      runOnce();
      sandbox.pauseReplicator();
      for (Mode mode : Mode.values()) {
        if (settings.measures(mode.name().toLowerCase(Locale.ROOT))) {
          measure(mode, source, out);
        }
      }
    }
  }

  private void measure(Mode mode, Connection source, PrintStream out) throws Exception {
    ExtractTable table = ExtractTable.narrow(settings.rows()).named(mode.table());
    table.fill(source);
    Sql.run(source, "CREATE INDEX created ON " + table.name() + " (created_at)");
    declare(table, mode);
    Cost full = cost("all rows, the first time", table, source);
    Cost idle = cost("nothing changed", table, source);
    logged(source, () -> changeAnywhere(table, source));
    Cost some = cost("1 % changed, gone or new, anywhere", table, source);
    logged(source, () -> changeTogether(table, source));
    Cost together = cost("1 % changed, gone or new, the latest", table, source);
    Cost again = cost("nothing changed again", table, source);
    requireRows(full.rows() == table.rows() && idle.rows() == 0 && again.rows() == 0);
    out.printf(
        "narrow: %s rows of %d columns, extracted %s, proven; MySQL keeps %s MB in memory%n",
        number(table.rows()), table.columns().size(), mode.words, number(settings.poolMegabytes()));
    Report report = new Report("", "seconds", "% of all", "rows read", "bytes sent", "remark");
    for (Cost cost : List.of(full, idle, some, together, again)) {
      report.line(
          cost.what(),
          decimal(cost.seconds()),
          decimal(100 * cost.seconds() / full.seconds()),
          number(cost.rows()),
          number(cost.sent()),
          cost.remark());
    }
    report.print(out);
  }

  /** Evenly over all keys: no part of the table stays as it was. */
  private static void changeAnywhere(ExtractTable table, Connection source) throws SQLException {
    change(table, source, "id % 200 = 7", "id % 400 = 8", "id % 400 = 9", 1_000_000_000);
  }

  /**
   * The last keys of those that were there first, as it is where rows settle with age. Rows that
   * have just changed are not deleted: where deletes are ignored, the overlap would be read again.
   */
  private static void changeTogether(ExtractTable table, Connection source) throws SQLException {
    long rows = table.rows();
    change(
        table,
        source,
        "id > " + (rows - rows / 200) + " AND id <= " + rows,
        "id > " + (rows - rows / 133) + " AND id <= " + (rows - rows / 200) + " AND id % 200 <> 7",
        "id > " + (rows - rows / 100) + " AND id <= " + (rows - rows / 133),
        2_000_000_000L);
  }

  private static void change(
      ExtractTable table,
      Connection source,
      String changed,
      String gone,
      String copied,
      long newKeys)
      throws SQLException {
    String name = table.name();
    Sql.run(
        source,
        "UPDATE "
            + name
            + " SET score = score + 1, created_at = UTC_TIMESTAMP(6) WHERE id < 1000000000 AND "
            + changed,
        "DELETE FROM " + name + " WHERE id < 1000000000 AND " + gone,
        "INSERT INTO "
            + name
            + " SELECT id + "
            + newKeys
            + ", post_id, name, email, body, score, UTC_TIMESTAMP(6), updated_at FROM "
            + name
            + " WHERE id < 1000000000 AND "
            + copied);
  }

  private static void requireRows(boolean right) {
    if (!right) {
      throw new IllegalStateException("Other rows were read than had changed");
    }
  }

  /** Leaves the archive of classes that a machine has on which Plumbline has run before. */
  private void runOnce() throws Exception {
    declareFirst("once");
    int code = plumbline("run", "once");
    if (ExitCode.of(code).filter(HAS_RUN::contains).isEmpty()) {
      throw failed();
    }
  }

  /** A pipeline with the table that is extracted first; returns the folder of its tables. */
  private Path declareFirst(String pipeline) throws IOException {
    Path tables = Files.createDirectories(folder.resolve(pipeline).resolve("tables"));
    Files.writeString(
        tables.resolveSibling("pipeline.yaml"),
        "name: " + pipeline + "\nsource: aurora\nwarehouse: warehouse\nparallel: 1\n",
        UTF_8);
    Files.writeString(
        tables.resolve("a_first.yaml"),
        TABLE.formatted("first", "first", Mode.CURSOR_ALONE.extraction)
            + "  id: bigint not null\n  created_at: datetime(6)\n",
        UTF_8);
    return tables;
  }

  private void declare(ExtractTable table, Mode mode) throws IOException {
    Path tables = declareFirst(table.name());
    StringBuilder columns = new StringBuilder();
    table
        .columns()
        .forEach(
            column ->
                columns
                    .append("  ")
                    .append(column.name())
                    .append(": \"")
                    .append(column.type().sql())
                    .append(column.name().equals("id") ? " not null" : "")
                    .append("\"\n"));
    Files.writeString(
        tables.resolve("narrow.yaml"),
        TABLE.formatted(table.name(), table.name(), mode.extraction) + columns,
        UTF_8);
  }

  /** A change of the source's rows. */
  @FunctionalInterface
  private interface Change {
    void make() throws SQLException;
  }

  /** The log is what one of the modes reads. */
  private static void logged(Connection source, Change change) throws SQLException {
    Sql.run(source, "SET SESSION sql_log_bin = 1");
    change.make();
    Sql.run(source, "SET SESSION sql_log_bin = 0");
  }

  private Cost cost(String what, ExtractTable table, Connection source) throws Exception {
    logged(source, () -> Sql.run(source, "UPDATE first SET created_at = UTC_TIMESTAMP(6)"));
    long before = sent(source);
    if (plumbline("extract", table.name()) != 0) {
      throw failed();
    }
    Path report = folder.resolve(".plumbline/reports/latest/" + table.name() + "/extract.json");
    Step step =
        Json.read(Files.readString(report, UTF_8), Steps.class).steps().stream()
            .filter(one -> one.table().equals("bronze_bench." + table.name()))
            .findFirst()
            .orElseThrow();
    return new Cost(what, step.message(), step.seconds(), step.rowsRead(), sent(source) - before);
  }

  /** Runs a job as a user would; returns its exit code. */
  private int plumbline(String job, String pipeline) throws Exception {
    Path home = settings.home();
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/plumbline").toString(),
                job,
                "--env",
                home.resolve("conf/env/local.yaml").toString(),
                "--pipeline",
                folder.resolve(pipeline).toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output().toFile());
    builder
        .environment()
        .put(
            "PLUMBLINE_SANDBOX_ENDPOINTS",
            settings.folder().resolve(".plumbline/sandbox/endpoints.json").toString());
    return builder.start().waitFor();
  }

  private Path output() {
    return folder.resolve("job.out");
  }

  private IllegalStateException failed() throws IOException {
    return new IllegalStateException(Files.readString(output(), UTF_8));
  }

  /** Bytes that the server has sent to all its clients. */
  private static long sent(Connection source) throws SQLException {
    return Long.parseLong(
        Sql.one(
            source,
            "SELECT variable_value FROM information_schema.global_status"
                + " WHERE variable_name = 'BYTES_SENT'"));
  }
}
