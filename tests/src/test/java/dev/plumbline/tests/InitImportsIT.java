package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that is proposed for a schema of PostgreSQL runs as it stands. */
@ExtendWith(SandboxExtension.class)
class InitImportsIT {
  private static final String DATABASE = "init_imports";

  /** Names and types as people have them. */
  private static final List<String> SCHEMA =
      List.of(
          "CREATE SCHEMA \"My Shop\"",
          "CREATE TYPE \"My Shop\".mood AS ENUM ('glad', 'sad')",
          "CREATE DOMAIN \"My Shop\".money2 AS numeric(12,2)",
          "CREATE TABLE \"My Shop\".\"Order\" (id bigserial PRIMARY KEY, \"select\" varchar(30) NOT"
              + " NULL, total \"My Shop\".money2, ratio numeric, tiny smallint, pieces integer, flag"
              + " boolean, small real, large double precision, code char(3), uid uuid, at"
              + " timestamp(3), seen timestamptz, day date, starts time(0), zoned timetz, tags"
              + " text[], doc jsonb, feeling \"My Shop\".mood, host inet, data bytea, far"
              + " varchar(20000), free text, odd numeric(3,-2))",
          "INSERT INTO \"My Shop\".\"Order\" (\"select\", total, ratio, tiny, pieces, flag, small, large,"
              + " code, uid, at, seen, day, starts, zoned, tags, doc, feeling, host, data, far, free, odd)"
              + " SELECT 'Größe 😀 ' || n, n / 100.0, n / 7.0::numeric(20,9), n % 100, n, n % 2 = 0, 0.5,"
              + " n / 3.0, 'ab', CAST(LPAD(CAST(n AS text), 32, '0') AS uuid), '2026-03-29"
              + " 02:30:00.125', '2026-01-01 01:00:00+01', '1900-01-01', '12:30:00', '12:30:00+02',"
              + " '{a,NULL}', '{\"k\": 1.10}', 'sad', '10.0.0.1', '\\xff', 'f', NULL, 1234"
              + " FROM generate_series(1, 300) AS s(n)",
          "CREATE TABLE \"My Shop\".line (\"Order\" bigint, \"no\" int, text varchar(10), PRIMARY KEY"
              + " (\"Order\", \"no\"))",
          "INSERT INTO \"My Shop\".line VALUES (1, 1, ''), (1, 2, NULL), (2, 1, 'x')",
          "CREATE TABLE \"My Shop\".log (said text, at timestamptz)",
          "INSERT INTO \"My Shop\".log VALUES ('a', '2026-01-01Z'), ('a', '2026-01-01Z'), (NULL, NULL)",
          "CREATE TABLE \"My Shop\".nothing (id int PRIMARY KEY)",
          "CREATE VIEW \"My Shop\".seen AS SELECT * FROM \"My Shop\".log");

  @TempDir Path folder;

  private Sandbox sandbox;
  private Plumbline plumbline;

  @Test
  void aPipelineIsProposedAndRunsAsItStands(Sandbox shared) throws Exception {
    sandbox = shared;
    plumbline = new Plumbline(sandbox, folder).inThisJvm();
    fill();
    Path env = environment();
    List<String> init =
        List.of(
            "init",
            "--env",
            env.toString(),
            "--source",
            "crm",
            "--schema",
            "My Shop",
            "--out",
            folder.resolve("crm_shop").toString());

    Plumbline.Ended proposed = plumbline.run(init);
    assertThat(proposed.code()).as(proposed.all()).isZero();
    assertThat(proposed.all())
        .contains("log has no key; silver counts its equal rows")
        .contains("seen")
        .contains("4 tables, 4 models.");

    Plumbline.Ended run = plumbline.run(arguments("run", env));
    assertThat(run.code()).as(run.all()).isZero();
    for (JsonNode pair : plumbline.report("crm_shop", "run").path("reconcile")) {
      assertThat(pair.path("verdict").asText()).as(pair.toString()).isEqualTo("MATCH");
    }
    assertThat(
            silver(
                "SELECT id, \"select\", total, ratio, pieces, flag, code, uid, at, seen, day, starts,"
                    + " zoned, tags, doc, feeling, host, far, free, odd FROM silver.crm_shop_order WHERE id"
                    + " IN (2, 300)"))
        .containsExactly(
            "2|Größe 😀 2|0.02|0.28571428571428571429|2|1|ab|00000000-0000-0000-0000-000000000002"
                + "|2026-03-29 02:30:00.125|2026-01-01 00:00:00|1900-01-01|45000000000"
                + "|12:30:00+02|[\"a\",null]|{\"k\": 1.10}|sad|10.0.0.1/32|f|null|1200",
            "300|Größe 😀 300|3.00|42.8571428571428571|300|1|ab|00000000-0000-0000-0000-000000000300"
                + "|2026-03-29 02:30:00.125|2026-01-01 00:00:00|1900-01-01|45000000000"
                + "|12:30:00+02|[\"a\",null]|{\"k\": 1.10}|sad|10.0.0.1/32|f|null|1200");
    assertThat(silver("SELECT \"order\", \"no\", text FROM silver.crm_shop_line"))
        .containsExactly("1|1|", "1|2|null", "2|1|x");
    assertThat(silver("SELECT said, at, copies FROM silver.crm_shop_log"))
        .containsExactly("a|2026-01-01 00:00:00|2", "null|null|1");
    assertThat(silver("SELECT id FROM silver.crm_shop_nothing")).isEmpty();

    execute(List.of("ANALYZE \"My Shop\".\"Order\""));
    Plumbline.Ended again = plumbline.run(init);
    assertThat(again.code()).as(again.all()).isZero();
    assertThat(again.all()).contains("Nothing has changed");

    List<String> other = new ArrayList<>(init);
    other.set(init.indexOf("My Shop"), "public");
    other.add("--update");
    Plumbline.Ended refused = plumbline.run(other);
    assertThat(refused.code()).as(refused.all()).isEqualTo(2);
    assertThat(refused.all())
        .contains("was written for --source crm --schema My Shop; name another folder with --out");
  }

  private List<String> arguments(String job, Path env) {
    return List.of(
        job, "--env", env.toString(), "--pipeline", folder.resolve("crm_shop").toString());
  }

  private void fill() throws SQLException {
    try (Connection server = sandbox.postgres();
        Statement statement = server.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
      statement.execute("CREATE DATABASE " + DATABASE);
    }
    execute(SCHEMA);
  }

  private void execute(List<String> statements) throws SQLException {
    Endpoints.Database postgres = sandbox.endpoints().postgres();
    try (Connection database =
            DriverManager.getConnection(url(), postgres.user(), postgres.password());
        Statement statement = database.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private String url() {
    return sandbox.endpoints().postgres().url().replaceFirst("/warehouse$", "/" + DATABASE);
  }

  private Path environment() throws IOException {
    return Files.writeString(
        folder.resolve("env.yaml"),
        Files.readString(Plumbline.home().resolve("conf/env/local.yaml"), UTF_8)
            .replace(
                "endpoints:\n",
                "endpoints:\n  crm:\n    type: postgres\n    url: "
                    + url()
                    + "\n    login: {user: \"${sandbox:postgres.user}\","
                    + " secret: 'sandbox:postgres.password'}\n"),
        UTF_8);
  }

  private List<String> silver(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection redshift = sandbox.redshift();
        Statement statement = redshift.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)).replaceFirst("(:[0-9]{2})[.]0+$", "$1"));
        }
        rows.add(String.join("|", row));
      }
    }
    rows.sort(null);
    return rows;
  }
}
