package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.tests.Values.Column;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A schema that nobody prepared for Plumbline: init, preflight, run and reconcile as they come. */
@ExtendWith(SandboxExtension.class)
class ShopIT {
  private static final String SCHEMA = "Shop-1";

  /** Tables in all; the more beyond the file's own are plain ones, joined in chains. */
  private static final int TABLES = Integer.getInteger("plumbline.shop.tables", 16);

  /** What zero-ETL refuses, with a word of the reason that preflight has to give. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "order_line", "ON DELETE CASCADE",
          "nothing_yet", "type blob",
          "log_lines", "no primary key",
          "unique_only", "no primary key",
          "my_isam", "MyISAM",
          "wide_text", "type mediumblob",
          "types_all", "type smallint(5) unsigned");

  /** What Redshift cannot hold, and the pairs in which that shows. */
  private static final Map<String, String> EXPECTED_LOSSES =
      Map.of("zero_dates", "source/bronze source/replica", "wide_text", "bronze/fallback");

  private static final List<String> OWN =
      List.of(
          "Customers",
          "customers",
          "order",
          "order_line",
          "countries",
          "sessions",
          "nothing_yet",
          "log_lines",
          "unique_only",
          "zero_dates",
          "weird name.with-stuff$",
          "my_isam",
          "parted",
          "wide_text",
          "types_all");

  private static final Map<String, String> IDS =
      Map.of("Customers", "customers_2", "weird name.with-stuff$", "weird_name_with_stuff");

  @TempDir Path folder;

  @Test
  void everyTableArrivesValueByValueWithoutAHandsTurn(Sandbox sandbox)
      throws SQLException, IOException {
    create(sandbox);
    Plumbline plumbline = new Plumbline(sandbox, folder).inThisJvm();
    Path pipeline = folder.resolve("shop");

    sandbox.control().awaitReplica();
    assertEnds(init(plumbline, pipeline), 0);
    assertPreflight(plumbline, pipeline);
    // What zero-ETL refuses cannot be compared with the replica, and init has declared so.
    Plumbline.Ended run = job(plumbline, "run", pipeline);
    assertThat(run.code()).as(run.all()).isIn(0, 3);
    assertCopies(plumbline.report("shop", "run"));
    assertThat(new Leftovers(sandbox).lake("shop")).as("files laid down for loading").isEmpty();
    assertEnds(
        job(
            plumbline,
            "reconcile",
            pipeline,
            "--select",
            "types_all,order,weird*,zero_dates,more*"),
        0);
    assertARefusedTableIsLoudAfterItsDate(plumbline, pipeline);
    assertFallback(sandbox);
    assertSilver(sandbox);

    assertThat(init(plumbline, pipeline).out()).contains("Nothing has changed");
    assertTheNextInitShowsWhatChanged(sandbox, plumbline, pipeline);
  }

  private void create(Sandbox sandbox) throws SQLException, IOException {
    String script;
    try (InputStream in = ShopIT.class.getResourceAsStream("shop.sql")) {
      script = new String(in.readAllBytes(), UTF_8).replace("{s}", SCHEMA);
    }
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : script.split(";\\s*\\n", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
      for (int i = OWN.size(); i < TABLES; i++) {
        String parent =
            i % 5 == 0 ? "" : ", FOREIGN KEY (parent) REFERENCES more_" + (i - 1) + " (id)";
        statement.execute(
            "CREATE TABLE more_"
                + i
                + " (id bigint PRIMARY KEY, parent bigint, v varchar(20)"
                + (i == OWN.size() ? "" : parent)
                + ")");
        statement.execute("INSERT INTO more_" + i + " VALUES (1, NULL, 'é" + i + "')");
      }
    }
  }

  private void assertPreflight(Plumbline plumbline, Path pipeline) throws IOException {
    Plumbline.Ended ended =
        plumbline.run(
            List.of("preflight", "--env", env(), "--pipeline", pipeline.toString(), "--json"));
    assertEnds(ended, 43);
    Map<String, List<String>> found = new TreeMap<>();
    for (JsonNode finding : new ObjectMapper().readTree(ended.out()).path("findings")) {
      if (finding.path("severity").asText().equals("REFUSED")) {
        assertThat(finding.path("remedy").asText()).as(finding.toString()).isNotBlank();
        found
            .computeIfAbsent(
                finding.path("subject").asText().substring(SCHEMA.length() + 1),
                table -> new ArrayList<>())
            .add(finding.path("reason").asText());
      }
    }
    assertThat(found.keySet())
        .as(found.toString())
        .isEqualTo(
            REFUSED.keySet().stream()
                .sorted()
                .collect(Collectors.toCollection(java.util.TreeSet::new)));
    REFUSED.forEach(
        (table, reason) ->
            assertThat(found.get(table)).as(table).anyMatch(text -> text.contains(reason)));
    assertThat(ended.out())
        .contains("0000-00-00")
        .contains("holds a value of 80000 bytes")
        .contains("holds a value of 12 bytes, and the replica's column ends at 4");
  }

  private static void assertCopies(JsonNode report) {
    assertThat(report.path("steps"))
        .isNotEmpty()
        .allSatisfy(
            step ->
                assertThat(step.path("status").asText())
                    .as(step.toString())
                    .isIn("OK", "DEGRADED"));
    for (JsonNode pair : report.path("reconcile")) {
      boolean refused =
          pair.path("pair").asText().equals("source/replica")
              && REFUSED.containsKey(pair.path("table").asText());
      String known = EXPECTED_LOSSES.getOrDefault(pair.path("table").asText(), "");
      String good = known.contains(pair.path("pair").asText()) ? "EXPECTED_LOSS" : "MATCH";
      assertThat(pair.path("verdict").asText())
          .as(pair.toString())
          .isEqualTo(refused ? "NOT_COMPARABLE" : good);
      assertThat(pair.path("quiet").asBoolean()).as(pair.toString()).isEqualTo(refused);
      if (refused) {
        assertThat(pair.path("message").asText())
            .contains("(not-replicated, owner nobody yet): ", "known until ");
      }
    }
  }

  /** And the states alone tell no more than that, without a query on the source. */
  private static void assertARefusedTableIsLoudAfterItsDate(Plumbline plumbline, Path pipeline)
      throws IOException {
    Plumbline.Ended past =
        job(
            plumbline,
            "reconcile",
            pipeline,
            "--select",
            "log_lines,parted",
            "--depth",
            "state",
            "--set",
            "tables.log_lines.expect=[{kind: not-replicated, reason: r, owner: o, until:"
                + " 2026-01-01}]");
    assertEnds(past, 42);
    assertThat(past.all()).contains("was known until 2026-01-01, which has passed");
    JsonNode report = plumbline.report("shop", "reconcile");
    assertThat(report.path("reconcile"))
        .extracting(pair -> pair.path("pair").asText() + " " + pair.path("message").asText())
        .hasSize(2)
        .contains("source/replica Synced; nothing was compared");
  }

  private static void assertFallback(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Connection redshift = sandbox.redshift();
        Statement session = redshift.createStatement();
        Statement zone = aurora.createStatement()) {
      session.execute("SET enable_case_sensitive_identifier TO true");
      zone.execute("SET time_zone = '+00:00'");
      for (String table : OWN) {
        List<Column> columns = Values.columns(aurora, SCHEMA, table);
        List<List<String>> expected =
            Values.source(aurora, SCHEMA, table, columns).stream()
                .map(ShopIT::asPublished)
                .toList();
        List<List<String>> actual =
            Values.copy(redshift, "fallback_shop_1", IDS.getOrDefault(table, table), columns)
                .stream()
                .map(row -> row.stream().map(ShopIT::comparable).toList())
                .toList();
        assertThat(named(columns, actual))
            .as("fallback of " + table)
            .containsExactlyInAnyOrderElementsOf(named(columns, expected));
      }
    }
  }

  /**
   * Values with their columns, the long ones by length and digest, so that a failure can be read.
   */
  private static List<String> named(List<Column> columns, List<List<String>> rows) {
    List<String> named = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < columns.size(); i++) {
        String value = rows.get(row).get(i);
        named.add(
            columns.get(i).name()
                + "="
                + (value == null || value.length() < 80
                    ? value
                    : value.length() + " characters #" + value.hashCode()));
      }
    }
    return named;
  }

  /** What Redshift cannot hold is NULL or cut there, as the pipeline declares it. */
  private static List<String> asPublished(List<String> row) {
    List<String> published = new ArrayList<>();
    for (String value : row) {
      if (value != null && value.matches("\\d{4}-(?:00|\\d\\d)-00.*|\\d{4}-00-.*")) {
        published.add(null);
      } else if (value != null && value.equals("é".repeat(40_000))) {
        published.add("é".repeat(32_767));
      } else {
        published.add(comparable(value));
      }
    }
    return published;
  }

  /** JSON is equal by value. */
  private static String comparable(String value) {
    return value != null && value.startsWith("{") ? Values.json(value) : value;
  }

  private static void assertSilver(Sandbox sandbox) throws SQLException {
    try (Connection redshift = sandbox.redshift()) {
      assertThat(
              Values.copy(
                  redshift,
                  "silver",
                  "shop_log_lines",
                  List.of(new Column("message", "text"), new Column("copies", "bigint"))))
          .containsExactly(listOf("m", "2"), listOf(null, "1"));
      assertThat(
              Values.copy(
                  redshift,
                  "silver",
                  "shop_customers_2",
                  List.of(
                      new Column("customer_id", "int"),
                      new Column("email", "text"),
                      new Column("password_hash", "text"))))
          .as("masked: the e-mail address as its SHA-256, the password not at all")
          .hasSize(2)
          .allSatisfy(row -> assertThat(row.get(1)).matches("[0-9a-f]{64}"))
          .allSatisfy(row -> assertThat(row.get(2)).isNull());
    }
  }

  private static List<String> listOf(String one, String other) {
    List<String> list = new ArrayList<>();
    list.add(one);
    list.add(other);
    return list;
  }

  private void assertTheNextInitShowsWhatChanged(
      Sandbox sandbox, Plumbline plumbline, Path pipeline) throws SQLException, IOException {
    Path countries = pipeline.resolve("tables/countries.yaml");
    Path parted = pipeline.resolve("tables/parted.yaml");
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      statement.execute("ALTER TABLE `" + SCHEMA + "`.countries ADD COLUMN population bigint");
      statement.execute("ALTER TABLE `" + SCHEMA + "`.parted ADD COLUMN more int");
      statement.execute("DROP TABLE `" + SCHEMA + "`.my_isam");
    }
    String edited = Files.readString(parted, UTF_8) + "# ours\n";
    Files.writeString(parted, edited, UTF_8);
    String before = Files.readString(countries, UTF_8);

    Plumbline.Ended shown = init(plumbline, pipeline);
    assertEnds(shown, 0);
    assertThat(shown.out())
        .contains("+   population: bigint(20)")
        .contains("tables/my_isam.yaml  gone from the source")
        .contains("tables/parted.yaml  edited by hand");
    assertThat(Files.readString(countries, UTF_8)).isEqualTo(before);

    assertEnds(init(plumbline, pipeline, "--update"), 0);
    assertThat(Files.readString(countries, UTF_8)).contains("population: bigint(20)");
    assertThat(Files.readString(parted, UTF_8)).isEqualTo(edited);
    assertThat(Files.readString(pipeline.resolve("tables/parted.yaml.proposed"), UTF_8))
        .contains("more: int(11)");
    assertThat(pipeline.resolve("tables/my_isam.yaml")).doesNotExist();
    assertThat(init(plumbline, pipeline).out()).contains("Nothing has changed");

    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      statement.execute("DROP TABLE `" + SCHEMA + "`.parted");
    }
    assertEnds(init(plumbline, pipeline, "--update"), 0);
    assertThat(init(plumbline, pipeline).out())
        .contains("tables/parted.yaml  gone from the source; edited by hand, so it stays")
        .doesNotContain("init --update");
    Files.delete(parted);
    assertThat(init(plumbline, pipeline).out()).contains("Nothing has changed");
  }

  private Plumbline.Ended init(Plumbline plumbline, Path pipeline, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "init",
                "--env",
                env(),
                "--source",
                "aurora",
                "--schema",
                SCHEMA,
                "--out",
                pipeline.toString()));
    arguments.addAll(List.of(more));
    return plumbline.run(arguments);
  }

  private static Plumbline.Ended job(
      Plumbline plumbline, String job, Path pipeline, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(job, "--env", env(), "--pipeline", pipeline.toString()));
    arguments.addAll(List.of(more));
    return plumbline.run(arguments);
  }

  private static String env() {
    return Plumbline.home().resolve("conf/env/local.yaml").toString();
  }

  private static void assertEnds(Plumbline.Ended ended, int code) {
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
  }
}
