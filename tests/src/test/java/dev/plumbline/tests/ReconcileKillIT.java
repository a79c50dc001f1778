package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 of a run when a named chunk has been compared; the run that is given its id again comes
 * to what an undisturbed comparison comes to, and asks the source for no chunk that was finished.
 */
@ExtendWith(SandboxExtension.class)
class ReconcileKillIT {
  private static final int ROWS = 20_000;
  private static final int CHUNKS = 41;
  private static final String RUN = "killed-run";
  private static final String COPIES = "killed-copies";

  private static final String BIG =
      """
      id: big
      source: {database: kill_recon, table: big}
      key: [id]
      columns:
        id: int not null
        v: varchar(40)
        updated_at: timestamp
      publish: {fallback: false}
      reconcile:
        limits: {chunkRows: 500, connections: 2, chunkTime: 30s}
      """;

  private static final String COPIED =
      """
      id: copied
      source: {database: kill_recon, table: copied}
      key: [id]
      columns:
        id: int not null
        v: varchar(40)
      reconcile:
        limits: {chunkRows: 500}
      """;

  private static final String KINDS =
      """
      id: kinds
      source: {database: kill_recon, table: kinds}
      key: [id]
      columns:
        id: bigint unsigned not null
        flag: tinyint(1)
        price: decimal(12,2)
        rate: double
        small: float
        born: date
        seen: datetime(6)
        made: timestamp
        span: time(3)
        y: year
        doc: json
        photo: varbinary(20)
        bits: bit(5)
        code: char(4)
        name: varchar(40)
      publish: {fallback: false}
      """;

  @TempDir Path folder;

  @Test
  void aKilledRunGoesOnAfterItsLastChunk(Sandbox sandbox) throws SQLException, IOException {
    fill(sandbox);
    Plumbline plumbline = new Plumbline(sandbox, folder).inThisJvm();
    plumbline
        .start(arguments("run", "--run-id", RUN))
        .awaitLog(chunk(7, RUN, "big-source-replica"))
        .kill();

    long asked;
    Plumbline.Ended resumed;
    onSource(
        sandbox, "TRUNCATE mysql.general_log", "SET GLOBAL log_output = 'TABLE', general_log = ON");
    try {
      resumed = plumbline.run(arguments("run", "--run-id", RUN));
      asked = digestsAsked(sandbox);
    } finally {
      onSource(sandbox, "SET GLOBAL general_log = OFF");
    }
    JsonNode after = plumbline.report("kill_recon", "run");
    aKilledComparisonOfPublishedRows(sandbox, plumbline);
    Plumbline.Ended whole = plumbline.run(arguments("reconcile", "--run-id", COPIES));

    assertThat(resumed.code()).as(resumed.all()).isEqualTo(40);
    assertThat(whole.code()).as(whole.all()).isEqualTo(40);
    assertThat(asked).isBetween(1L, CHUNKS - 8L);
    assertThat(comparable(after))
        .isEqualTo(comparable(plumbline.report("kill_recon", "reconcile")));
    assertThat(pair(after).path("message").asText())
        .isEqualTo(
            "2 rows missing on the right, all committed 2026-10-03 02:11-02:14Z by updated_at,"
                + " 3 rows changed, all committed 2026-10-02 00:00Z by updated_at");
    assertThat(resumed.all()).contains("all committed 2026-10-03 02:11-02:14Z");
    JsonNode copied =
        pair(plumbline.report("kill_recon", "reconcile"), "copied", "bronze/fallback");
    assertThat(copied.path("left").path("rows").asInt()).isEqualTo(6_000);
    assertThat(copied.path("sampleKeys")).extracting(JsonNode::asText).containsExactly("5999");
    assertTheLakeCanBeChecked(sandbox, plumbline);
  }

  private static String chunk(int number, String run, String comparison) {
    return "finished chunk %d of s3://plumbline/state/progress/kill_recon/%s/%s-"
        .formatted(number, run, comparison);
  }

  /** What becomes wrong in a chunk that was compared already is for the next run to find. */
  private void aKilledComparisonOfPublishedRows(Sandbox sandbox, Plumbline plumbline)
      throws SQLException, IOException {
    inWarehouse(sandbox, "UPDATE fallback_kill_recon.copied SET v = 'wrong' WHERE id = 5999");
    plumbline
        .start(arguments("reconcile", "--run-id", COPIES, "--select", "copied"))
        .awaitLog(chunk(2, COPIES, "copied-bronze-fallback"))
        .kill();
    inWarehouse(sandbox, "UPDATE fallback_kill_recon.copied SET v = 'later' WHERE id = 1");
  }

  /** Bronze, which the run has filled, as a store of a check. */
  private static void assertTheLakeCanBeChecked(Sandbox sandbox, Plumbline plumbline)
      throws SQLException {
    onSource(sandbox, "UPDATE kill_recon.big SET v = 'later' WHERE id = 77");
    Plumbline.Ended check =
        plumbline.run(
            List.of(
                "check",
                "--env",
                Plumbline.home().resolve("conf/env/local.yaml").toString(),
                "--source",
                "aurora",
                "--target",
                "lake",
                "--schema",
                "kill_recon:bronze_kill_recon",
                "--json"));
    assertThat(check.code()).as(check.all()).isEqualTo(40);
    JsonNode report = CheckFixture.json(check);
    assertThat(CheckFixture.verdicts(report))
        .containsExactlyInAnyOrder("big MISMATCH", "kinds MATCH", "copied MATCH");
    assertThat(CheckFixture.comparison(report, "kinds").path("columnsProven").asText())
        .isEqualTo("15 of 15, 3 by spark");
    JsonNode big = CheckFixture.comparison(report, "big");
    assertThat(big.path("right").path("store").asText()).isEqualTo("lake bronze_kill_recon.big");
    assertThat(big.path("sampleKeys")).extracting(JsonNode::asText).containsExactly("77");
  }

  private static void fill(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      statement.execute("CREATE OR REPLACE DATABASE kill_recon");
      statement.execute("USE kill_recon");
      statement.execute("SET time_zone = '+00:00'");
      statement.execute(
          "CREATE TABLE big (id int PRIMARY KEY, v varchar(40), updated_at timestamp NULL)");
      statement.execute(
          "INSERT INTO big SELECT seq, CONCAT('v', seq), CASE seq"
              + " WHEN 5 THEN '2026-10-03 02:11:09' WHEN 19999 THEN '2026-10-03 02:14:00'"
              + " ELSE '2026-10-02' END FROM seq_1_to_"
              + ROWS);
    }
    kinds(sandbox);
    onSource(
        sandbox,
        "USE kill_recon",
        "CREATE TABLE kill_recon.copied (id int PRIMARY KEY, v varchar(40))",
        "INSERT INTO kill_recon.copied SELECT seq, 'same' FROM seq_1_to_6000");
    sandbox.control().awaitReplica();
    inWarehouse(
        sandbox,
        "DELETE FROM \"zeroetl$kill_recon\".big WHERE id IN (5, 19999)",
        "UPDATE \"zeroetl$kill_recon\".big SET v = 'other' WHERE id IN (900, 10000, 10001)");
  }

  private static void inWarehouse(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void kinds(Sandbox sandbox) throws SQLException {
    onSource(
        sandbox,
        "CREATE TABLE kill_recon.kinds (id bigint unsigned PRIMARY KEY, flag tinyint(1),"
            + " price decimal(12,2), rate double, small float, born date, seen datetime(6),"
            + " made timestamp NULL, span time(3), y year, doc json, photo varbinary(20),"
            + " bits bit(5), code char(4), name varchar(40))",
        "INSERT INTO kill_recon.kinds VALUES (18446744073709551615, 1, 12.50, 0.1, 0.1,"
            + " '2026-02-28', '2026-07-01 12:00:00.125', '2026-07-01 12:00:00',"
            + " '-12:30:00.5', 2026, '{\"b\": 1, \"a\": [1, 2]}', x'00ff', b'10101', 'ab', 'Zoë ')",
        "INSERT INTO kill_recon.kinds (id) VALUES (7)");
  }

  private static void onSource(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** How often the source was asked for the digests of a chunk, by its own log. */
  private static long digestsAsked(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*) FROM mysql.general_log WHERE command_type IN ('Execute', 'Query')"
                    + " AND argument LIKE '%`kill_recon`.`big`%GROUP BY 1%'"
                    + " AND argument NOT LIKE '%general_log%'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private List<String> arguments(String job, String... more) throws IOException {
    Path pipeline = folder.resolve("pipeline");
    Files.createDirectories(pipeline.resolve("tables"));
    Files.writeString(
        pipeline.resolve("pipeline.yaml"),
        "name: kill_recon\nsource: aurora\nwarehouse: warehouse\n",
        UTF_8);
    Files.writeString(pipeline.resolve("tables/big.yaml"), BIG, UTF_8);
    Files.writeString(pipeline.resolve("tables/kinds.yaml"), KINDS, UTF_8);
    Files.writeString(pipeline.resolve("tables/copied.yaml"), COPIED, UTF_8);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                job,
                "--env",
                Plumbline.home().resolve("conf/env/local.yaml").toString(),
                "--pipeline",
                pipeline.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static JsonNode pair(JsonNode report) {
    return pair(report, "big", "source/replica");
  }

  private static JsonNode pair(JsonNode report, String table, String pair) {
    for (JsonNode each : report.path("reconcile")) {
      if (each.path("table").asText().equals(table) && each.path("pair").asText().equals(pair)) {
        return each;
      }
    }
    throw new AssertionError("no " + table + " " + pair + " in " + report);
  }

  /** A comparison without what depends on when it was made. */
  private static JsonNode comparable(JsonNode report) {
    ObjectNode comparison = (ObjectNode) pair(report).deepCopy();
    comparison.remove(List.of("seconds", "rungs", "verifiedThrough", "verifiedAt"));
    ((ObjectNode) comparison.path("left")).remove("asOf");
    ((ObjectNode) comparison.path("right")).remove("asOf");
    return comparison;
  }
}
