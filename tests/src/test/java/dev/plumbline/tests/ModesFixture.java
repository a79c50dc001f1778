package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Three tables of one group and one content, each extracted in another mode. */
final class ModesFixture {
  private static final String NAME = "mixed";
  private static final Map<String, String> MODES =
      Map.of(
          "whole", "{mode: full}",
          "timed", "{mode: incremental, cursor: at, overlap: 10m}",
          "log", "{mode: changes}");
  private static final int KEYS = 40;

  private final Sandbox sandbox;
  private final Path folder;
  private final Plumbline plumbline;
  private final Map<String, String> columns = new LinkedHashMap<>();

  ModesFixture(Sandbox sandbox, Path folder) {
    this.sandbox = sandbox;
    this.folder = folder;
    this.plumbline = new Plumbline(sandbox, folder).inThisJvm();
  }

  void create() throws SQLException, IOException {
    columns.put("shop", "varchar(12) not null");
    columns.put("no", "int unsigned not null");
    columns.put("amount", "decimal(12,3)");
    columns.put("note", "text");
    columns.put("day", "date");
    columns.put("at", "datetime(6)");
    try (Connection source = open();
        Statement statement = source.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + NAME);
      statement.execute("CREATE DATABASE " + NAME);
      for (String table : MODES.keySet()) {
        statement.execute(
            "CREATE TABLE mixed."
                + table
                + " (shop varchar(12) NOT NULL, no int unsigned NOT NULL, amount decimal(12,3),"
                + " note text, day date, at datetime(6) DEFAULT CURRENT_TIMESTAMP(6)"
                + " ON UPDATE CURRENT_TIMESTAMP(6), PRIMARY KEY (shop, no), KEY (at))");
        statement.execute(
            "INSERT INTO mixed."
                + table
                + " (shop, no, amount, note, day) SELECT ELT(1 + seq % 3, 'Nord', 'Süd', 'west'),"
                + " seq, seq / 8, REPEAT('ü', seq % 50), '2026-01-01' FROM mixed.seq_1_to_300");
      }
    }
    writePipeline();
  }

  private void writePipeline() throws IOException {
    Path tables = Files.createDirectories(folder.resolve("pipeline/tables"));
    Files.writeString(
        folder.resolve("pipeline/pipeline.yaml"),
        "name: " + NAME + "\nsource: aurora\nwarehouse: warehouse\n",
        UTF_8);
    for (Map.Entry<String, String> mode : MODES.entrySet()) {
      StringBuilder file = new StringBuilder("id: " + mode.getKey() + "\ngroup: mixed\n");
      file.append("source: {database: mixed, table: ").append(mode.getKey()).append("}\n");
      file.append("key: [shop, no]\nextraction: ").append(mode.getValue()).append("\ncolumns:\n");
      columns.forEach(
          (name, type) -> file.append("  '").append(name).append("': ").append(type).append('\n'));
      Files.writeString(tables.resolve(mode.getKey() + ".yaml"), file, UTF_8);
    }
  }

  /** Whether bronze wants files that Spark alone writes; small changes then go as large ones do. */
  void bySpark(boolean wanted) {
    for (String table : MODES.keySet()) {
      new SandboxLake(sandbox)
          .set(
              "bronze_" + NAME + "." + table,
              "write.parquet.compression-codec",
              wanted ? "snappy" : "zstd");
    }
  }

  /** Statements that look through a table do not wait for rows of an open transaction. */
  Connection open() throws SQLException {
    Connection connection = sandbox.aurora();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    return connection;
  }

  /** A row in each table, in a transaction that the caller ends. */
  void lateRow(Statement statement, Random random) throws SQLException {
    for (String table : MODES.keySet()) {
      statement.execute(
          "REPLACE INTO mixed." + table + " (shop, no) VALUES ('late', " + random.nextInt(9) + ")");
    }
  }

  /** The same changes to each table, in one transaction or in many. */
  void change(Random random, int changes) throws SQLException {
    try (Connection source = open();
        Statement statement = source.createStatement()) {
      source.setAutoCommit(random.nextBoolean());
      for (int i = 0; i < changes; i++) {
        String change = change(random);
        for (String table : MODES.keySet()) {
          statement.execute(change.replace("TABLE", "mixed." + table));
        }
        if (!source.getAutoCommit() && random.nextInt(5) == 0) {
          source.commit();
        }
      }
      if (!source.getAutoCommit()) {
        source.commit();
      }
    }
  }

  private static String change(Random random) {
    int no = 1 + random.nextInt(KEYS);
    int other = 1 + random.nextInt(KEYS);
    String shop = List.of("Nord", "Süd", "west", "WEST", "Sud").get(random.nextInt(5));
    return switch (random.nextInt(7)) {
      case 0, 1 ->
          "REPLACE INTO TABLE (shop, no, amount, note) VALUES ('"
              + shop
              + "', "
              + no
              + ", "
              + random.nextInt(1000)
              + ", 'größe 🎈')";
      case 2 -> "UPDATE TABLE SET amount = amount + 1, day = NULL WHERE no = " + no;
      case 3 -> "UPDATE IGNORE TABLE SET no = " + other + " WHERE no = " + no;
      case 4 -> "DELETE FROM TABLE WHERE shop = '" + shop + "' AND no = " + no;
      case 5 -> "UPDATE IGNORE TABLE SET shop = '" + shop + "' WHERE no = " + no;
      default -> "UPDATE TABLE SET note = NULL WHERE no BETWEEN " + no + " AND " + (no + 3);
    };
  }

  /** A column that the tables did not have, at the source and in the declarations. */
  void addColumn() throws SQLException, IOException {
    String name = addColumnAtTheSource();
    columns.put(name, "int");
    writePipeline();
  }

  private String addColumnAtTheSource() throws SQLException {
    String name = "extra" + columns.size();
    try (Connection source = open();
        Statement statement = source.createStatement()) {
      for (String table : MODES.keySet()) {
        statement.execute(
            "ALTER TABLE mixed." + table + " ADD COLUMN " + name + " int DEFAULT 7 AFTER note");
      }
    }
    return name;
  }

  /**
   * Adds a column while a run goes on, which may fail because of it: readers see the rows that were
   * there before it, or those that the source has, and each value in its column.
   */
  void addColumnDuringARun(Random random, String when) throws Exception {
    Map<String, List<String>> before = new LinkedHashMap<>();
    try (Connection warehouse = sandbox.redshift()) {
      for (String table : MODES.keySet()) {
        before.put(table, rows(warehouse, "fallback_mixed." + table));
      }
    }
    Plumbline.Running run = start().awaitLog("started extract");
    run.endsWithin(Duration.ofMillis(random.nextInt(3_000)));
    String name = addColumnAtTheSource();
    Plumbline.Ended ended = run.await();
    assertThat(ended.code()).as(when + ended.all()).isNotIn(1, 51);
    try (Connection source = open();
        Connection warehouse = sandbox.redshift()) {
      for (String table : MODES.keySet()) {
        assertThat(rows(warehouse, "fallback_mixed." + table))
            .as(when + ", " + table + ended.all())
            .isIn(before.get(table), rows(source, "mixed." + table));
      }
    }
    columns.put(name, "int");
    writePipeline();
  }

  /** Writes until it is closed. */
  Writer writing(long seed) {
    return new Writer(seed);
  }

  final class Writer implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Integer> written;

    private Writer(long seed) {
      Random random = new Random(seed);
      written =
          thread.submit(
              () -> {
                int batches = 0;
                while (!stopped.get()) {
                  change(random, 3);
                  batches++;
                }
                return batches;
              });
    }

    void requireWritten() throws Exception {
      stopped.set(true);
      assertThat(written.get(1, TimeUnit.MINUTES)).isPositive();
    }

    @Override
    public void close() {
      stopped.set(true);
      thread.shutdown();
    }
  }

  Plumbline.Running start() {
    return plumbline.start(arguments());
  }

  /** Runs while the source may move; the copies of the replica may lag behind. */
  JsonNode run() {
    Plumbline.Ended ended = plumbline.run(arguments());
    JsonNode report = plumbline.report(NAME, "run");
    for (JsonNode step : report.path("steps")) {
      assertThat(step.path("status").asText()).as(step + ended.all()).isEqualTo("OK");
    }
    return report;
  }

  /** Runs on a source that stands still, and compares. */
  JsonNode runAndCompare(String when) throws SQLException {
    sandbox.control().awaitReplica();
    JsonNode report = run();
    for (JsonNode pair : report.path("reconcile")) {
      if (pair.path("pair").asText().contains("bronze")) {
        assertThat(pair.path("verdict").asText()).as(when + " " + pair).isEqualTo("MATCH");
      }
    }
    try (Connection source = open();
        Connection warehouse = sandbox.redshift()) {
      for (String table : MODES.keySet()) {
        assertThat(rows(warehouse, "fallback_mixed." + table))
            .as(when + ", " + table)
            .isEqualTo(rows(source, "mixed." + table));
      }
    }
    return report;
  }

  String message(JsonNode report, String table) {
    for (JsonNode step : report.path("steps")) {
      if (step.path("job").asText().equals("extract")
          && step.path("table").asText().equals("bronze_mixed." + table)) {
        return step.path("message").asText();
      }
    }
    throw new AssertionError("no extract step of " + table + " in " + report);
  }

  private List<String> rows(Connection connection, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT " + String.join(", ", columns.keySet()) + " FROM " + table)) {
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (String column : columns.keySet()) {
          Object value =
              column.equals("at")
                  ? result.getObject(column, LocalDateTime.class)
                  : result.getString(column);
          row.append(value).append('|');
        }
        rows.add(row.toString());
      }
    }
    rows.sort(null);
    return rows;
  }

  private List<String> arguments() {
    return List.of(
        "run",
        "--env",
        Plumbline.home().resolve("conf/env/local.yaml").toString(),
        "--pipeline",
        folder.resolve("pipeline").toString());
  }
}
