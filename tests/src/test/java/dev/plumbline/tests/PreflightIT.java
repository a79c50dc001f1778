package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Preflight with accounts that may too little or too much. */
@ExtendWith(SandboxExtension.class)
class PreflightIT {
  private static final String SCHEMA = "pre_flight";
  private static final String USER = "fresh_reader";

  /** No real account has it: it is made and used here only. */
  private static final String PASSWORD = "only-for-this-test";

  @TempDir Path folder;

  @BeforeEach
  void create(Sandbox sandbox) throws SQLException {
    execute(
        sandbox,
        List.of(
            "CREATE OR REPLACE DATABASE " + SCHEMA,
            "CREATE TABLE " + SCHEMA + ".good (id int PRIMARY KEY, v varchar(10))",
            "CREATE OR REPLACE USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD + "'"));
    sandbox.control().awaitReplica();
  }

  @Test
  void aSchemaAndAccountsAsTheyShouldBeEndWithZero(Sandbox sandbox) throws IOException {
    Plumbline.Ended ended = preflight(sandbox, Plumbline.home().resolve("conf/env/local.yaml"));
    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(findings(ended))
        .extracting(one -> one.path("severity").asText())
        .containsOnly("UNKNOWN");
  }

  @Test
  void whatAccountsLackIsNamedAndThePrintedGrantsAreEnough(Sandbox sandbox)
      throws SQLException, IOException {
    // The database is not even seen without a right on it.
    execute(sandbox, List.of("GRANT SHOW VIEW ON " + SCHEMA + ".* TO '" + USER + "'@'%'"));
    Path env = environment(sandbox);
    Plumbline.Ended before = preflight(sandbox, env);
    assertThat(before.code()).as(before.all()).isEqualTo(43);
    assertThat(findings(before))
        .filteredOn(one -> one.path("severity").asText().equals("MISSING"))
        .extracting(one -> one.path("statements").path(0).asText())
        .containsExactlyInAnyOrder(
            "GRANT SELECT ON `pre_flight`.* TO '" + USER + "'@'%'",
            "GRANT REPLICATION CLIENT ON *.* TO '" + USER + "'@'%'",
            "GRANT CREATE ON DATABASE \"dev\" TO \"reader\"",
            "GRANT ROLE sys:monitor TO \"reader\"");

    Plumbline.Ended grants = plumbline(sandbox).run(command(env, "--print-grants"));
    assertThat(grants.code()).as(grants.all()).isZero();
    execute(
        sandbox,
        grants
            .out()
            .lines()
            .filter(line -> line.startsWith("GRANT ") && line.contains("'@'%'"))
            .map(line -> line.substring(0, line.length() - 1))
            .toList());
    assertThat(findings(preflight(sandbox, env)))
        .filteredOn(one -> one.path("area").asText().equals("SOURCE"))
        .extracting(one -> one.path("severity").asText())
        .containsOnly("UNKNOWN");
  }

  @Test
  void anAccountThatMayWriteIsWarnedOf(Sandbox sandbox) throws SQLException, IOException {
    execute(
        sandbox,
        List.of(
            "GRANT SELECT, REPLICATION CLIENT ON *.* TO '" + USER + "'@'%'",
            "GRANT INSERT, DELETE ON " + SCHEMA + ".* TO '" + USER + "'@'%'"));
    assertThat(findings(preflight(sandbox, environment(sandbox))))
        .filteredOn(one -> one.path("severity").asText().equals("UNSAFE"))
        .singleElement()
        .matches(one -> one.path("reason").asText().contains("DELETE, INSERT on `pre_flight`.*"));
  }

  @Test
  void retentionThatRdsDoesNotPromiseIsNamed(Sandbox sandbox) throws SQLException, IOException {
    execute(
        sandbox,
        List.of(
            "CREATE TABLE mysql.rds_configuration (name varchar(100) PRIMARY KEY, value varchar(100))",
            "INSERT INTO mysql.rds_configuration VALUES ('binlog retention hours', NULL)",
            "GRANT SELECT, REPLICATION CLIENT ON *.* TO '" + USER + "'@'%'"));
    try {
      assertThat(findings(preflight(sandbox, environment(sandbox))))
          .filteredOn(one -> one.path("subject").asText().equals("aurora binlog retention"))
          .singleElement()
          .matches(one -> one.path("severity").asText().equals("HARD"))
          .matches(one -> one.path("reason").asText().contains("no longer than the server itself"));
    } finally {
      execute(sandbox, List.of("DROP TABLE mysql.rds_configuration"));
    }
  }

  @Test
  void eachPlaceOnS3IsLookedAt(Sandbox sandbox) throws IOException {
    String text = Files.readString(Plumbline.home().resolve("conf/env/local.yaml"), UTF_8);
    Path env =
        Files.writeString(
            folder.resolve("nowhere.yaml"),
            text.replace("s3://${sandbox:s3.bucket}/lake", "s3://no-such-bucket/lake")
                .replace("reports: .plumbline/reports", "reports: s3://no-such-bucket/reports"),
            UTF_8);
    assertThat(findings(preflight(sandbox, env)))
        .filteredOn(one -> one.path("area").asText().equals("LAKE"))
        .extracting(one -> one.path("subject").asText())
        .containsExactly("s3://no-such-bucket/lake", "s3://no-such-bucket/reports");
  }

  @Test
  void whatIsReadFromElsewhereIsLookedForToo(Sandbox sandbox) throws SQLException, IOException {
    String role = "preflight_reader";
    Endpoints.Database postgres = sandbox.endpoints().postgres();
    inPostgres(
        sandbox,
        List.of(
            "CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'",
            "CREATE SCHEMA \"pre Flight\"",
            "CREATE TABLE \"pre Flight\".\"Clients\" (id bigint PRIMARY KEY)"));
    Path env =
        Files.writeString(
            folder.resolve("elsewhere.yaml"),
            Files.readString(Plumbline.home().resolve("conf/env/local.yaml"), UTF_8)
                .replaceFirst(
                    "(?m)^endpoints:\n",
                    "endpoints:\n  drops: {type: files, url: 's3://\\${sandbox:s3.bucket}/pre'}\n"
                        + "  crm: {type: postgres, url: '"
                        + postgres.url()
                        + "', login: {user: "
                        + role
                        + ", secret: 'env:PREFLIGHT_PASSWORD'}}\n"),
            UTF_8);
    Path tables = Files.createDirectories(folder.resolve("elsewhere/tables"));
    Files.writeString(
        tables.resolveSibling("pipeline.yaml"), "name: elsewhere\nwarehouse: warehouse\n", UTF_8);
    for (String origin :
        List.of(
            "clients: crm, schema: pre Flight, table: Clients",
            "rates: drops, path: rates, format: csv")) {
      String id = origin.substring(0, origin.indexOf(':'));
      Files.writeString(
          tables.resolve(id + ".yaml"),
          "id: "
              + id
              + "\nsource: {endpoint"
              + origin.substring(id.length())
              + "}\nkey: [id]\ncolumns: {id: bigint not null}\n",
          UTF_8);
    }
    List<String> command =
        List.of("preflight", "--env", env.toString(), "--pipeline", tables.getParent().toString());

    Plumbline.Ended shut = plumbline(sandbox).run(with(command, "--json"));
    assertThat(shut.code()).as(shut.all()).isEqualTo(43);
    assertThat(findings(shut))
        .filteredOn(one -> one.path("subject").asText().equals("crm"))
        .singleElement()
        .matches(one -> one.path("reason").asText().contains("permission denied for database"));
    Plumbline.Ended grants = plumbline(sandbox).run(with(command, "--print-grants"));
    assertThat(grants.out()).contains("pre/rates/*").doesNotContain("'@'%'");
    inPostgres(sandbox, grants.out().lines().filter(one -> one.contains("CONNECT")).toList());

    Plumbline.Ended before = plumbline(sandbox).run(with(command, "--json"));
    assertThat(before.code()).as(before.all()).isEqualTo(43);
    assertThat(findings(before))
        .filteredOn(one -> one.path("severity").asText().equals("MISSING"))
        .extracting(one -> one.path("subject").asText(), one -> one.path("reason").asText())
        .containsExactlyInAnyOrder(
            tuple(
                "crm.clients",
                "crm has no table pre Flight.Clients, or the account may not read it"),
            tuple(
                "drops.rates",
                "s3://" + sandbox.endpoints().s3().bucket() + "/pre/rates holds no file"));

    inPostgres(sandbox, grants.out().lines().filter(one -> one.contains("pre Flight")).toList());
    try (S3Client s3 = sandbox.s3()) {
      String bucket = sandbox.endpoints().s3().bucket();
      s3.putObject(
          request -> request.bucket(bucket).key("pre/rates/a.csv"), RequestBody.fromString("id\n"));
    }
    Plumbline.Ended after = plumbline(sandbox).run(with(command, "--json"));
    assertThat(after.code()).as(after.all()).isZero();
  }

  private static void inPostgres(Sandbox sandbox, List<String> statements) throws SQLException {
    try (Connection server = sandbox.postgres();
        Statement statement = server.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static List<String> with(List<String> command, String more) {
    List<String> all = new ArrayList<>(command);
    all.add(more);
    return all;
  }

  /**
   * The local environment with an account of its own on the source, and the readers' on Redshift.
   */
  private Path environment(Sandbox sandbox) throws IOException {
    String text =
        Files.readString(Plumbline.home().resolve("conf/env/local.yaml"), UTF_8)
            .replace("${sandbox:aurora.reader.user}", USER)
            .replace("sandbox:aurora.reader.password", "env:PREFLIGHT_PASSWORD")
            .replace("${sandbox:redshift.etl.user}", sandbox.endpoints().redshift().reader().user())
            .replace("sandbox:redshift.etl.password", "sandbox:redshift.reader.password");
    return Files.writeString(folder.resolve("env.yaml"), text, UTF_8);
  }

  private Plumbline plumbline(Sandbox sandbox) {
    return new Plumbline(sandbox, folder).with("PREFLIGHT_PASSWORD", PASSWORD);
  }

  private Plumbline.Ended preflight(Sandbox sandbox, Path env) {
    return plumbline(sandbox).run(command(env, "--json"));
  }

  private static List<String> command(Path env, String more) {
    return List.of(
        "preflight", "--env", env.toString(), "--source", "aurora", "--schema", SCHEMA, more);
  }

  private static List<JsonNode> findings(Plumbline.Ended ended) throws IOException {
    List<JsonNode> findings = new ArrayList<>();
    new ObjectMapper().readTree(ended.out()).path("findings").forEach(findings::add);
    return findings;
  }

  private static void execute(Sandbox sandbox, List<String> statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
