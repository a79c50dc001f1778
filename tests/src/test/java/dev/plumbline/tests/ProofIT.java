package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Extraction proves what it wrote while the source is being written to, or shows nothing of it. */
@ExtendWith(SandboxExtension.class)
class ProofIT {
  private static final String TABLE =
      """
      id: %1$s
      source: {database: proof, table: %1$s}
      key: [id]
      columns: {id: bigint not null, %3$samount: bigint}
      publish: {fallback: %2$s}
      """;

  @TempDir Path folder;

  private Plumbline plumbline;
  private Connection aurora;

  @BeforeEach
  void declareTables(Sandbox sandbox) throws SQLException, IOException {
    plumbline = new Plumbline(sandbox, folder).inThisJvm();
    aurora = sandbox.aurora();
    execute("DROP DATABASE IF EXISTS proof");
    execute("CREATE DATABASE proof");
    execute("USE proof");
    execute("CREATE TABLE busy (id bigint PRIMARY KEY, amount bigint)");
    execute("INSERT INTO busy SELECT seq, seq FROM seq_1_to_5000");
    // The clock is read anew for each place where the column stands: value and digest differ.
    execute(
        "CREATE VIEW fickle AS SELECT id,"
            + " CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED) AS amount FROM busy");
    Files.createDirectories(folder.resolve("conf/tables"));
    Files.writeString(
        folder.resolve("conf/pipeline.yaml"),
        "name: proof\nsource: aurora\nwarehouse: warehouse\n",
        StandardCharsets.UTF_8);
  }

  @AfterEach
  void close() throws SQLException {
    execute("DROP DATABASE proof");
    aurora.close();
  }

  @Test
  void aSourceThatIsBeingWrittenToIsProvenExactly(Sandbox sandbox) throws Exception {
    declare("busy", true);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    AtomicBoolean writing = new AtomicBoolean(true);
    Future<Integer> written = writer.submit(() -> write(sandbox, writing));
    Plumbline.Ended ended = run("run", "--run-id", "proof-busy");
    writing.set(false);
    assertThat(written.get()).as("rows written meanwhile").isPositive();
    writer.shutdown();

    JsonNode report = plumbline.report("proof", "run");
    JsonNode bronze = pair(report, "source/bronze");
    assertThat(bronze.path("verdict").asText()).as(ended.all()).isEqualTo("MATCH");
    assertThat(bronze.path("depth").asText()).isEqualTo("checksums");
    assertThat(bronze.path("columnsProven").asText()).isEqualTo("2 of 2");
    assertThat(bronze.path("verifiedThrough").asText())
        .isGreaterThanOrEqualTo(report.path("startedAt").asText())
        .isLessThanOrEqualTo(bronze.path("verifiedAt").asText());
    assertThat(pair(report, "bronze/fallback").path("verdict").asText()).isEqualTo("MATCH");

    Plumbline.Ended later = run("reconcile");
    assertThat(
            pair(plumbline.report("proof", "reconcile"), "source/bronze").path("verdict").asText())
        .as("bronze is what was read, though the source has moved on: " + later.all())
        .isEqualTo("MATCH");
  }

  @Test
  void rowsThatAreNotWhatTheSourceSaysAreNotShown() throws Exception {
    declare("fickle", false);
    Plumbline.Ended ended = run("extract", "--run-id", "proof-fickle");
    assertThat(ended.code()).as(ended.all()).isEqualTo(20);
    assertThat(ended.all())
        .contains(
            "Cannot extract proof.fickle: what was written is not what the source says it gave"
                + " (5000 rows, of which some differ), in each of 2 readings; nothing was"
                + " published");

    Files.writeString(
        folder.resolve("conf/tables/fickle.yaml"),
        "extraction: {proof: false}\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
    Plumbline.Ended unproven = run("extract", "--run-id", "proof-unproven");
    assertThat(unproven.code()).as(unproven.all()).isZero();
  }

  @Test
  void aSmallStepThatIsNotWhatTheSourceSaysIsNotShown(Sandbox sandbox) throws Exception {
    execute("CREATE TABLE mood (fickle boolean)");
    execute("INSERT INTO mood VALUES (false)");
    execute("CREATE TABLE written (id bigint PRIMARY KEY, at datetime(6), KEY (at))");
    execute(
        "INSERT INTO written SELECT seq, TIMESTAMPADD(SECOND, seq, '2026-01-01')"
            + " FROM seq_1_to_5000");
    execute(
        "CREATE VIEW moody AS SELECT id, at, IF((SELECT fickle FROM mood),"
            + " CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED), id) AS amount FROM written");
    declare("moody", false);
    Files.writeString(
        folder.resolve("conf/tables/moody.yaml"),
        "extraction: {mode: incremental, cursor: at, overlap: 0s}\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
    assertThat(run("extract", "--run-id", "moody-1").code()).isZero();

    execute("UPDATE written SET at = UTC_TIMESTAMP(6) WHERE id < 4");
    execute("UPDATE mood SET fickle = true");
    Plumbline.Ended ended = run("extract", "--run-id", "moody-2");
    assertThat(ended.code()).as(ended.all()).isEqualTo(20);
    assertThat(ended.all())
        .contains("Cannot extract proof.moody: ")
        .contains(", in each of 2 readings; nothing was published");
    assertThat(new Leftovers(sandbox).lake("proof")).isEmpty();

    execute("UPDATE mood SET fickle = false");
    Plumbline.Ended after = run("extract", "--run-id", "moody-3");
    assertThat(after.code()).as(after.all()).isZero();
    assertThat(plumbline.report("proof", "extract").at("/steps/0/message").asText())
        .contains("incremental: 4 rows written, 0 keys gone");
  }

  private int write(Sandbox sandbox, AtomicBoolean writing) throws SQLException {
    int rows = 0;
    try (Connection connection = sandbox.aurora();
        Statement statement = connection.createStatement()) {
      while (writing.get()) {
        int id = 1 + rows % 5_000;
        statement.execute("UPDATE proof.busy SET amount = amount + 1 WHERE id = " + id);
        statement.execute("INSERT INTO proof.busy VALUES (" + (10_000 + rows) + ", 0)");
        statement.execute("DELETE FROM proof.busy WHERE id = " + (9_000 + rows));
        rows++;
      }
    }
    return rows;
  }

  private Plumbline.Ended run(String job, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                job,
                "--env",
                Plumbline.home().resolve("conf/env/local.yaml").toString(),
                "--pipeline",
                folder.resolve("conf").toString()));
    arguments.addAll(List.of(more));
    return plumbline.run(arguments);
  }

  private void declare(String table, boolean fallback) throws IOException {
    Files.writeString(
        folder.resolve("conf/tables/" + table + ".yaml"),
        String.format(
            Locale.ROOT, TABLE, table, fallback, table.equals("moody") ? "at: datetime(6), " : ""),
        StandardCharsets.UTF_8);
  }

  private static JsonNode pair(JsonNode report, String pair) {
    for (JsonNode one : report.path("reconcile")) {
      if (one.path("pair").asText().equals(pair)) {
        return one;
      }
    }
    throw new AssertionError("no " + pair + " in " + report);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = aurora.createStatement()) {
      statement.execute(sql);
    }
  }
}
