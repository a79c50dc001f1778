package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What check-ddl foretells, and what the replicator then does, one table per statement. */
@ExtendWith(SandboxExtension.class)
class CheckDdlIT {
  private static final String SCHEMA = "migrate";

  /** A statement on a table {@code {t}} of its own, and what it does to the replica. */
  private record Case(String sql, String effect) {}

  private static final List<Case> CASES =
      List.of(
          // What AWS names, one by one, and beside each how AWS says to write it instead.
          new Case("ALTER TABLE {t} ADD COLUMN n INT FIRST", "RESYNCS"),
          new Case("ALTER TABLE {t} ADD n INT NULL AFTER a", "RESYNCS"),
          new Case("ALTER TABLE {t} ADD COLUMN n INT", "FOLLOWS"),
          new Case(
              "ALTER TABLE {t} ADD COLUMN n TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP",
              "RESYNCS"),
          new Case("ALTER TABLE {t} ADD COLUMN n INT NOT NULL DEFAULT 7", "FOLLOWS"),
          new Case("ALTER TABLE {t} ADD COLUMN n INT, RENAME COLUMN a TO aa", "RESYNCS"),
          new Case("ALTER TABLE {t} ADD COLUMN (n INT, m INT)", "RESYNCS"),
          new Case("ALTER TABLE {t} RENAME COLUMN a TO aa", "FOLLOWS"),
          // Columns.
          new Case("ALTER TABLE {t} ADD n VARCHAR(30) DEFAULT 'x, FIRST; AFTER'", "FOLLOWS"),
          new Case("ALTER TABLE {t} ADD n INT COMMENT 'put FIRST, AFTER a'", "FOLLOWS"),
          new Case("ALTER TABLE {t} ADD n VARCHAR(20) NOT NULL", "FOLLOWS"),
          new Case("ALTER TABLE {t} ADD n INT AS (a + 1) STORED", "RESYNCS"),
          new Case("ALTER TABLE {t} DROP COLUMN a", "FOLLOWS"),
          new Case("ALTER TABLE {t} CHANGE a aa INT", "RESYNCS"),
          new Case("ALTER TABLE {t} MODIFY a BIGINT", "RESYNCS"),
          new Case("ALTER TABLE {t} MODIFY a INT COMMENT 'the same type'", "HARMLESS"),
          new Case("ALTER TABLE {t} MODIFY a INT AS (id * 2) STORED", "RESYNCS"),
          new Case("ALTER TABLE {t} ALTER COLUMN a SET DEFAULT 5", "HARMLESS"),
          new Case("ALTER TABLE {t} ADD COLUMN n BLOB", "BREAKS"),
          new Case("ALTER TABLE {t} MODIFY a SMALLINT UNSIGNED", "BREAKS"),
          // Keys and references.
          new Case("ALTER TABLE {t} DROP PRIMARY KEY", "BREAKS"),
          new Case("ALTER TABLE {t} DROP KEY `PRIMARY`", "BREAKS"),
          new Case("DROP INDEX `PRIMARY` ON {t}", "BREAKS"),
          new Case("ALTER TABLE {t} DROP PRIMARY KEY, ADD PRIMARY KEY (id, b)", "RESYNCS"),
          new Case("ALTER TABLE {t} ADD FOREIGN KEY (a) REFERENCES parent (id)", "HARMLESS"),
          new Case(
              "ALTER TABLE {t} ADD CONSTRAINT f_{t} FOREIGN KEY (a) REFERENCES parent (id)"
                  + " ON DELETE CASCADE",
              "BREAKS"),
          new Case("ALTER TABLE {t} ADD INDEX i (a), ADD UNIQUE u (b), COMMENT 'x'", "HARMLESS"),
          new Case("CREATE INDEX i ON {t} (a)", "HARMLESS"),
          // The table as a whole.
          new Case("ALTER TABLE {t} ENGINE=InnoDB", "HARMLESS"),
          new Case("ALTER TABLE {t} COMMENT='x' ENGINE=MyISAM", "BREAKS"),
          new Case("ALTER TABLE {t} PARTITION BY HASH (id) PARTITIONS 2", "HARMLESS"),
          new Case("ALTER TABLE `{t}` RENAME TO {t}_new", "RESYNCS"),
          new Case("RENAME TABLE {t} TO {t}_new", "RESYNCS"),
          new Case("TRUNCATE TABLE {t}", "FOLLOWS"),
          new Case("DROP TABLE {t}", "DROPS"),
          new Case("CREATE TABLE {t}_new LIKE {t}", "FOLLOWS"),
          new Case("CREATE TABLE {t}_new (id INT PRIMARY KEY, c JSON)", "FOLLOWS"),
          new Case("CREATE TABLE {t}_new (id INT, c INT)", "BREAKS"),
          new Case("CREATE TABLE {t}_new (id INT AUTO_INCREMENT KEY, c INT)", "FOLLOWS"),
          new Case("CREATE TABLE {t}_new (id INT PRIMARY KEY, c POINT)", "BREAKS"),
          new Case(
              "CREATE TABLE {t}_new (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES parent"
                  + " (id) ON UPDATE CASCADE)",
              "BREAKS"));

  @TempDir Path folder;

  @Test
  void theReplicatorDoesWhatWasForetold(Sandbox sandbox) throws SQLException, IOException {
    create(sandbox);
    Plumbline plumbline = new Plumbline(sandbox, folder);
    Path pipeline = folder.resolve("migrate");
    assertThat(init(plumbline, pipeline).code()).isZero();
    sandbox.control().awaitReplica();

    List<JsonNode> foretold =
        check(
            plumbline,
            pipeline,
            CASES.stream()
                .map(one -> sql(one) + ";")
                .collect(Collectors.joining("\n", "-- a migration; of many statements\n", "\n")));
    assertThat(foretold)
        .extracting(verdict -> verdict.path("effect").asText())
        .containsExactlyElementsOf(CASES.stream().map(Case::effect).toList());

    long before = lastChange(sandbox);
    execute(sandbox, CASES.stream().map(CheckDdlIT::sql).toList());
    sandbox.control().awaitReplica();
    for (Case one : CASES) {
      assertThat(observed(sandbox, one, before)).as(sql(one)).isEqualTo(seen(one));
    }
    assertTheProposalsDoNoHarm(sandbox, foretold);
  }

  /** What AWS names can be written otherwise, and then nothing is read anew. */
  private void assertTheProposalsDoNoHarm(Sandbox sandbox, List<JsonNode> foretold)
      throws SQLException {
    List<String> proposals = new ArrayList<>();
    for (int i : List.of(0, 1, 3, 5, 6)) {
      List<String> instead = new ArrayList<>();
      foretold.get(i).path("instead").forEach(sql -> instead.add(sql.asText()));
      assertThat(instead).as(foretold.get(i).toString()).isNotEmpty();
      instead.stream()
          .filter(sql -> !sql.startsWith("--"))
          .map(sql -> sql.replace("`t" + i + "`", "`again_" + i + "`"))
          .forEach(proposals::add);
    }
    long before = lastChange(sandbox);
    execute(sandbox, proposals);
    sandbox.control().awaitReplica();
    for (int i : List.of(0, 1, 3, 5, 6)) {
      assertThat(changes(sandbox, "again_" + i, before)).as("again_" + i).isEmpty();
    }
  }

  private static String sql(Case one) {
    return one.sql().replace("{t}", "t" + CASES.indexOf(one));
  }

  /** A replica that follows and one that sees nothing look alike from its states. */
  private static String seen(Case one) {
    return one.effect().equals("HARMLESS") ? "FOLLOWS" : one.effect();
  }

  private static void create(Sandbox sandbox) throws SQLException {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE OR REPLACE DATABASE " + SCHEMA + " CHARACTER SET utf8mb4");
    statements.add("CREATE TABLE " + SCHEMA + ".parent (id int PRIMARY KEY)");
    statements.add("INSERT INTO " + SCHEMA + ".parent VALUES (1), (2)");
    for (int i = 0; i < CASES.size(); i++) {
      table(statements, "t" + i);
    }
    for (int i : List.of(0, 1, 3, 5, 6)) {
      table(statements, "again_" + i);
    }
    execute(sandbox, statements);
  }

  private static void table(List<String> statements, String name) {
    statements.add(
        "CREATE TABLE "
            + SCHEMA
            + "."
            + name
            + " (id int PRIMARY KEY, a int, b varchar(20) NOT NULL)");
    statements.add("INSERT INTO " + SCHEMA + "." + name + " VALUES (1, 1, 'x'), (2, 2, 'y')");
  }

  private List<JsonNode> check(Plumbline plumbline, Path pipeline, String sql) throws IOException {
    Path file = folder.resolve("migration.sql");
    Files.writeString(file, sql, UTF_8);
    Plumbline.Ended ended =
        plumbline.run(
            List.of("check-ddl", file.toString(), "--pipeline", pipeline.toString(), "--json"));
    assertThat(ended.code()).as(ended.all()).isEqualTo(43);
    List<JsonNode> verdicts = new ArrayList<>();
    new ObjectMapper().readTree(ended.out()).path("statements").forEach(verdicts::add);
    return verdicts;
  }

  /** What the states of the case's table, or of the one it makes, say. */
  private static String observed(Sandbox sandbox, Case one, long before) throws SQLException {
    String table = "t" + CASES.indexOf(one);
    boolean creates = one.sql().startsWith("CREATE TABLE");
    boolean renames = one.sql().contains("RENAME T");
    String watched = creates || renames ? table + "_new" : table;
    List<String> states = changes(sandbox, watched, before);
    if (states.contains("Failed")) {
      return "BREAKS";
    }
    if (renames) {
      // Its rows come again under the new name, and the old one goes.
      assertThat(state(sandbox, table)).as("state of " + table).isIn("", "Deleted");
      assertThat(state(sandbox, watched)).as("state of " + watched).isEqualTo("Synced");
      return "RESYNCS";
    }
    // The first load of a new table passes through the states of a resync.
    if (!creates && states.stream().anyMatch(state -> state.startsWith("Resync"))) {
      return "RESYNCS";
    }
    return state(sandbox, watched).equals("Synced") ? "FOLLOWS" : "DROPS";
  }

  private static List<String> changes(Sandbox sandbox, String table, long after)
      throws SQLException {
    return texts(
        sandbox,
        "select new_state from sandbox.integration_table_state_change"
            + " where schema_name = '"
            + SCHEMA
            + "' and table_name = ? and id > "
            + after
            + " order by id",
        table);
  }

  private static String state(Sandbox sandbox, String table) throws SQLException {
    return String.join(
        "",
        texts(
            sandbox,
            "select table_state from sandbox.integration_table where schema_name = '"
                + SCHEMA
                + "' and table_name = ?",
            table));
  }

  private static long lastChange(Sandbox sandbox) throws SQLException {
    return Long.parseLong(
        texts(
                sandbox,
                "select coalesce(max(id), 0) from sandbox.integration_table_state_change where ? = ''",
                "")
            .get(0));
  }

  private static List<String> texts(Sandbox sandbox, String sql, String parameter)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection postgres = sandbox.postgres();
        PreparedStatement statement = postgres.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
    }
    return texts;
  }

  private static void execute(Sandbox sandbox, List<String> statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        if (!sql.startsWith("CREATE OR REPLACE")) {
          statement.execute("USE " + SCHEMA);
        }
        statement.execute(sql);
      }
    }
  }

  private static Plumbline.Ended init(Plumbline plumbline, Path pipeline) {
    return plumbline.run(
        List.of(
            "init",
            "--env",
            Plumbline.home().resolve("conf/env/local.yaml").toString(),
            "--source",
            "aurora",
            "--schema",
            SCHEMA,
            "--out",
            pipeline.toString()));
  }
}
