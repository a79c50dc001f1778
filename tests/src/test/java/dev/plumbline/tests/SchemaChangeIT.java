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

/** Columns that are added, widened, renamed and dropped at the source between two runs. */
@ExtendWith(SandboxExtension.class)
class SchemaChangeIT {
  private static final String NAME = "changing";

  @TempDir Path folder;

  @Test
  void tablesFollowTheirSourceAsTheyAreDeclaredTo(Sandbox sandbox)
      throws SQLException, IOException {
    createSource(sandbox);
    writePipeline();
    Plumbline plumbline = new Plumbline(sandbox, folder).inThisJvm();
    assertEnds(plumbline.run(arguments("extract")), 0);
    assertEnds(plumbline.run(arguments("publish")), 0);
    onFallback(
        sandbox,
        "GRANT USAGE ON SCHEMA fallback_changing TO reader",
        "GRANT SELECT ON TABLE fallback_changing.followed TO reader");
    onSource(
        sandbox,
        "ALTER TABLE changing.followed ADD COLUMN note VARCHAR(9) DEFAULT 'new' AFTER id",
        "ALTER TABLE changing.followed MODIFY amount BIGINT NOT NULL",
        "ALTER TABLE changing.followed CHANGE word title VARCHAR(20)",
        "UPDATE changing.followed SET amount = 5000000000 WHERE id = 2",
        "ALTER TABLE changing.told ADD COLUMN note INT DEFAULT 7");

    Plumbline.Ended refused =
        plumbline.run(arguments("extract", "--set", "tables.told.evolve=fail"));

    assertEnds(refused, 20);
    assertThat(messages(plumbline.report(NAME, "extract")))
        .containsExactly(
            "aurora Cannot extract from aurora: table changing.told: column note int(11) added (in"
                + " the file of table told write 'note: int(11)'). Nothing was read; with 'evolve:"
                + " evolve' a table follows by itself");
    assertThat(fallback(sandbox, "SELECT id, amount, word FROM fallback_changing.followed"))
        .containsExactly("1|10|a", "2|20|b");

    assertEnds(plumbline.run(arguments("extract")), 0);
    assertThat(messages(plumbline.report(NAME, "extract")))
        .contains(
            "aurora changing.followed column amount widened from int not null to bigint(20) not"
                + " null, followed; column word varchar(20) dropped, followed; column note"
                + " varchar(9) added, followed; column title varchar(20) added, followed",
            "aurora changing.told not followed: column note int(11) added (in the file of table"
                + " told write 'note: int(11)')");
    assertEnds(plumbline.run(arguments("publish")), 0);

    assertThat(
            reader(
                sandbox, "SELECT id, amount, title || '|' || note FROM fallback_changing.followed"))
        .containsExactly("1|10|a|new", "2|5000000000|b|new");
    assertThat(
            fallback(
                sandbox,
                "SELECT column_name, '', '' FROM information_schema.columns WHERE"
                    + " table_schema = 'fallback_changing' AND table_name = 'told'"))
        .containsExactly("id||");
    Plumbline.Ended compared =
        plumbline.run(arguments("reconcile", "--select", "followed", "--depth", "checksums"));
    assertThat(plumbline.report(NAME, "reconcile").path("reconcile"))
        .as(compared.all())
        .filteredOn(pair -> !pair.path("pair").asText().equals("source/replica"))
        .hasSize(2)
        .allSatisfy(pair -> assertThat(pair.path("verdict").asText()).isEqualTo("MATCH"));
  }

  private static void createSource(Sandbox sandbox) throws SQLException {
    onSource(
        sandbox,
        "CREATE DATABASE changing",
        "CREATE TABLE changing.followed (id INT PRIMARY KEY, amount INT NOT NULL, word"
            + " VARCHAR(20))",
        "INSERT INTO changing.followed VALUES (1, 10, 'a'), (2, 20, 'b')",
        "CREATE TABLE changing.told (id INT PRIMARY KEY)",
        "INSERT INTO changing.told VALUES (1)");
  }

  private void writePipeline() throws IOException {
    Path tables = Files.createDirectories(folder.resolve("pipeline/tables"));
    Files.writeString(
        folder.resolve("pipeline/pipeline.yaml"),
        "name: changing\nsource: aurora\nwarehouse: warehouse\nevolve: evolve\n",
        UTF_8);
    Files.writeString(
        tables.resolve("followed.yaml"),
        "id: followed\nsource: {database: changing}\nkey: [id]\ncolumns:\n  id: int not null\n"
            + "  amount: int not null\n  word: varchar(20)\n",
        UTF_8);
    Files.writeString(
        tables.resolve("told.yaml"),
        "id: told\nsource: {database: changing}\nkey: [id]\nevolve: warn\ncolumns:\n"
            + "  id: int not null\n",
        UTF_8);
  }

  private static List<String> messages(JsonNode report) {
    List<String> messages = new ArrayList<>();
    for (JsonNode step : report.path("steps")) {
      messages.add(step.path("table").asText() + " " + step.path("message").asText());
    }
    return messages;
  }

  private static List<String> fallback(Sandbox sandbox, String sql) throws SQLException {
    try (Connection redshift = sandbox.redshift()) {
      return read(redshift, sql);
    }
  }

  private static List<String> reader(Sandbox sandbox, String sql) throws SQLException {
    Endpoints.Redshift redshift = sandbox.endpoints().redshift();
    try (Connection reader =
        DriverManager.getConnection(
            redshift.url(), redshift.reader().user(), redshift.reader().password())) {
      return read(reader, sql);
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

  private static void onSource(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora()) {
      execute(aurora, statements);
    }
  }

  private static void onFallback(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection etl = sandbox.redshift()) {
      execute(etl, statements);
    }
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
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
