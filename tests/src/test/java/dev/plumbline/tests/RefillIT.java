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
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Differences in our own copies, planted and repaired key by key. Bronze gets its own by a source
 * that has moved on since it was read. PostgreSQL's xmin tells which rows of a fallback were
 * written.
 */
@ExtendWith(SandboxExtension.class)
class RefillIT {
  private static final String NAME = "refilled";
  private static final int ROWS = 300;
  private static final Map<String, String> COLUMNS =
      Map.of("orders", "id, amount, note", "lines", "shop, day, text");
  private static final Map<String, String> KEYS = Map.of("orders", "id", "lines", "shop, day");

  /** Steps in the order in which they begin, and whether bronze is repaired by then. */
  private static final List<String> STEPS =
      List.of(
          "refill step compare orders",
          "refill step bronze orders",
          "refill step load pair",
          "refill step stage pair",
          "refill step fallback pair",
          "refill step verify orders");

  @TempDir static Path folder;

  private static Plumbline plumbline;

  @BeforeAll
  static void extractAndPublish(Sandbox sandbox) throws SQLException, IOException {
    onSource(
        sandbox,
        "CREATE DATABASE " + NAME,
        "CREATE TABLE " + NAME + ".orders (id BIGINT PRIMARY KEY, amount DECIMAL(9,2), note TEXT)",
        "INSERT INTO "
            + NAME
            + ".orders SELECT seq, seq * 1.5, CONCAT('note ', seq) FROM "
            + NAME
            + ".seq_1_to_"
            + ROWS,
        "CREATE TABLE "
            + NAME
            + ".lines (shop VARCHAR(20) NOT NULL, day DATE NOT NULL, text VARCHAR(40), PRIMARY KEY"
            + " (shop, day))",
        "INSERT INTO "
            + NAME
            + ".lines VALUES ('Nord', '2026-01-01', 'a'), ('Nord', '2026-01-02', 'b'), ('Süd',"
            + " '1969-12-31', 'c')");
    writePipeline();
    sandbox.control().awaitReplica();
    plumbline = new Plumbline(sandbox, folder).inThisJvm();
    Plumbline.Ended ended = job("run");
    assertThat(ended.code()).as(ended.all()).isZero();
  }

  private static void writePipeline() throws IOException {
    Path tables = Files.createDirectories(folder.resolve("pipeline/tables"));
    Files.writeString(
        folder.resolve("pipeline/pipeline.yaml"),
        "name: " + NAME + "\nsource: aurora\nwarehouse: warehouse\n",
        UTF_8);
    Files.writeString(
        tables.resolve("orders.yaml"),
        "id: orders\nsource: {database: "
            + NAME
            + ", table: orders}\ngroup: pair\nkey: [id]\ncolumns:\n  id: bigint not null\n  amount:"
            + " decimal(9,2)\n  note: text\n",
        UTF_8);
    Files.writeString(
        tables.resolve("lines.yaml"),
        "id: lines\nsource: {database: "
            + NAME
            + ", table: lines}\ngroup: pair\nkey: [shop, day]\ncolumns:\n  shop: varchar(20) not"
            + " null\n  day: date not null\n  text: varchar(40)\n",
        UTF_8);
  }

  @Test
  void justTheKeysThatDifferAreShownAndRepaired(Sandbox sandbox) throws SQLException {
    moveOn(sandbox, 20);
    onFallback(
        sandbox,
        "UPDATE fallback_refilled.orders SET amount = amount + 1 WHERE id = 7",
        "DELETE FROM fallback_refilled.orders WHERE id = 9",
        "INSERT INTO fallback_refilled.orders (id, amount, note) VALUES (900, 1, 'extra')",
        "UPDATE fallback_refilled.lines SET text = 'wrong' WHERE shop = 'Süd'",
        "INSERT INTO fallback_refilled.lines (shop, day, text) VALUES ('nord', '2026-01-01', 'x')");
    Map<String, String> before = written(sandbox, "orders");
    List<String> lines = rows(sandbox, "lines");

    Plumbline.Ended plan = job("refill", "orders");

    assertThat(plan.code()).as(plan.all()).isZero();
    assertThat(plan.out())
        .contains("refill refilled.orders (group pair)", "refill refilled.lines (group pair)")
        .contains("bronze_refilled.orders: 3 keys differ from the source: ")
        .contains("fallback_refilled.orders: 3 keys differ from bronze: ")
        .contains("fallback_refilled.lines: 2 keys differ from bronze: ")
        .contains("(Süd, -1)", "(nord, 20454)")
        .contains("Nothing was done: this is the plan; --yes does it.");
    assertThat(written(sandbox, "orders")).isEqualTo(before);
    assertThat(rows(sandbox, "lines")).isEqualTo(lines);

    Plumbline.Ended ended = job("refill", "orders", "--yes");

    assertThat(ended.code()).as(ended.all()).isZero();
    assertEqualToTheSource(sandbox);
    Map<String, String> after = written(sandbox, "orders");
    after.keySet().removeAll(List.of("7", "9", "20", "520"));
    before.keySet().removeAll(List.of("7", "900", "20", "21"));
    assertThat(after).as("rows under other keys are not written").isEqualTo(before);
    assertReport(plumbline.report(NAME, "refill"));
    assertThat(ledger(sandbox))
        .contains("fallback_refilled.orders 300", "fallback_refilled.lines 3");
    assertThat(new Leftovers(sandbox).tables("fallback_refilled")).isEmpty();
  }

  private static void assertReport(JsonNode report) {
    assertThat(report.path("steps"))
        .extracting(
            step ->
                step.path("job").asText()
                    + " "
                    + step.path("table").asText()
                    + " "
                    + step.path("rowsRead").asLong()
                    + " "
                    + step.path("rowsWritten").asLong())
        .containsExactlyInAnyOrder(
            "refill bronze_refilled.orders 3 2",
            "refill fallback_refilled.orders 6 4",
            "refill fallback_refilled.lines 2 1");
    assertThat(report.path("reconcile"))
        .hasSize(4)
        .allSatisfy(pair -> assertThat(pair.path("verdict").asText()).isEqualTo("MATCH"));
  }

  @Test
  @Tag("soak")
  void whereTooManyKeysDifferAFullRunIsAdvised(Sandbox sandbox) throws SQLException {
    onFallback(sandbox, "UPDATE fallback_refilled.orders SET note = 'wrong' WHERE id > 150");
    Map<String, String> before = written(sandbox, "orders");

    Plumbline.Ended ended = job("refill", "orders", "--yes");

    assertThat(ended.code()).as(ended.all()).isEqualTo(3);
    assertThat(ended.all())
        .contains("refill refilled.lines (group pair): no key of our copies differs")
        .contains("CANNOT refill group pair: orders: ")
        .contains("differ between bronze and fallback, more than 20 %")
        .contains("bin/plumbline run --select group:pair");
    assertThat(written(sandbox, "orders")).isEqualTo(before);

    Plumbline.Ended all = job("refill", "orders", "--yes", "--at-most", "90");
    assertThat(all.code()).as(all.all()).isZero();
    assertEqualToTheSource(sandbox);
  }

  static Stream<String> steps() {
    return Boolean.getBoolean("plumbline.kills.each") ? STEPS.stream() : Stream.of(STEPS.get(4));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aRefillThatIsKilledIsTakenUpByTheNext(String step, Sandbox sandbox) throws SQLException {
    moveOn(sandbox, 40 + 2 * STEPS.indexOf(step));
    onFallback(sandbox, "UPDATE fallback_refilled.orders SET amount = amount + 1 WHERE id = 8");
    List<String> wrong = rows(sandbox, "orders");

    plumbline.start(arguments("refill", "orders", "--yes")).awaitLog(step).kill();

    List<String> between = rows(sandbox, "orders");
    assertThat(between).as("all of it or nothing").isIn(wrong, source(sandbox, "orders"));
    Plumbline.Ended ended = job("refill", "orders", "--yes");
    assertThat(ended.code()).as(ended.all()).isZero();
    assertEqualToTheSource(sandbox);
    assertThat(new Leftovers(sandbox).tables("fallback_refilled")).isEmpty();
  }

  /** Changes one row of the source, removes the next and adds another. */
  private static void moveOn(Sandbox sandbox, int id) throws SQLException {
    onSource(
        sandbox,
        "UPDATE " + NAME + ".orders SET amount = amount + 1 WHERE id = " + id,
        "DELETE FROM " + NAME + ".orders WHERE id = " + (id + 1),
        "INSERT INTO " + NAME + ".orders VALUES (" + (id + 500) + ", 5, 'new')");
  }

  private static void assertEqualToTheSource(Sandbox sandbox) throws SQLException {
    for (String table : COLUMNS.keySet()) {
      assertThat(rows(sandbox, table)).as(table).isEqualTo(source(sandbox, table));
    }
  }

  private static List<String> source(Sandbox sandbox, String table) throws SQLException {
    try (Connection aurora = sandbox.aurora()) {
      return read(aurora, NAME + "." + table, table);
    }
  }

  private static List<String> rows(Sandbox sandbox, String table) throws SQLException {
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

  /** By key, the transaction that wrote each row of a fallback. */
  private static Map<String, String> written(Sandbox sandbox, String table) throws SQLException {
    Map<String, String> written = new TreeMap<>();
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT " + KEYS.get(table) + ", xmin FROM fallback_" + NAME + "." + table)) {
      while (result.next()) {
        written.put(result.getString(1), result.getString(2));
      }
    }
    return written;
  }

  private static List<String> ledger(Sandbox sandbox) throws SQLException {
    return texts(
        sandbox,
        "SELECT table_name || ' ' || row_count FROM plumbline.publications WHERE pipeline = '"
            + NAME
            + "' ORDER BY published_at DESC LIMIT 2");
  }

  private static List<String> texts(Sandbox sandbox, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
    }
    return texts;
  }

  private static void onSource(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void onFallback(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection etl = sandbox.redshift();
        Statement statement = etl.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Plumbline.Ended job(String job, String... more) {
    return plumbline.run(arguments(job, more));
  }

  private static List<String> arguments(String job, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--env", Plumbline.home().resolve("conf/env/local.yaml").toString()));
    arguments.addAll(List.of("--pipeline", folder.resolve("pipeline").toString()));
    return arguments;
  }
}
