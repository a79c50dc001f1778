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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Money moves between two tables, a transaction each, while a run reads one after the other: what
 * is published together adds up to what there is, in every mode.
 */
@ExtendWith(SandboxExtension.class)
class GroupMomentIT {
  private static final String NAME = "moments";
  private static final long MONEY = 100_000;

  @TempDir Path folder;

  private Sandbox sandbox;
  private Plumbline plumbline;

  @AfterEach
  void drop() throws SQLException {
    onSource("DROP DATABASE IF EXISTS moments");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{mode: full}|{mode: full}",
        "{mode: changes}|{mode: 'incremental', cursor: at, overlap: 10s}"
      })
  void whatIsReadMomentsApartIsBroughtToOneMoment(String checking, String savings, Sandbox shared)
      throws Exception {
    prepare(shared, checking, savings);
    run("run");

    JsonNode report;
    try (Transfers transfers = new Transfers(sandbox, NAME)) {
      report = run("run");
      assertThat(transfers.made()).isPositive();
    }

    assertThat(remark(report)).matches("at one moment; [12] tables? had changed since .*");
    assertThat(published()).isEqualTo(MONEY);
    for (JsonNode pair : report.path("reconcile")) {
      if (pair.path("pair").asText().contains("bronze")) {
        assertThat(pair.path("verdict").asText()).as(pair.toString()).isEqualTo("MATCH");
      }
    }
    assertThat(remark(run("extract", "--run-id", report.path("runId").asText())))
        .isEqualTo("this run had done it before");
    assertThat(remark(run("run"))).isEqualTo("at one moment");
    assertThat(published()).isEqualTo(MONEY);
  }

  @Test
  void whereTheLogDoesNotTellTheStepSaysSo(Sandbox shared) throws Exception {
    prepare(shared, "{mode: full}", "{mode: full}");
    onSource("ALTER TABLE moments.savings DROP PRIMARY KEY");
    Path savings = folder.resolve("pipeline/tables/savings.yaml");
    String text = Files.readString(savings, UTF_8);
    Files.writeString(savings, text.replace("key: [id]\n", "key: []\n"), UTF_8);

    assertThat(remark(run("extract")))
        .isEqualTo(
            "read moments apart: moments.savings has no key by which changed rows are found");
  }

  private void prepare(Sandbox shared, String checking, String savings)
      throws SQLException, IOException {
    sandbox = shared;
    plumbline = new Plumbline(sandbox, folder).inThisJvm();
    onSource(
        "DROP DATABASE IF EXISTS moments",
        "CREATE DATABASE moments",
        "CREATE TABLE moments.checking (id BIGINT PRIMARY KEY, balance BIGINT NOT NULL, at"
            + " DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE"
            + " CURRENT_TIMESTAMP(6), KEY (at))",
        "CREATE TABLE moments.savings LIKE moments.checking",
        "INSERT INTO moments.checking (id, balance) SELECT seq, 100 FROM moments.seq_1_to_500",
        "INSERT INTO moments.savings SELECT * FROM moments.checking");
    Path tables = Files.createDirectories(folder.resolve("pipeline/tables"));
    Files.writeString(
        folder.resolve("pipeline/pipeline.yaml"),
        "name: moments\nsource: aurora\nwarehouse: warehouse\nparallel: 1\n",
        UTF_8);
    declare(tables, "checking", checking);
    declare(tables, "savings", savings);
  }

  private static void declare(Path tables, String table, String extraction) throws IOException {
    Files.writeString(
        tables.resolve(table + ".yaml"),
        "id: "
            + table
            + "\ngroup: moments\nsource: {database: moments, table: "
            + table
            + "}\nkey: [id]\nextraction: "
            + extraction
            + "\ncolumns:\n  id: bigint not null\n  balance: bigint not null\n"
            + "  at: datetime(6) not null\n",
        UTF_8);
  }

  private JsonNode run(String job, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of("--env", Plumbline.home().resolve("conf/env/local.yaml").toString()));
    arguments.addAll(List.of("--pipeline", folder.resolve("pipeline").toString()));
    arguments.addAll(List.of(more));
    Plumbline.Ended ended = plumbline.run(arguments);
    JsonNode report = plumbline.report(NAME, job);
    assertThat(report.path("steps"))
        .as(ended.all())
        .isNotEmpty()
        .allSatisfy(step -> assertThat(step.path("status").asText()).isEqualTo("OK"));
    return report;
  }

  private static String remark(JsonNode report) {
    return StreamSupport.stream(report.path("steps").spliterator(), false)
        .filter(step -> step.path("table").asText().equals("group moments"))
        .map(step -> step.path("message").asText())
        .findFirst()
        .orElseThrow();
  }

  /** All money, as readers of the fallback see it. */
  private long published() throws SQLException {
    try (Connection redshift = sandbox.redshift();
        Statement statement = redshift.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (SELECT SUM(balance) FROM fallback_moments.checking)"
                    + " + (SELECT SUM(balance) FROM fallback_moments.savings)")) {
      row.next();
      return row.getLong(1);
    }
  }

  private void onSource(String... statements) throws SQLException {
    try (Connection source = sandbox.aurora();
        Statement statement = source.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
