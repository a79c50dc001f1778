package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A check of a source and its zero-ETL replica as a person starts it, without a pipeline. */
@ExtendWith(SandboxExtension.class)
class CheckIT {
  @TempDir Path folder;

  @Test
  void everyTableGetsItsVerdictAndEveryDifferenceIsNamed(Sandbox sandbox) throws SQLException {
    CheckFixture fixture = new CheckFixture(sandbox, folder, "check_all");
    fixture.onSource(
        "CREATE TABLE $S.orders (id int PRIMARY KEY, note varchar(40))",
        "INSERT INTO $S.orders SELECT seq, CONCAT('note ', seq) FROM seq_1_to_200",
        "CREATE TABLE $S.customers (code varchar(20) PRIMARY KEY, amount decimal(10,2), born date,"
            + " seen timestamp(3) NULL, rate double, doc json)",
        "INSERT INTO $S.customers SELECT CONCAT('c', seq), seq / 4, '2026-01-01', '2026-07-01"
            + " 12:00:00.125', seq / 3, CONCAT('{\"b\": 1, \"a\": ', seq, '}') FROM seq_1_to_100",
        "CREATE TABLE $S.empty_one (id bigint unsigned PRIMARY KEY)",
        "CREATE TABLE $S.keyless (a int, b int)",
        "CREATE TABLE $S.files (id int PRIMARY KEY, content blob)");
    sandbox.control().awaitReplica();
    fixture.onReplica(
        "DELETE FROM $S.orders WHERE id IN (7, 8, 150)",
        "UPDATE $S.orders SET note = 'other' WHERE id = 42",
        "INSERT INTO $S.orders (id, note) VALUES (1000, 'extra')");

    Plumbline.Ended ended = fixture.check();

    assertThat(ended.code()).as(ended.all()).isEqualTo(40);
    JsonNode report = fixture.report();
    assertThat(CheckFixture.verdicts(report))
        .containsExactlyInAnyOrder(
            "orders MISMATCH",
            "customers MATCH",
            "empty_one MATCH",
            "keyless NOT_COMPARABLE",
            "files NOT_COMPARABLE");
    assertThat(fixture.differences(report, "orders"))
        .containsExactly("changed 42", "extra 1000", "missing 150", "missing 7", "missing 8");
    assertThat(CheckFixture.comparison(report, "customers").path("columnsProven").asText())
        .isEqualTo("6 of 6, 2 by spark");
    assertThat(ended.out())
        .containsPattern("2 equal as of \\d\\d:\\d\\d:\\d\\dZ · 1 differ · 2 not replicated")
        .contains("(BLOB 1, no key 1)")
        .containsPattern("orders +3 rows missing on the replica, 1 row extra on the replica")
        .contains("next: bin/plumbline resync orders")
        .containsPattern("Read [0-9.]+ KB from the source over \\d connections?\\.")
        .contains("Nothing was written anywhere.");
    assertThat(
            folder.resolve(".plumbline/reports/" + report.path("runId").asText() + "/report.html"))
        .content()
        .contains("orders", "resync orders");
  }

  @Test
  void withoutASystemViewItSaysWhichAndGoesOn(Sandbox sandbox) throws SQLException, IOException {
    CheckFixture fixture = new CheckFixture(sandbox, folder, "check_blind");
    fixture.onSource(
        "CREATE TABLE $S.good (id int PRIMARY KEY, v varchar(10))",
        "INSERT INTO $S.good VALUES (1, 'a'), (2, 'b')",
        "CREATE TABLE $S.bad LIKE $S.good",
        "INSERT INTO $S.bad VALUES (1, 'a'), (2, 'b')",
        "CREATE TABLE $S.keyless (a int)",
        "CREATE OR REPLACE USER 'check_reader'@'%' IDENTIFIED BY 'only-for-this-test'",
        "GRANT SELECT ON $S.* TO 'check_reader'@'%'");
    sandbox.control().awaitReplica();
    fixture.onReplica("DELETE FROM $S.bad WHERE id = 2");
    Path env =
        fixture.environment(
            "${sandbox:aurora.reader.user}", "check_reader",
            "sandbox:aurora.reader.password", "env:CHECK_PASSWORD",
            "${sandbox:redshift.etl.user}", sandbox.endpoints().redshift().reader().user(),
            "sandbox:redshift.etl.password", "sandbox:redshift.reader.password");
    fixture.plumbline.with("CHECK_PASSWORD", "only-for-this-test");

    Plumbline.Ended ended = fixture.plumbline.run(fixture.arguments(env, "--json"));

    // Nobody can tell whether what differs is on its way, so it is no difference, and no match.
    assertThat(ended.code()).as(ended.all()).isEqualTo(42);
    JsonNode report = CheckFixture.json(ended);
    assertThat(CheckFixture.verdicts(report))
        .containsExactlyInAnyOrder("good MATCH", "bad INCONCLUSIVE", "keyless NOT_COMPARABLE");
    assertThat(CheckFixture.comparison(report, "good").path("verifiedThrough").isNull()).isTrue();
    assertThat(CheckFixture.comparison(report, "keyless").path("message").asText())
        .contains("its state is unknown");
    assertThat(report.path("replica").path("state").asText()).isEqualTo("unknown");
    assertThat(ended.err())
        .contains("SVV_INTEGRATION", "GRANT ROLE sys:monitor TO")
        .contains("GRANT REPLICATION CLIENT ON *.*");
  }

  @Test
  void aTableOnOneSideOnlyIsNamedWithTheSide(Sandbox sandbox) throws SQLException {
    CheckFixture fixture = new CheckFixture(sandbox, folder, "check_sides");
    fixture.onSource(
        "CREATE TABLE $S.both_sides (id int PRIMARY KEY)",
        "INSERT INTO $S.both_sides VALUES (1)",
        "CREATE TABLE $S.hidden (id int PRIMARY KEY)");
    sandbox.control().awaitReplica();
    fixture.onReplica(
        "CREATE TABLE $S.planted (id int)",
        "GRANT SELECT ON $S.planted TO rs_everyone",
        "DROP TABLE $S.hidden");

    Plumbline.Ended ended = fixture.check("--json");

    assertThat(ended.code()).as(ended.all()).isEqualTo(42);
    JsonNode report = CheckFixture.json(ended);
    assertThat(CheckFixture.verdicts(report))
        .containsExactlyInAnyOrder(
            "both_sides MATCH", "hidden NOT_COMPARABLE", "planted NOT_COMPARABLE");
    assertThat(CheckFixture.comparison(report, "planted").path("message").asText())
        .contains("on the target only");
    assertThat(CheckFixture.comparison(report, "hidden").path("message").asText())
        .contains("it is Synced, and SVV_ALL_COLUMNS does not show it");
  }

  @Test
  void aColumnThatCannotBeComparedIsLeftOutAndTheTableIsNot(Sandbox sandbox) throws SQLException {
    CheckFixture fixture = new CheckFixture(sandbox, folder, "check_types");
    fixture.onSource(
        "CREATE TABLE $S.mixed (id int PRIMARY KEY, day date, v varchar(10))",
        "INSERT INTO $S.mixed VALUES (1, '2026-01-01', 'a'), (2, '2026-01-02', 'b')");
    sandbox.control().awaitReplica();
    fixture.onReplica("ALTER TABLE $S.mixed DROP COLUMN day", "ALTER TABLE $S.mixed ADD day int");

    Plumbline.Ended same = fixture.check("--json");
    fixture.onReplica("UPDATE $S.mixed SET v = 'c' WHERE id = 2");
    Plumbline.Ended other = fixture.check("--json");

    assertThat(same.code()).as(same.all()).isZero();
    JsonNode mixed = CheckFixture.comparison(CheckFixture.json(same), "mixed");
    assertThat(mixed.path("verdict").asText()).isEqualTo("MATCH");
    assertThat(mixed.path("columnsProven").asText()).isEqualTo("2 of 3");
    assertThat(mixed.path("message").asText())
        .isEqualTo("not compared: day (date does not go with integer)");
    assertThat(other.code()).as(other.all()).isEqualTo(40);
    assertThat(fixture.differences(CheckFixture.json(other), "mixed")).containsExactly("changed 2");
  }

  @Test
  void aStoreThatGoesAwayIsNamedAndWhatWasFinishedIsKept(Sandbox sandbox) throws SQLException {
    CheckFixture fixture = new CheckFixture(sandbox, folder, "check_away");
    fixture.onSource(
        "CREATE TABLE $S.a_small (id int PRIMARY KEY)",
        "INSERT INTO $S.a_small VALUES (1)",
        "CREATE TABLE $S.big (id int PRIMARY KEY, v varchar(40))",
        "INSERT INTO $S.big SELECT seq, CONCAT('v', seq) FROM seq_1_to_60000",
        "CREATE TABLE $S.last_one (id int PRIMARY KEY, v varchar(40))",
        "INSERT INTO $S.last_one SELECT seq, CONCAT('v', seq) FROM seq_1_to_80000",
        "ANALYZE TABLE $S.a_small, $S.big, $S.last_one");
    sandbox.control().awaitReplica();
    String[] slowly = {"--parallel", "1", "--chunk-rows", "200"};

    Plumbline.Ended ended;
    try {
      Plumbline.Running running =
          fixture.plumbline.start(fixture.arguments(slowly)).awaitLog("finished chunk 2 of");
      sandbox.control().down("redshift");
      ended = running.await();
    } finally {
      sandbox.control().up("redshift");
    }

    assertThat(ended.code()).as(ended.all()).isEqualTo(50);
    JsonNode report = fixture.report();
    assertThat(CheckFixture.verdicts(report))
        .containsExactlyInAnyOrder("a_small MATCH", "big ERROR", "last_one INCONCLUSIVE");
    assertThat(CheckFixture.comparison(report, "big").path("message").asText())
        .contains("warehouse");
    assertThat(CheckFixture.comparison(report, "last_one").path("message").asText())
        .contains("not reached", "warehouse");
    assertThat(ended.out()).contains("1 failed", "--resume");

    Plumbline.Ended again = fixture.check("--resume");

    assertThat(again.code()).as(again.all()).isZero();
    assertThat(CheckFixture.verdicts(fixture.report()))
        .containsExactlyInAnyOrder("a_small MATCH", "big MATCH", "last_one MATCH");
    assertThat(again.out()).contains("1 finished before");
  }

  @Test
  void aRowThatThePacketLimitCutsIsAnErrorOfThatTableAlone(Sandbox sandbox) throws SQLException {
    CheckFixture fixture = new CheckFixture(sandbox, folder, "check_packet");
    StringBuilder columns = new StringBuilder("id int PRIMARY KEY");
    StringBuilder values = new StringBuilder("1");
    for (int i = 0; i < 8; i++) {
      columns.append(", c").append(i).append(" varchar(1000)");
      values.append(", REPEAT('x', 1000)");
    }
    fixture.onSource(
        "CREATE TABLE $S.wide (" + columns + ") CHARACTER SET utf8mb4",
        "INSERT INTO $S.wide VALUES (" + values + ")",
        "CREATE TABLE $S.narrow (id int PRIMARY KEY, v varchar(10))",
        "INSERT INTO $S.narrow VALUES (1, 'a')");
    sandbox.control().awaitReplica();

    Plumbline.Ended ended;
    fixture.onSource("SET GLOBAL max_allowed_packet = 7168");
    try {
      ended = fixture.check("--json");
    } finally {
      fixture.onSource("SET GLOBAL max_allowed_packet = 67108864");
    }

    assertThat(ended.code()).as(ended.all()).isEqualTo(20);
    JsonNode report = CheckFixture.json(ended);
    assertThat(CheckFixture.verdicts(report))
        .containsExactlyInAnyOrder("wide ERROR", "narrow MATCH");
    assertThat(CheckFixture.comparison(report, "wide").path("message").asText())
        .contains("max_allowed_packet");
  }

  @Test
  void theBudgetEndsACheckAndTheNextGoesOn(Sandbox sandbox) throws SQLException {
    CheckFixture fixture = new CheckFixture(sandbox, folder, "check_budget");
    fixture.onSource(
        "CREATE TABLE $S.small (id int PRIMARY KEY)",
        "INSERT INTO $S.small VALUES (1)",
        "CREATE TABLE $S.large (id int PRIMARY KEY, v varchar(40))",
        "INSERT INTO $S.large SELECT seq, CONCAT('v', seq) FROM seq_1_to_5000",
        "ANALYZE TABLE $S.small, $S.large");
    sandbox.control().awaitReplica();

    Plumbline.Ended first =
        fixture.check("--parallel", "1", "--chunk-rows", "1000", "--max-source-gb", "0.00006");

    assertThat(first.code()).as(first.all()).isEqualTo(41);
    assertThat(CheckFixture.verdicts(fixture.report()))
        .containsExactlyInAnyOrder("small MATCH", "large INCONCLUSIVE");
    assertThat(first.out()).contains("1 equal", "1 not reached", "check", "--resume");

    Plumbline.Ended second = fixture.check("--parallel", "1", "--chunk-rows", "1000", "--resume");

    assertThat(second.code()).as(second.all()).isZero();
    assertThat(CheckFixture.verdicts(fixture.report()))
        .containsExactlyInAnyOrder("small MATCH", "large MATCH");
    assertThat(fixture.comparison("large").path("left").path("rows").asLong()).isEqualTo(5000);
  }

  @Test
  void credentialsAreRefusedInAUrlAndReadFromTheEnvironment(Sandbox sandbox) throws SQLException {
    CheckFixture fixture = new CheckFixture(sandbox, folder, "check_url");
    fixture.onSource("CREATE TABLE $S.t (id int PRIMARY KEY)", "INSERT INTO $S.t VALUES (1), (2)");
    sandbox.control().awaitReplica();
    String place = sandbox.endpoints().aurora().url().replaceFirst("^jdbc:", "");
    String env = Plumbline.home().resolve("conf/env/local.yaml").toString();

    Plumbline.Ended refused =
        fixture.plumbline.run(
            List.of(
                "check",
                "--env",
                env,
                "--source",
                place.replace("//", "//me:hush@"),
                "--target",
                "replica"));
    Plumbline.Ended read =
        fixture
            .plumbline
            .with("PLUMBLINE_SOURCE_USER", sandbox.endpoints().aurora().reader().user())
            .with("PLUMBLINE_SOURCE_PASSWORD", sandbox.endpoints().aurora().reader().password())
            .run(
                List.of(
                    "check",
                    "--env",
                    env,
                    "--source",
                    place,
                    "--target",
                    "replica",
                    "--schema",
                    fixture.schema,
                    "--json"));

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.all()).contains("PLUMBLINE_SOURCE_PASSWORD").doesNotContain("hush");
    assertThat(read.code()).as(read.all()).isZero();
    assertThat(CheckFixture.verdicts(CheckFixture.json(read))).containsExactly("t MATCH");
    assertThat(Files.exists(folder.resolve(".plumbline/check"))).isTrue();
  }
}
