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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Extraction by a cursor: after each run bronze, and with it the fallback, holds what the source
 * holds, whatever was done to the rows since, and only what changed was read.
 */
@ExtendWith(SandboxExtension.class)
class IncrementalIT {
  private static final String NAME = "modes";
  private static final int ROWS = 2_000;
  private static final List<String> STEPS =
      List.of(
          "extract step read orders", "extract step write orders", "extract step publish orders");
  private static final Map<String, String> COLUMNS =
      Map.of(
          "orders", "id, amount, note", "lines", "shop, day, text", "events", "id, kind, seen_at");

  @TempDir Path folder;

  private Plumbline plumbline;
  private Sandbox sandbox;

  @Test
  void onlyWhatChangedIsReadAndNothingIsMissed(Sandbox shared) throws Exception {
    prepare(shared);
    try (Connection late = sandbox.aurora();
        Statement inTime = late.createStatement()) {
      late.setAutoCommit(false);
      inTime.execute("INSERT INTO modes.orders VALUES (9001, 1, 'late', '2026-01-04 23:55:00')");

      JsonNode first = run();
      assertThat(message(first, "extract", "bronze_modes.orders"))
          .isEqualTo("full: the first extraction");
      assertProven(first);

      late.commit();
    }
    onSource(
        "INSERT INTO modes.orders VALUES (9002, 2, 'new', '2026-01-06')",
        "INSERT INTO modes.orders VALUES (9003, 3, 'much too late', '2025-12-01')",
        "UPDATE modes.orders SET note = 'changed' WHERE id IN (3, 4)",
        "UPDATE modes.orders SET id = 9005 WHERE id = 5",
        "UPDATE modes.orders SET note = 'same instant', updated_at = '2026-01-05' WHERE id = 2000",
        "DELETE FROM modes.orders WHERE id IN (6, 7)",
        "UPDATE modes.lines SET text = 'b', changed = NULL WHERE shop = 'Nord'",
        "UPDATE modes.lines SET shop = 'süd' WHERE shop = 'Süd'",
        "DELETE FROM modes.events WHERE id IN (70000, 190000, 190001, 7000000000)",
        "DELETE FROM modes.paths WHERE changed = '2026-01-01' AND path > '00030'",
        "INSERT INTO modes.events VALUES (-5, 'too late', '2025-01-01'), (100000000000000, 'x',"
            + " '2025-01-01'), (200001, 'in time', '2026-01-06')");

    JsonNode second = run();
    assertThat(message(second, "extract", "bronze_modes.orders"))
        .as("9001, 9002, 9003, 3, 4, 9005, 2000; and 5, 6, 7 are gone")
        .isEqualTo("incremental: 7 rows written, 3 keys gone");
    assertThat(step(second, "extract", "bronze_modes.orders").path("rowsRead").asLong())
        .isEqualTo(7);
    assertThat(message(second, "extract", "bronze_modes.events"))
        .as("keys in several stretches, close together and far apart; 0 is within the overlap")
        .isEqualTo("incremental: 4 rows written, 4 keys gone");
    assertThat(message(second, "extract", "bronze_modes.paths"))
        .as("18 MB of keys, which are not kept in memory")
        .isEqualTo("incremental: 0 rows written, 29,971 keys gone");
    assertProven(second);

    JsonNode third = run();
    assertThat(message(third, "extract", "bronze_modes.orders"))
        .isEqualTo("incremental: nothing changed");
    assertThat(step(third, "extract", "bronze_modes.orders").path("rowsRead").asLong()).isZero();
    assertThat(step(third, "extract", "bronze_modes.lines").path("rowsRead").asLong()).isZero();
    assertThat(message(third, "extract", "bronze_modes.events"))
        .isEqualTo("incremental: nothing changed");
    assertProven(third);

    // What Spark alone writes as the table wants it goes the way of large changes.
    new SandboxLake(sandbox)
        .set("bronze_modes.orders", "write.parquet.compression-codec", "snappy");
    onSource(
        "UPDATE modes.orders SET note = 'by Spark' WHERE id IN (10, 11)",
        "DELETE FROM modes.orders WHERE id = 12");
    JsonNode fourth = run();
    assertThat(message(fourth, "extract", "bronze_modes.orders"))
        .as("10 and 11; and 3, 4 and 9005, which are within the overlap; and 12 is gone")
        .isEqualTo("incremental: 5 rows written, 1 key gone");
    assertProven(fourth);
    new SandboxLake(sandbox).set("bronze_modes.orders", "write.parquet.compression-codec", "zstd");

    for (String step : Boolean.getBoolean("plumbline.kills.each") ? STEPS : STEPS.subList(1, 2)) {
      killed(step);
    }
  }

  /** Of a run that is killed nothing is seen, or all of what it published. */
  private void killed(String step) throws SQLException {
    int id = 100 + 2 * STEPS.indexOf(step);
    onSource(
        "UPDATE modes.orders SET note = 'changed again' WHERE id = " + id,
        "DELETE FROM modes.orders WHERE id = " + (id + 1),
        "UPDATE modes.orders SET note = CONCAT(note, '!'), updated_at = updated_at WHERE id = 1990",
        "INSERT INTO modes.orders VALUES (" + (id + 20_000) + ", 2, 'new', NOW(6))");
    plumbline.start(arguments("extract")).awaitLog(step).kill();

    JsonNode next = run("--backfill", "2026-01-04..2026-01-05");
    assertProven(next);
    assertThat(step(next, "extract", "bronze_modes.orders").path("rowsRead").asLong())
        .as("with the day before the fifth, where a row was changed behind the cursor's back")
        .isBetween(24L, 40L);
  }

  private void prepare(Sandbox shared) throws SQLException, IOException {
    sandbox = shared;
    plumbline = new Plumbline(sandbox, folder).inThisJvm();
    onSource(
        "DROP DATABASE IF EXISTS modes",
        "CREATE DATABASE modes",
        "CREATE TABLE modes.orders (id BIGINT PRIMARY KEY, amount DECIMAL(9,2), note TEXT,"
            + " updated_at DATETIME(6) ON UPDATE CURRENT_TIMESTAMP(6), KEY (updated_at))",
        "INSERT INTO modes.orders SELECT seq, seq * 1.5, CONCAT('note ', seq),"
            + " '2026-01-05' - INTERVAL (2000 - seq) HOUR FROM modes.seq_1_to_"
            + ROWS,
        "CREATE TABLE modes.lines (shop VARCHAR(20) NOT NULL, day DATE NOT NULL, text VARCHAR(40),"
            + " changed TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP, PRIMARY KEY (shop, day))",
        "INSERT INTO modes.lines VALUES ('Nord', '2026-01-01', 'a', '2026-01-01'), ('Nord',"
            + " '2026-01-02', 'b', NULL), ('Süd', '1969-12-31', 'c', '2026-01-02'), ('West',"
            + " '2026-01-02', 'd', '2026-01-01')",
        "CREATE TABLE modes.events (id BIGINT PRIMARY KEY, kind VARCHAR(20), seen_at DATETIME(6),"
            + " KEY (seen_at))",
        "INSERT INTO modes.events SELECT seq, 'close', '2026-01-01' FROM modes.seq_1_to_200000",
        "INSERT INTO modes.events SELECT seq * 1000000000, 'far', '2026-01-01' FROM"
            + " modes.seq_1_to_1000",
        "INSERT INTO modes.events VALUES (0, 'newest', '2026-01-02')",
        "CREATE TABLE modes.paths (path VARCHAR(700) PRIMARY KEY, changed DATETIME(6), KEY"
            + " (changed))",
        "INSERT INTO modes.paths SELECT CONCAT(LPAD(seq, 5, '0'), REPEAT('x', 600)), '2026-01-01'"
            + " FROM modes.seq_1_to_30000",
        "INSERT INTO modes.paths VALUES ('newest', '2026-01-02')");
    Path tables = Files.createDirectories(folder.resolve("pipeline/tables"));
    Files.writeString(
        folder.resolve("pipeline/pipeline.yaml"),
        "name: modes\nsource: aurora\nwarehouse: warehouse\n",
        UTF_8);
    Files.writeString(
        tables.resolve("orders.yaml"),
        """
        id: orders
        source: {database: modes, table: orders}
        key: [id]
        columns: {id: bigint not null, amount: "decimal(9,2)", note: text, updated_at: datetime(6)}
        extraction: {mode: incremental, cursor: updated_at}
        """,
        UTF_8);
    Files.writeString(
        tables.resolve("events.yaml"),
        """
        id: events
        source: {database: modes, table: events}
        key: [id]
        columns: {id: bigint not null, kind: varchar(20), seen_at: datetime(6)}
        extraction: {mode: incremental, cursor: seen_at, splitRows: 50000}
        """,
        UTF_8);
    Files.writeString(
        tables.resolve("paths.yaml"),
        """
        id: paths
        source: {database: modes, table: paths}
        key: [path]
        columns: {path: varchar(700) not null, changed: datetime(6)}
        extraction: {mode: incremental, cursor: changed}
        publish: {fallback: false}
        """,
        UTF_8);
    Files.writeString(
        tables.resolve("lines.yaml"),
        """
        id: lines
        source: {database: modes, table: lines}
        key: [shop, day]
        columns: {shop: varchar(20) not null, day: date not null, text: varchar(40), changed: timestamp}
        extraction: {mode: incremental, cursor: changed, overlap: 1h, deletes: digest}
        """,
        UTF_8);
  }

  private JsonNode run(String... more) {
    Plumbline.Ended ended = plumbline.run(arguments("run", more));
    assertThat(ended.code()).as(ended.all()).isZero();
    return plumbline.report(NAME, "run");
  }

  /** All pairs of copies match, and the fallback is what the source is. */
  private void assertProven(JsonNode report) throws SQLException {
    assertThat(report.path("reconcile")).isNotEmpty();
    for (JsonNode pair : report.path("reconcile")) {
      assertThat(pair.path("verdict").asText()).as(pair.toString()).isEqualTo("MATCH");
    }
    for (String table : COLUMNS.keySet()) {
      assertThat(fallback(table)).as(table).isEqualTo(source(table));
    }
  }

  private static JsonNode step(JsonNode report, String job, String table) {
    for (JsonNode step : report.path("steps")) {
      if (step.path("job").asText().equals(job) && step.path("table").asText().equals(table)) {
        return step;
      }
    }
    throw new AssertionError("no step " + job + " " + table + " in " + report);
  }

  private static String message(JsonNode report, String job, String table) {
    return step(report, job, table).path("message").asText();
  }

  private List<String> source(String table) throws SQLException {
    try (Connection aurora = sandbox.aurora()) {
      return read(aurora, NAME + "." + table, table);
    }
  }

  private List<String> fallback(String table) throws SQLException {
    try (Connection redshift = sandbox.redshift()) {
      return read(redshift, "fallback_" + NAME + "." + table, table);
    }
  }

  private static List<String> read(Connection connection, String from, String table)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT " + COLUMNS.get(table) + " FROM " + from)) {
      while (result.next()) {
        rows.add(result.getString(1) + "|" + result.getString(2) + "|" + result.getString(3));
      }
    }
    rows.sort(null);
    return rows;
  }

  private void onSource(String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<String> arguments(String job, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--env", Plumbline.home().resolve("conf/env/local.yaml").toString()));
    arguments.addAll(List.of("--pipeline", folder.resolve("pipeline").toString()));
    return arguments;
  }
}
