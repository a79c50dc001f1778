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
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A group of which one table is followed by small steps and another is extracted in full.
 * PostgreSQL's xmin tells which rows of a fallback were written.
 */
@ExtendWith(SandboxExtension.class)
class DifferenceIT {
  private static final String NAME = "stepped";
  private static final int ROWS = 400;

  /** Steps of publishing in the order in which they begin. */
  private static final List<String> STEPS =
      List.of(
          "publish step difference pair",
          "publish step stage pair",
          "publish step fallback pair",
          "publish step published pair");

  @TempDir Path folder;

  private Plumbline plumbline;

  static Stream<List<String>> kills() {
    return Stream.of(
        Boolean.getBoolean("plumbline.kills.each") ? STEPS : List.of("publish step fallback pair"));
  }

  @ParameterizedTest
  @MethodSource("kills")
  void onlyWhatChangedIsWrittenAndAKilledRunIsTakenUpByTheNext(List<String> steps, Sandbox sandbox)
      throws SQLException, IOException {
    prepare(sandbox);
    run();
    moveOn(sandbox, 10);
    onSource(sandbox, "INSERT INTO stepped.words VALUES ('c')");
    List<String> before = written(sandbox);

    JsonNode second = run();

    assertEqualToTheSource(sandbox);
    List<String> stayed = written(sandbox);
    stayed.retainAll(before);
    assertThat(stayed)
        .as("rows that were not written; the newest of them is read again, as the cursor's bound")
        .hasSizeBetween(ROWS - 3, ROWS - 2);
    assertThat(remarks(second, "publish"))
        .anySatisfy(
            remark ->
                assertThat(remark)
                    .matches("fallback_stepped.orders by difference: [23] rows in, [23] out"))
        .contains("fallback_stepped.words ");
    assertThat(remarks(second, "build")).containsExactly("silver.shops ");

    for (String step : steps) {
      moveOn(sandbox, 50 + 2 * STEPS.indexOf(step));
      List<String> old = fallback(sandbox);
      plumbline.start(arguments("run")).awaitLog(step).kill();
      assertThat(fallback(sandbox)).as("all of it or nothing").isIn(old, source(sandbox));
      run();
      assertEqualToTheSource(sandbox);
      assertThat(new Leftovers(sandbox).tables("fallback_stepped")).isEmpty();
    }

    JsonNode last = run();
    assertThat(remarks(last, "publish"))
        .anySatisfy(
            remark -> assertThat(remark).startsWith("fallback_stepped.orders unchanged since run "))
        .anySatisfy(remark -> assertThat(remark).startsWith("silver.shops unchanged since run "));
    assertThat(remarks(last, "build")).containsExactly("silver.shops inputs unchanged");
    assertThat(last.path("reconcile"))
        .isNotEmpty()
        .allSatisfy(pair -> assertThat(pair.path("verdict").asText()).isEqualTo("MATCH"));
    assertWhatIsOlderThanIsKeptIsForgotten(sandbox);
    assertColumnsWhoseRowsNeverCameAreNotPassedOn(sandbox);
  }

  private void assertColumnsWhoseRowsNeverCameAreNotPassedOn(Sandbox sandbox) throws SQLException {
    new SandboxLake(sandbox)
        .ask(
            catalog -> {
              orders(catalog).updateSchema().addColumn("later", Types.StringType.get()).commit();
              return true;
            });

    Plumbline.Ended publish = plumbline.run(arguments("publish"));
    assertEnds(publish, 50);
    assertThat(publish.all())
        .contains("no run that succeeded has written column later of bronze_stepped.orders yet");
    assertEnds(plumbline.run(arguments("build", "--full-refresh")), 20);
    run();
    assertEqualToTheSource(sandbox);
  }

  private void assertWhatIsOlderThanIsKeptIsForgotten(Sandbox sandbox) throws SQLException {
    List<String> before = snapshots(sandbox);
    moveOn(sandbox, 90);
    run();

    assertThat(snapshots(sandbox)).isNotEmpty().doesNotContainAnyElementsOf(before);
    assertThat(present(sandbox, before)).as("what only they held").isEmpty();
    assertThat(new Leftovers(sandbox).lake(NAME, "bronze_" + NAME, "silver")).isEmpty();
    assertEqualToTheSource(sandbox);
  }

  /** The lists of manifests of all states of bronze that can be read. */
  private static List<String> snapshots(Sandbox sandbox) {
    return new SandboxLake(sandbox)
        .ask(
            catalog -> {
              List<String> lists = new ArrayList<>();
              orders(catalog)
                  .snapshots()
                  .forEach(snapshot -> lists.add(snapshot.manifestListLocation()));
              return lists;
            });
  }

  private static List<String> present(Sandbox sandbox, List<String> files) {
    return new SandboxLake(sandbox)
        .ask(
            catalog ->
                files.stream()
                    .filter(file -> orders(catalog).io().newInputFile(file).exists())
                    .toList());
  }

  private static Table orders(JdbcCatalog catalog) {
    return catalog.loadTable(TableIdentifier.of("bronze_" + NAME, "orders"));
  }

  @Test
  @Tag("soak")
  void whereReadersSeeOtherRowsThanTheLedgerSaysAllOfThemAreCopied(Sandbox sandbox)
      throws SQLException, IOException {
    prepare(sandbox);
    run("--full-refresh");
    moveOn(sandbox, 30);
    try (Connection redshift = sandbox.redshift();
        Statement statement = redshift.createStatement()) {
      statement.execute("DELETE FROM fallback_stepped.orders WHERE id = 31");
    }

    assertThat(remarks(run(), "publish"))
        .contains(
            "fallback_stepped.orders whole, since readers saw other rows than the ledger says");
    assertEqualToTheSource(sandbox);

    assertEnds(plumbline.run(arguments("build", "--full-refresh")), 0);
    assertThat(remarks(plumbline.report(NAME, "build"), "build")).containsExactly("silver.shops ");
  }

  private void prepare(Sandbox sandbox) throws SQLException, IOException {
    onSource(
        sandbox,
        "DROP DATABASE IF EXISTS stepped",
        "CREATE DATABASE stepped",
        "CREATE TABLE stepped.orders (id BIGINT, shop VARCHAR(20) NOT NULL, amount DECIMAL(9,2),"
            + " changed DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE"
            + " CURRENT_TIMESTAMP(6), PRIMARY KEY (id, shop), KEY (changed))",
        "INSERT INTO stepped.orders SELECT seq, IF(seq % 2, 'Nord', 'Süd'), seq, '2026-01-05' -"
            + " INTERVAL (1000 - seq) HOUR FROM stepped.seq_1_to_"
            + ROWS,
        "CREATE TABLE stepped.words (word VARCHAR(20) PRIMARY KEY)",
        "INSERT INTO stepped.words VALUES ('a'), ('b')");
    writePipeline();
    plumbline = new Plumbline(sandbox, folder).inThisJvm();
  }

  private void writePipeline() throws IOException {
    Path tables = Files.createDirectories(folder.resolve("pipeline/tables"));
    Path silver = Files.createDirectories(folder.resolve("pipeline/models/silver"));
    Files.writeString(
        folder.resolve("pipeline/pipeline.yaml"),
        "name: " + NAME + "\nsource: aurora\nwarehouse: warehouse\nkeep: 1s\n",
        UTF_8);
    Files.writeString(
        tables.resolve("orders.yaml"),
        "id: orders\nsource: {database: "
            + NAME
            + ", table: orders}\ngroup: pair\nkey: [id, shop]\ncolumns:\n  id: bigint not null\n"
            + "  shop: varchar(20) not null\n  amount: decimal(9,2)\n"
            + "  changed: datetime(6) not null\n"
            + "extraction: {mode: incremental, cursor: changed}\n",
        UTF_8);
    Files.writeString(
        tables.resolve("words.yaml"),
        "id: words\nsource: {database: "
            + NAME
            + ", table: words}\ngroup: pair\nkey: [word]\ncolumns:\n  word: varchar(20) not null\n",
        UTF_8);
    Files.writeString(
        silver.resolve("shops.sql"),
        "SELECT shop, count(*) AS orders FROM bronze_" + NAME + ".orders GROUP BY shop\n",
        UTF_8);
    Files.writeString(
        silver.resolve("shops.yaml"),
        "grain: one shop\nkey: [shop]\ncolumns:\n"
            + "  shop: {type: string, length: 80}\n  orders: bigint\n",
        UTF_8);
  }

  /** Changes one row of the source, removes the next and adds another. */
  private static void moveOn(Sandbox sandbox, int id) throws SQLException {
    onSource(
        sandbox,
        "UPDATE " + NAME + ".orders SET amount = amount + 0.5 WHERE id = " + id,
        "DELETE FROM " + NAME + ".orders WHERE id = " + (id + 1),
        "INSERT INTO "
            + NAME
            + ".orders (id, shop, amount) VALUES ("
            + (id + 1000)
            + ", 'Ost', 1)");
  }

  private static void assertEqualToTheSource(Sandbox sandbox) throws SQLException {
    assertThat(fallback(sandbox)).isEqualTo(source(sandbox));
  }

  private static List<String> source(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora()) {
      return read(aurora, "SELECT id, shop, amount FROM " + NAME + ".orders");
    }
  }

  private static List<String> fallback(Sandbox sandbox) throws SQLException {
    try (Connection redshift = sandbox.redshift()) {
      return read(redshift, "SELECT id, shop, amount FROM fallback_stepped.orders");
    }
  }

  /** The rows of the fallback with the transaction that wrote each. */
  private static List<String> written(Sandbox sandbox) throws SQLException {
    try (Connection postgres = sandbox.postgres()) {
      return read(postgres, "SELECT id, shop, xmin FROM fallback_stepped.orders");
    }
  }

  private static List<String> read(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1) + "|" + result.getString(2) + "|" + result.getString(3));
      }
    }
    rows.sort(null);
    return rows;
  }

  private JsonNode run(String... more) {
    assertEnds(plumbline.run(arguments("run", more)), 0);
    return plumbline.report(NAME, "run");
  }

  private static List<String> remarks(JsonNode report, String job) {
    List<String> remarks = new ArrayList<>();
    for (JsonNode step : report.path("steps")) {
      if (step.path("job").asText().equals(job)) {
        remarks.add(step.path("table").asText() + " " + step.path("message").asText());
      }
    }
    return remarks;
  }

  private static void onSource(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void assertEnds(Plumbline.Ended ended, int code) {
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
  }

  private List<String> arguments(String job, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--env", Plumbline.home().resolve("conf/env/local.yaml").toString()));
    arguments.addAll(List.of("--pipeline", folder.resolve("pipeline").toString()));
    return arguments;
  }
}
