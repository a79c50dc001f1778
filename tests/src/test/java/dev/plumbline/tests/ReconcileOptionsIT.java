package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a table's declaration says of its comparison, through the jobs as a person starts them. */
@ExtendWith(SandboxExtension.class)
class ReconcileOptionsIT {
  private static final String SECRET = "s3cr3t-of-";

  private static final String KNOWN =
      """
      id: known
      source: {database: opts, table: known}
      key: [id]
      columns:
        id: int not null
        notes: varchar(20)
        price: decimal(10,2)
      expect:
        - kind: mismatch
          columns: [notes]
          reason: the vendor's bug 17
          owner: dba
          until: 2999-01-01
      """;

  private static final String OPTIONS =
      """
      id: choices
      source: {database: opts, table: choices}
      key: [id]
      columns:
        id: int not null
        secret: varchar(40)
        price: decimal(10,2)
        seen: datetime
        junk: varchar(10)
        kind: varchar(5)
      reconcile:
        exclude: [junk]
        mask: [secret]
        filter: kind <> 'old'
        tolerance: {price: 0.05, seen: 2}
      """;

  private static final String RARE =
      """
      id: rare
      source: {database: opts, table: rare}
      key: [id]
      columns:
        id: int not null
      reconcile:
        tier: {depth: checksums, every: 1d}
        sample: 50%
      """;

  private static final String GROWS =
      """
      id: grows
      source: {database: opts, table: grows}
      key: [id]
      columns:
        id: int not null
        v: varchar(10)
        updated_at: datetime(6)
      reconcile:
        incremental: {cursor: updated_at, overlap: 10s}
      """;

  @TempDir Path folder;

  @Test
  void aDeclarationDecidesWhatIsComparedAndWhatIsLoud(Sandbox sandbox)
      throws SQLException, IOException {
    create(sandbox);
    Plumbline plumbline = new Plumbline(sandbox, folder).inThisJvm();
    Plumbline.Ended run = job(plumbline, "run");
    // 3 where the router waits for a proof of the table that is read by halves.
    assertThat(run.code()).as(run.all()).isIn(0, 3);
    assertAShareProvesNoTable(plumbline.report("opts", "run"));
    JsonNode first = pair(plumbline.report("opts", "run"), "grows", "source/replica");
    assertThat(first.path("increment").path("from").isNull()).as(first.toString()).isTrue();

    write(sandbox);
    plant(
        sandbox,
        "UPDATE \"zeroetl$opts\".grows SET v = 'spoilt' WHERE id = 5",
        "UPDATE \"zeroetl$opts\".known SET notes = 'x' WHERE id = 1",
        "UPDATE \"zeroetl$opts\".choices SET price = price + 0.04, junk = 'j' WHERE id = 2",
        "UPDATE \"zeroetl$opts\".choices SET seen = seen + interval '2 seconds' WHERE id = 9",
        "UPDATE \"zeroetl$opts\".choices SET secret = 'other-' || secret WHERE id IN (7, 8, 300)",
        "DELETE FROM \"zeroetl$opts\".choices WHERE kind = 'old'");
    Plumbline.Ended told = job(plumbline, "reconcile");
    assertEnds(told, 40);
    JsonNode report = plumbline.report("opts", "reconcile");
    assertKnown(told, pair(report, "known", "source/replica"));
    assertOptions(pair(report, "choices", "source/replica"));
    assertThat(pair(report, "choices", "source/bronze").path("verdict").asText())
        .isEqualTo("MATCH");
    assertNothingSecretIsWritten();
    assertNotDue(report);
    assertOnlyWhatWasWrittenIsRead(pair(report, "grows", "source/replica"));

    plant(
        sandbox,
        "UPDATE \"zeroetl$opts\".grows SET updated_at = '2019-01-01' WHERE id = 41",
        "DELETE FROM \"zeroetl$opts\".shrinks WHERE id = 7",
        "UPDATE \"zeroetl$opts\".known SET price = 99 WHERE id = 2",
        "DROP TABLE fallback_opts.known CASCADE");
    Plumbline.Ended worse = job(plumbline, "reconcile", "--select", "known,grows,shrinks");
    assertEnds(worse, 50);
    JsonNode last = plumbline.report("opts", "reconcile");
    assertOutsideIsLoudAndTheStoreThatFailedIsNamed(last);
    assertWhatIncrementsFind(last);
    assertThat(worse.all()).contains("proven through ", "Z, and not by this comparison");
  }

  private static void assertKnown(Plumbline.Ended told, JsonNode known) {
    assertThat(known.path("verdict").asText()).isEqualTo("MISMATCH");
    assertThat(known.path("quiet").asBoolean()).isTrue();
    assertThat(known.path("message").asText())
        .endsWith("known until 2999-01-01 (mismatch, owner dba): the vendor's bug 17");
    assertThat(told.all()).contains("1 known exception", "owner dba): the vendor's bug 17");
  }

  private static void assertOptions(JsonNode pair) {
    assertThat(pair.path("verdict").asText()).as(pair.toString()).isEqualTo("MISMATCH");
    assertThat(texts(pair.path("sampleKeys"))).containsExactly("7", "8", "300");
    assertThat(pair.path("evidence").path("columns"))
        .singleElement()
        .satisfies(column -> assertThat(column.path("column").asText()).isEqualTo("secret"));
    assertThat(pair.path("missingOnRight").asLong()).isZero();
    assertThat(pair.path("columnsProven").asText()).isEqualTo("5 of 6");
    assertThat(texts(pair.path("conditions")))
        .containsExactly(
            "without junk",
            "where kind <> 'old'",
            "price within 0.05 (used for 1 cell)",
            "seen within 2 (used for 1 cell)");
  }

  /** Neither the reports nor the files beside them hold a masked value. */
  private void assertNothingSecretIsWritten() throws IOException {
    List<Path> files;
    try (var walk = Files.walk(folder.resolve(".plumbline/reports"))) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    assertThat(files).anyMatch(file -> file.toString().endsWith("choices-source-replica.csv"));
    assertThat(files).anyMatch(file -> file.toString().endsWith("choices-source-replica.parquet"));
    for (Path file : files) {
      String text =
          file.toString().endsWith(".parquet")
              ? ParquetFiles.text(file)
              : Files.readString(file, UTF_8);
      assertThat(text).as(file.toString()).doesNotContain(SECRET);
    }
  }

  /** Half of the rows have been compared, so the table is proven through nothing yet. */
  private static void assertAShareProvesNoTable(JsonNode report) {
    JsonNode rare = pair(report, "rare", "source/replica");
    assertThat(rare.path("verdict").asText()).isEqualTo("MATCH");
    assertThat(rare.path("slice").path("number").asInt(-1)).isZero();
    assertThat(rare.path("slice").path("of").asInt()).isEqualTo(2);
    assertThat(rare.path("slice").path("through").isNull()).isFalse();
    assertThat(rare.path("verifiedThrough").isNull()).isTrue();
    assertThat(rare.path("left").path("rows").asInt()).isBetween(1, 39);
    assertThat(texts(rare.path("conditions")))
        .containsExactly("slice 1 of 2 by the hash of the key");
  }

  /** What the run found a moment ago spares the replica of this comparison. */
  private static void assertNotDue(JsonNode report) {
    assertThat(report.path("steps"))
        .anySatisfy(
            step -> {
              assertThat(step.path("table").asText()).isEqualTo("rare source/replica");
              assertThat(step.path("status").asText()).isEqualTo("OK");
              assertThat(step.path("message").asText())
                  .startsWith("not due: MATCH at checksums ")
                  .endsWith(" ago, compared every 1 d");
            });
    assertThat(report.path("reconcile"))
        .extracting(pair -> pair.path("table").asText() + " " + pair.path("pair").asText())
        .contains("rare source/bronze")
        .doesNotContain("rare source/replica");
  }

  /** A cell that was spoilt in a row that nobody wrote is what increments do not see. */
  private static void assertOnlyWhatWasWrittenIsRead(JsonNode grows) {
    assertThat(grows.path("verdict").asText()).as(grows.toString()).isEqualTo("MATCH");
    // The last ten seconds of then, with a row that has no time, and the two written since.
    assertThat(grows.path("left").path("rows").asInt()).isEqualTo(13);
    assertThat(grows.path("increment").path("from").asText()).isEqualTo("2020-01-01T00:00:30");
    assertThat(grows.path("increment").path("until").asText()).isEqualTo("2021-01-01T00:00:02");
    assertThat(grows.path("verifiedThrough").isNull()).isFalse();
    assertThat(texts(grows.path("conditions")))
        .singleElement()
        .asString()
        .startsWith(
            "rows with updated_at from 2020-01-01T00:00:30 on and the keys of all; all rows were"
                + " equal at ");
  }

  private static void assertWhatIncrementsFind(JsonNode report) {
    JsonNode grows = pair(report, "grows", "source/replica");
    assertThat(texts(grows.path("sampleKeys"))).containsExactly("41");
    assertThat(grows.path("changed").asInt()).as("row that one side has as old").isEqualTo(1);
    assertThat(grows.path("message").asText())
        .startsWith("1 row changed")
        .contains("; proven through ")
        .endsWith("Z, and not by this comparison");
    JsonNode shrinks = pair(report, "shrinks", "source/replica");
    assertThat(texts(shrinks.path("sampleKeys"))).containsExactly("7");
    assertThat(shrinks.path("missingOnRight").asInt()).isEqualTo(1);
  }

  private static void assertOutsideIsLoudAndTheStoreThatFailedIsNamed(JsonNode report) {
    JsonNode replica = pair(report, "known", "source/replica");
    assertThat(replica.path("quiet").asBoolean()).isFalse();
    assertThat(replica.path("message").asText()).endsWith("known: column price");
    JsonNode fallback = pair(report, "known", "bronze/fallback");
    assertThat(fallback.path("verdict").asText()).isEqualTo("ERROR");
    assertThat(fallback.path("message").asText())
        .startsWith("Cannot compare warehouse fallback_opts.known: ");
  }

  private static void create(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      statement.execute("CREATE DATABASE opts CHARACTER SET utf8mb4");
      statement.execute("USE opts");
      statement.execute(
          "CREATE TABLE opts.known (id int PRIMARY KEY, notes varchar(20), price decimal(10,2))");
      statement.execute("INSERT INTO opts.known VALUES (1, 'a', 1), (2, 'b', 2)");
      statement.execute(
          "CREATE TABLE opts.choices (id int PRIMARY KEY, secret varchar(40), price decimal(10,2),"
              + " seen datetime, junk varchar(10), kind varchar(5))");
      statement.execute("CREATE TABLE opts.rare (id int PRIMARY KEY)");
      statement.execute("INSERT INTO opts.rare SELECT seq FROM seq_1_to_40");
      for (String table : List.of("grows", "shrinks")) {
        statement.execute(
            "CREATE TABLE opts."
                + table
                + " (id int PRIMARY KEY, v varchar(10), updated_at datetime(6))");
        statement.execute(
            "INSERT INTO opts."
                + table
                + " SELECT seq, 'old', IF(seq = 39, NULL, '2020-01-01' + INTERVAL seq SECOND)"
                + " FROM seq_1_to_40");
      }
      for (int id : List.of(1, 2, 7, 8, 9, 300)) {
        statement.execute(
            String.format(
                java.util.Locale.ROOT,
                "INSERT INTO opts.choices VALUES (%d, '%s%d', 1.50, '2026-01-01 00:00:00', '', '%s')",
                id,
                SECRET,
                id,
                id == 1 ? "old" : "new"));
      }
    }
  }

  private static void write(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      statement.execute("INSERT INTO opts.grows VALUES (41, 'new', '2021-01-01 00:00:01')");
      statement.execute(
          "UPDATE opts.grows SET v = 'new', updated_at = '2021-01-01 00:00:02' WHERE id = 6");
    }
  }

  /** Changes copies behind the integration's back. */
  private static void plant(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Plumbline.Ended job(Plumbline plumbline, String job, String... more) throws IOException {
    Path pipeline = folder.resolve("pipeline");
    Files.createDirectories(pipeline.resolve("tables"));
    Files.writeString(
        pipeline.resolve("pipeline.yaml"),
        "name: opts\nsource: aurora\nwarehouse: warehouse\n",
        UTF_8);
    Files.writeString(pipeline.resolve("tables/known.yaml"), KNOWN, UTF_8);
    Files.writeString(pipeline.resolve("tables/choices.yaml"), OPTIONS, UTF_8);
    Files.writeString(pipeline.resolve("tables/rare.yaml"), RARE, UTF_8);
    Files.writeString(pipeline.resolve("tables/grows.yaml"), GROWS, UTF_8);
    Files.writeString(
        pipeline.resolve("tables/shrinks.yaml"), GROWS.replace("grows", "shrinks"), UTF_8);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                job,
                "--env",
                Plumbline.home().resolve("conf/env/local.yaml").toString(),
                "--pipeline",
                pipeline.toString()));
    arguments.addAll(List.of(more));
    return plumbline.run(arguments);
  }

  private static JsonNode pair(JsonNode report, String table, String pair) {
    for (JsonNode each : report.path("reconcile")) {
      if (each.path("table").asText().equals(table) && each.path("pair").asText().equals(pair)) {
        return each;
      }
    }
    throw new AssertionError("no " + table + " " + pair + " in " + report);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static void assertEnds(Plumbline.Ended ended, int code) {
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
  }
}
