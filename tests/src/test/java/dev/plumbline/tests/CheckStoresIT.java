package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Checks of stores that nothing of ours fills: MySQL, PostgreSQL and Redshift, two at a time. */
@ExtendWith(SandboxExtension.class)
class CheckStoresIT {
  private static final String COPY = "check_copies";

  @TempDir Path folder;

  @BeforeEach
  void fill(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      statement.execute("CREATE OR REPLACE DATABASE check_mysql");
      statement.execute("USE check_mysql");
      statement.execute(
          "CREATE TABLE check_mysql.people (id bigint unsigned PRIMARY KEY, name varchar(40),"
              + " code char(36), active tinyint(1), balance decimal(12,2), rate double,"
              + " born date, seen datetime(6), doc json, photo varbinary(20))");
      statement.execute(
          "INSERT INTO check_mysql.people SELECT seq, CONCAT('Zoë ', seq), CONCAT('00000000-0000-"
              + "4000-8000-', LPAD(seq, 12, '0')), seq % 2, seq / 4, seq / 3e0, '2026-02-28',"
              + " '2026-07-01 12:00:00.125', CONCAT('{\"b\": 1, \"a\": ', seq, '}'),"
              + " UNHEX(LPAD(HEX(seq), 4, '0')) FROM seq_1_to_1500");
    }
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + COPY + " CASCADE");
      statement.execute("CREATE SCHEMA " + COPY);
      statement.execute(
          "CREATE TABLE check_copies.people (id numeric(20,0) PRIMARY KEY, name text, code uuid,"
              + " active boolean, balance numeric(14,4), rate double precision, born date,"
              + " seen timestamp with time zone, doc jsonb, photo bytea)");
      statement.execute(
          "INSERT INTO check_copies.people SELECT n, 'Zoë ' || n, CAST('00000000-0000-4000-8000-'"
              + " || LPAD(n::text, 12, '0') AS uuid), n % 2 = 1, n / 4.0, n / 3.0::float8,"
              + " '2026-02-28', '2026-07-01 12:00:00.125Z', CAST('{\"a\": ' || n || ', \"b\": 1}'"
              + " AS jsonb), DECODE(LPAD(TO_HEX(n), 4, '0'), 'hex') FROM generate_series(1, 1500)"
              + " AS n");
      statement.execute("GRANT USAGE ON SCHEMA check_copies TO rs_everyone");
      statement.execute("GRANT SELECT ON check_copies.people TO rs_everyone");
    }
  }

  @Test
  void mySqlAgainstPostgres(Sandbox sandbox) throws SQLException {
    Plumbline plumbline = postgresAs("TARGET", sandbox, new Plumbline(sandbox, folder));
    List<String> command =
        List.of(
            "check",
            "--env",
            Plumbline.home().resolve("conf/env/local.yaml").toString(),
            "--source",
            "aurora",
            "--target",
            sandbox.endpoints().postgres().url(),
            "--schema",
            "check_mysql:" + COPY,
            "--json");

    Plumbline.Ended same = plumbline.run(command);
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement()) {
      statement.execute("DELETE FROM check_copies.people WHERE id = 700");
      statement.execute("UPDATE check_copies.people SET active = true WHERE id = 4");
      statement.execute("UPDATE check_copies.people SET rate = rate + 1e-9 WHERE id = 1499");
    }
    Plumbline.Ended other = plumbline.run(command);

    assertThat(same.code()).as(same.all()).isZero();
    JsonNode people = CheckFixture.comparison(CheckFixture.json(same), "people");
    assertThat(people.path("pair").asText()).isEqualTo("source/target");
    assertThat(people.path("verdict").asText()).isEqualTo("MATCH");
    assertThat(people.path("columnsProven").asText()).isEqualTo("10 of 10, 2 by spark");
    assertThat(other.code()).as(other.all()).isEqualTo(40);
    assertThat(CheckFixture.comparison(CheckFixture.json(other), "people").path("sampleKeys"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("700", "4", "1499");
    assertThat(other.err()).contains("1 row missing in the target, 2 rows changed");
  }

  @Test
  void postgresAgainstRedshift(Sandbox sandbox) {
    Plumbline plumbline = postgresAs("SOURCE", sandbox, new Plumbline(sandbox, folder));

    Plumbline.Ended ended =
        plumbline.run(
            List.of(
                "check",
                "--env",
                Plumbline.home().resolve("conf/env/local.yaml").toString(),
                "--source",
                sandbox.endpoints().postgres().url(),
                "--target",
                "warehouse",
                "--schema",
                COPY,
                "--digest",
                "strong",
                "--json"));

    JsonNode people = CheckFixture.comparison(CheckFixture.json(ended), "people");
    assertThat(people.path("verdict").asText()).as(ended.all()).isEqualTo("MATCH");
    assertThat(people.path("left").path("rows").asLong()).isEqualTo(1500);
    assertThat(ended.code()).isZero();
  }

  private static Plumbline postgresAs(String side, Sandbox sandbox, Plumbline plumbline) {
    Endpoints.Database postgres = sandbox.endpoints().postgres();
    return plumbline
        .with("PLUMBLINE_" + side + "_USER", postgres.user())
        .with("PLUMBLINE_" + side + "_PASSWORD", postgres.password());
  }
}
