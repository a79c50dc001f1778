package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.route.Target;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteRecords;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An integration that is deleted and made anew, with another id and into another database, while
 * readers stay on the fallbacks. In a sandbox of its own, since the others follow the first one.
 */
class MaintenanceIT {
  private static final String NAME = "moved";
  private static final String NEXT = "zeroetl2";

  @TempDir Path folder;

  private Plumbline plumbline;

  @Test
  void readersStayOnTheFallbacksUntilEachTableOfTheNewIntegrationHasProvenItself()
      throws SQLException, IOException {
    try (Sandbox sandbox = Sandbox.startEmpty(Path.of("target", "sandbox-maintenance"));
        PublishFixture fixture = new PublishFixture(sandbox)) {
      plumbline = new Plumbline(sandbox, folder).inThisJvm();
      healthy(sandbox, fixture);
      begun(sandbox, fixture);
      String id = sandbox.control().rebuildIntegration(NEXT);
      assertThat(count(sandbox)).as("rows while nothing replicates").isEqualTo(4);
      assertThat(job("watch", "--once", "--dry-run").out())
          .contains("route group one: one", "Nothing was done");
      sandbox.control().awaitReplica();
      assertEnds(job("watch", "--once"), 3);
      ended(sandbox, fixture, id);
      handedBack(sandbox, fixture);
    }
  }

  private void healthy(Sandbox sandbox, PublishFixture fixture) throws SQLException, IOException {
    onSource(sandbox, "CREATE DATABASE " + NAME);
    for (String table : List.of("one", "two")) {
      onSource(
          sandbox,
          "CREATE TABLE " + NAME + "." + table + " (id BIGINT PRIMARY KEY, word VARCHAR(20))",
          "INSERT INTO " + NAME + "." + table + " VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    }
    writePipeline();
    sandbox.control().awaitReplica();
    assertEnds(job("run"), 0);
    assertThat(targets(sandbox, fixture)).isEqualTo("one zeroetl, two zeroetl");
  }

  private void begun(Sandbox sandbox, PublishFixture fixture) throws SQLException {
    Plumbline.Ended some = job("maintenance", "start", "--until", "1h", "--select", "one", "--yes");
    assertEnds(some, 2);
    assertThat(some.all()).contains("a maintenance is one of the whole integration");
    Plumbline.Ended plan = job("maintenance", "start", "--until", "1h");
    assertEnds(plan, 0);
    assertThat(plan.out())
        .contains("every group is moved to its fallback and stays there", "Nothing was done");
    assertThat(targets(sandbox, fixture)).isEqualTo("one zeroetl, two zeroetl");

    onSource(sandbox, "INSERT INTO " + NAME + ".one VALUES (4, 'd')");
    plumbline
        .start(arguments("maintenance", "start", "--until", "1h", "--yes"))
        .awaitLog("maintenance step refresh")
        .kill();
    assertThat(targets(sandbox, fixture)).as("killed").isEqualTo("one zeroetl, two zeroetl");
    Plumbline.Ended begun =
        job("maintenance", "start", "--until", "1h", "--why", "blue/green", "--yes");
    assertEnds(begun, 0);
    assertThat(begun.all()).contains("the run that renews the fallbacks ended with OK");
    assertThat(targets(sandbox, fixture)).isEqualTo("one fallback_moved, two fallback_moved");
    assertThat(count(sandbox)).as("rows of the renewed fallback").isEqualTo(4);
  }

  private void ended(Sandbox sandbox, PublishFixture fixture, String id) {
    Plumbline.Ended plan = job("maintenance", "end");
    assertEnds(plan, 0);
    assertThat(plan.out())
        .contains("integration " + id + " (new) replicates into " + NEXT)
        .contains("name it as integrationDatabase in ", "Nothing was done");
    assertEnds(job("maintenance", "end", "--yes"), 0);
    assertThat(targets(sandbox, fixture))
        .as("nothing of the new integration is proven yet")
        .isEqualTo("one fallback_moved, two fallback_moved");
  }

  private void handedBack(Sandbox sandbox, PublishFixture fixture) throws SQLException {
    assertEnds(reconcile("one"), 0);
    assertEnds(job("watch", "--once"), 3);
    assertThat(targets(sandbox, fixture)).isEqualTo("one zeroetl2, two fallback_moved");
    assertEnds(reconcile("two"), 0);
    assertEnds(job("watch", "--once"), 0);
    assertThat(targets(sandbox, fixture)).isEqualTo("one zeroetl2, two zeroetl2");

    onSource(sandbox, "INSERT INTO " + NAME + ".one VALUES (5, 'e')");
    sandbox.control().awaitReplica();
    assertThat(count(sandbox)).as("rows of the new replica").isEqualTo(5);
  }

  private Plumbline.Ended reconcile(String table) {
    return job(
        "reconcile",
        "--select",
        table,
        "--set",
        "env.endpoints.warehouse.integrationDatabase=" + NEXT);
  }

  private void writePipeline() throws IOException {
    Path tables = Files.createDirectories(folder.resolve("pipeline/tables"));
    Files.writeString(
        folder.resolve("pipeline/pipeline.yaml"),
        "name: " + NAME + "\nsource: aurora\nwarehouse: warehouse\n",
        UTF_8);
    for (String table : List.of("one", "two")) {
      Files.writeString(
          tables.resolve(table + ".yaml"),
          "id: "
              + table
              + "\nsource: {database: "
              + NAME
              + ", table: "
              + table
              + "}\ngroup: "
              + table
              + "\nkey: [id]\ncolumns:\n  id: bigint not null\n  word: varchar(20)\n"
              + "route: {returnAfter: 1}\n",
          UTF_8);
    }
  }

  /** What each view stands on: the schema of the fallback, or the database of the replica. */
  private static String targets(Sandbox sandbox, PublishFixture fixture) {
    RouteBook book =
        new RouteRecords(fixture.store, "s3://" + sandbox.endpoints().s3().bucket() + "/state")
            .book(NAME);
    Map<String, String> targets = new TreeMap<>();
    book.tables()
        .forEach(
            (table, entry) -> {
              String from = entry.definition().replaceFirst(".* FROM \"([^\"]+)\".*", "$1");
              assertThat(from.startsWith("zeroetl")).isEqualTo(entry.target() == Target.REPLICA);
              targets.put(table, from);
            });
    return String.join(
        ", ", targets.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }

  private static long count(Sandbox sandbox) throws SQLException {
    try (Connection redshift = sandbox.redshift();
        Statement statement = redshift.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT COUNT(*) AS n FROM serving_" + NAME + ".one")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void onSource(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Plumbline.Ended job(String job, String... more) {
    return plumbline.run(arguments(job, more));
  }

  private List<String> arguments(String job, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--env", Plumbline.home().resolve("conf/env/local.yaml").toString()));
    arguments.addAll(List.of("--pipeline", folder.resolve("pipeline").toString()));
    return arguments;
  }

  private static void assertEnds(Plumbline.Ended ended, int code) {
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
  }
}
