package dev.plumbline.bench;

import static dev.plumbline.bench.Report.decimal;
import static dev.plumbline.bench.Report.number;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.bench.Main.Settings;
import dev.plumbline.core.run.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a run costs by mode: all rows, one in a hundred changed, and none. Each is a process of its
 * own, as a scheduler starts it; a table of one row is extracted first, so that the start of Spark
 * is not counted.
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

  private final Settings settings;
  private final BenchSandbox sandbox;
  private final Path folder;

  private IncrementalBench(Settings settings, BenchSandbox sandbox) {
    this.settings = settings;
    this.sandbox = sandbox;
    this.folder = settings.folder().resolve("jobs");
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
    ExtractTable table = ExtractTable.narrow(settings.rows());
    try (Connection source = sandbox.mySql()) {
      table.fill(source);
      Sql.run(
          source,
          "CREATE INDEX created ON narrow (created_at)",
          "CREATE TABLE first (id bigint PRIMARY KEY)",
          "INSERT INTO first VALUES (1)");
      declare(table);
      Cost full = cost("all rows, the first time", source);
      Cost idle = cost("nothing changed", source);
      Sql.run(
          source,
          "UPDATE narrow SET score = 1, created_at = UTC_TIMESTAMP(6) WHERE id % 200 = 7",
          "DELETE FROM narrow WHERE id % 400 = 8",
          "INSERT INTO narrow SELECT id + 1000000000, post_id, name, email, body, score,"
              + " UTC_TIMESTAMP(6), updated_at FROM narrow WHERE id % 400 = 9");
      Cost some = cost("1 % changed, gone or new", source);
      Cost again = cost("nothing changed again", source);
      requireRows(full.rows() == table.rows() && idle.rows() == 0 && again.rows() == 0);
      out.printf(
          "narrow: %s rows of %d columns, extracted by cursor, proven%n",
          number(table.rows()), table.columns().size());
      Report report = new Report("", "seconds", "% of all", "rows read", "bytes sent", "remark");
      for (Cost cost : List.of(full, idle, some, again)) {
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
  }

  private static void requireRows(boolean right) {
    if (!right) {
      throw new IllegalStateException("Other rows were read than had changed");
    }
  }

  private void declare(ExtractTable table) throws IOException {
    Path tables = Files.createDirectories(folder.resolve("pipeline/tables"));
    Files.writeString(
        folder.resolve("pipeline/pipeline.yaml"),
        "name: bench\nsource: aurora\nwarehouse: warehouse\nparallel: 1\n",
        UTF_8);
    Files.writeString(
        tables.resolve("a_first.yaml"),
        TABLE.formatted("first", "first", "{mode: full}") + "  id: bigint not null\n",
        UTF_8);
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
        TABLE.formatted("narrow", "narrow", "{mode: incremental, cursor: created_at}") + columns,
        UTF_8);
  }

  private Cost cost(String what, Connection source) throws Exception {
    long before = sent(source);
    Path home = settings.home();
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/plumbline").toString(),
                "extract",
                "--env",
                home.resolve("conf/env/local.yaml").toString(),
                "--pipeline",
                folder.resolve("pipeline").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("extract.out").toFile());
    builder
        .environment()
        .put(
            "PLUMBLINE_SANDBOX_ENDPOINTS",
            settings.folder().resolve(".plumbline/sandbox/endpoints.json").toString());
    if (builder.start().waitFor() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("extract.out"), UTF_8));
    }
    Path report = folder.resolve(".plumbline/reports/latest/bench/extract.json");
    Step step =
        Json.read(Files.readString(report, UTF_8), Steps.class).steps().stream()
            .filter(one -> one.table().equals("bronze_bench.narrow"))
            .findFirst()
            .orElseThrow();
    return new Cost(what, step.message(), step.seconds(), step.rowsRead(), sent(source) - before);
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
