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
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One pipeline whose bronze comes from files, from PostgreSQL, and from a source whose tables begin
 * with an export and go on from there.
 */
@ExtendWith(SandboxExtension.class)
class OtherSourcesIT {
  private static final String NAME = "others";
  private static final boolean LONG = Boolean.getBoolean("plumbline.kills.each");
  private static final String ORDERS = "id, amount, note, ratio, updated_at";
  private static final String LINES = "shop, no, note, doc, 0";

  @TempDir Path folder;

  private Sandbox sandbox;
  private Plumbline plumbline;

  @Test
  void filesAndExportsBecomeBronzeAndWhatTheSourceHasIsWhatCounts(Sandbox shared) throws Exception {
    sandbox = shared;
    plumbline = new Plumbline(sandbox, folder).inThisJvm();
    fillSource();
    fillDrops();
    fillPostgres();
    writePipeline();

    if (LONG) {
      plumbline
          .start(arguments("extract", "pipeline", "--run-id", "others-1"))
          .awaitLog("extract step read orders")
          .kill();
      assertThat(published("bronze_others.orders")).as("nobody sees what is not proven").isFalse();
    }

    Plumbline.Ended first = run("run", "pipeline", "--run-id", "others-1");
    assertThat(first.code()).as(first.all()).isZero();
    JsonNode report = plumbline.report(NAME, "run");
    assertThat(message(report, "bronze_others.orders"))
        .as("500 within the overlap, 3 and 4 by the cursor; 5, 6, 9001 and 7 by digests")
        .endsWith("others.orders, then 6 rows written, 1 key gone");
    assertThat(message(report, "bronze_others.lines"))
        .endsWith("others.lines, then 3 rows written, 1 key gone");
    assertProven(report);
    assertThat(imported())
        .containsExactly(
            "csv|1|1.5000|ä, \"b\"|2026-03-29 01:30:00",
            "csv|2|null||null",
            "json|1|12345678901234.5678|x|2026-01-01 00:00:00",
            "parquet|1|0.2500|größe|2026-01-01 00:00:00",
            "postgres|1|0.1000|1 2026-03-29 02:30:00.5 1900-01-01 45000000000 [\"a\",null]"
                + " 00000000-0000-0000-0000-000000000001 {\"k\": 1.10} ff|2026-01-01 00:00:00",
            "postgres|2500|250.0000||null");

    put("drops/rates/b.csv", "id;amount;note;seen_at\n3;one;b;\n");
    onSource(
        "UPDATE others.orders SET note = 'again', updated_at = '2026-01-07' WHERE id = 8",
        "UPDATE others.lines SET note = 'again' WHERE shop = 'Süd' AND no = 5",
        "DELETE FROM others.lines WHERE shop = 'Süd' AND no = 8");
    Plumbline.Ended second = run("run", "pipeline");
    report = plumbline.report(NAME, "run");
    assertThat(second.code()).as(second.all()).isEqualTo(20);
    assertThat(message(report, "bronze_drops.rates"))
        .endsWith("drops/rates/b.csv, row 2: column amount holds 'one', which is no decimal(20,4)");
    assertThat(message(report, "bronze_others.lines"))
        .isEqualTo("changes: 1 new or changed, 1 gone");
    assertThat(message(report, "bronze_others.orders")).startsWith("incremental: ");
    assertProven(report);
    assertThat(imported()).as("as it was").hasSize(6);

    if (LONG) {
      assertAgain();
    }
  }

  private boolean published(String table) {
    return new SandboxLake(sandbox)
        .ask(catalog -> catalog.loadTable(TableIdentifier.parse(table)).currentSnapshot() != null);
  }

  /** The same run id adds nothing, in a pipeline that has no source of its own. */
  private void assertAgain() throws IOException {
    write("only/pipeline.yaml", "name: only\nwarehouse: warehouse\n");
    Files.createDirectories(folder.resolve("only/tables"));
    Files.copy(
        folder.resolve("pipeline/tables/rates.yaml"), folder.resolve("only/tables/rates.yaml"));
    Plumbline.Ended again = run("run", "only", "--run-id", "others-1");
    assertThat(again.code()).as(again.all()).isZero();
    assertThat(message(plumbline.report("only", "run"), "bronze_drops.rates"))
        .isEqualTo("this run had committed it before");
  }

  private void fillSource() throws SQLException {
    onSource(
        "DROP DATABASE IF EXISTS others",
        "CREATE DATABASE others CHARACTER SET utf8mb4",
        "CREATE TABLE others.orders (id BIGINT PRIMARY KEY, amount DECIMAL(9,2), note TEXT,"
            + " ratio DOUBLE, day DATE, updated_at DATETIME(6), KEY (updated_at))",
        "INSERT INTO others.orders SELECT seq, seq * 1.5, CONCAT('größe ', seq), seq / 4,"
            + " '2026-01-01', '2026-01-05' - INTERVAL (500 - seq) HOUR FROM others.seq_1_to_500",
        "CREATE TABLE others.lines (shop VARCHAR(12) NOT NULL, no INT UNSIGNED NOT NULL,"
            + " note VARCHAR(40), doc JSON, PRIMARY KEY (shop, no))",
        "INSERT INTO others.lines SELECT 'Süd', seq, CONCAT('n', seq), '{\"a\": 1}'"
            + " FROM others.seq_1_to_300",
        "UPDATE others.orders SET note = 'changed', updated_at = '2026-01-06' WHERE id IN (3, 4)",
        "UPDATE others.orders SET note = 'behind the cursor' WHERE id = 5",
        "UPDATE others.orders SET ratio = 0.125 WHERE id = 6",
        "DELETE FROM others.orders WHERE id = 7",
        "INSERT INTO others.orders VALUES (9001, 1, 'late', NULL, NULL, '2025-12-01')",
        "UPDATE others.lines SET note = NULL WHERE no = 2",
        "UPDATE others.lines SET doc = '{\"a\": 2}' WHERE no = 3",
        "UPDATE others.lines SET no = 9001 WHERE no = 4");
  }

  /** The tables as an export of Aurora has them: a date as text, a time of no place in UTC. */
  private void fillDrops() {
    try (S3Client s3 = sandbox.s3()) {
      ParquetFiles files = new ParquetFiles(s3, sandbox.endpoints().s3().bucket());
      files.write(
          "export/others/others.orders/1/part-00000.gz.parquet",
          "SELECT i::bigint AS id, (i * 1.5)::decimal(9,2) AS amount, 'größe ' || i AS note,"
              + " i / 4.0::double AS ratio, '2026-01-01' AS day,"
              + " to_timestamp(epoch(TIMESTAMP '2026-01-05') - (500 - i) * 3600) AS updated_at"
              + " FROM range(1, 501) AS r(i)");
      files.write(
          "export/others/others.lines/1/part-00000.gz.parquet",
          "SELECT 'Süd' AS shop, i::bigint AS no, 'n' || i AS note, '{\"a\": 1}' AS doc"
              + " FROM range(1, 301) AS r(i)");
      files.write(
          "drops/places/x.parquet",
          "SELECT 0.25::double AS amount, 1::tinyint AS id, 'größe' AS note,"
              + " to_timestamp(1767225600) AS seen_at, 7 AS more");
    }
    put(
        "drops/rates/a.csv",
        "id;amount;note;seen_at\n1;1.5;\"ä, \"\"b\"\"\";2026-03-29 02:30:00\n2;;\"\";\n");
    put(
        "drops/events/2026/a.json",
        "{\"id\": 1, \"amount\": 12345678901234.5678, \"note\": \"x\","
            + " \"seen_at\": \"2026-01-01T00:00:00Z\"}\n");
  }

  private void fillPostgres() throws SQLException {
    try (Connection server = sandbox.postgres();
        Statement statement = server.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS crm");
      statement.execute("CREATE DATABASE crm");
    }
    Endpoints.Database postgres = sandbox.endpoints().postgres();
    try (Connection crm = DriverManager.getConnection(crm(), postgres.user(), postgres.password());
        Statement statement = crm.createStatement()) {
      statement.execute(
          "CREATE TABLE \"Clients\" (id bigint PRIMARY KEY, amount numeric(20,4), note text,"
              + " seen_at timestamptz, flag boolean, local timestamp, born date, lasts time,"
              + " tags text[], uid uuid, doc jsonb, data bytea, ratio double precision, small"
              + " real)");
      statement.execute(
          "INSERT INTO \"Clients\" SELECT n, n / 10.0, NULL, '2026-01-01 01:00:00+01', true,"
              + " '2026-03-29 02:30:00.5', '1900-01-01', '12:30:00', '{a,NULL}',"
              + " CAST(LPAD(CAST(n AS text), 32, '0') AS uuid), '{\"k\": 1.10}', '\\xff', n / 3.0,"
              + " 0.1 FROM generate_series(1, 2499) AS s(n)");
      statement.execute("INSERT INTO \"Clients\" (id, amount, note) VALUES (2500, 250, '')");
    }
  }

  private String crm() {
    return sandbox.endpoints().postgres().url().replaceFirst("/warehouse$", "/crm");
  }

  private void put(String key, String text) {
    try (S3Client s3 = sandbox.s3()) {
      String bucket = sandbox.endpoints().s3().bucket();
      s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text, UTF_8));
    }
  }

  private void writePipeline() throws IOException {
    write(
        "env.yaml",
        Files.readString(Plumbline.home().resolve("conf/env/local.yaml"), UTF_8)
            .replace(
                "endpoints:\n",
                "endpoints:\n  drops: {type: files, url: \"s3://${sandbox:s3.bucket}/drops\"}\n"
                    + "  crm:\n    type: postgres\n    url: "
                    + crm()
                    + "\n    login: {user: \"${sandbox:postgres.user}\","
                    + " secret: 'sandbox:postgres.password'}\n"));
    write("pipeline/pipeline.yaml", "name: others\nsource: aurora\nwarehouse: warehouse\n");
    String export = "s3://" + sandbox.endpoints().s3().bucket() + "/export/others/others.";
    write(
        "pipeline/tables/orders.yaml",
        "id: orders\nsource: {database: others}\nkey: [id]\n"
            + "columns: {id: bigint not null, amount: 'decimal(9,2)', note: text, ratio: double,"
            + " day: date, updated_at: datetime(6)}\n"
            + "extraction: {mode: incremental, cursor: updated_at, firstLoad: '"
            + export
            + "orders'}\n");
    write(
        "pipeline/tables/lines.yaml",
        "id: lines\nsource: {database: others}\nkey: [shop, no]\n"
            + "columns: {shop: varchar(12) not null, 'no': int unsigned not null,"
            + " note: varchar(40), doc: json}\n"
            + "extraction: {mode: changes, firstLoad: '"
            + export
            + "lines'}\n");
    imported("rates", "drops, path: rates/, format: csv, delimiter: ';', zone: '+01:00'");
    imported("events", "drops, path: events, format: json");
    imported("places", "drops, path: /places/x.parquet, format: parquet");
    write(
        "pipeline/tables/clients.yaml",
        "id: clients\nsource: {endpoint: crm, table: Clients}\nkey: [id]\n"
            + "extraction: {splitRows: 1000}\ncolumns: {id: bigint not null,"
            + " amount: 'decimal(20,4)', note: text, seen_at: timestamp(6), flag: boolean,"
            + " local: datetime(6), born: date, lasts: time(6), tags: json, uid: char(36),"
            + " doc: json, data: longblob, ratio: double, small: float}\n");
    write(
        "pipeline/models/silver/imported.yaml",
        "grain: one row per file's row\nkey: [origin, id]\ncolumns: {origin: {type: string,"
            + " length: 10}, id: bigint, amount: 'decimal(20,4)', note: {type: string, length: 400},"
            + " seen_at: timestamp}\n");
    write(
        "pipeline/models/silver/imported.sql",
        "SELECT 'csv' AS origin, id, amount, note, seen_at FROM bronze_drops.rates\nUNION ALL\n"
            + "SELECT 'json', id, amount, note, seen_at FROM bronze_drops.events\nUNION ALL\n"
            + "SELECT 'parquet', id, amount, note, seen_at FROM bronze_drops.places\nUNION ALL\n"
            + "SELECT 'postgres', id, amount, coalesce(note, concat_ws(' ', flag, local, born,"
            + " lasts, tags, uid, doc, lower(hex(data)))), seen_at FROM bronze_crm.clients"
            + " WHERE id IN (1, 2500)\n");
  }

  private void imported(String id, String source) throws IOException {
    write(
        "pipeline/tables/" + id + ".yaml",
        "id: "
            + id
            + "\nsource: {endpoint: "
            + source
            + "}\nkey: [id]\ncolumns: {id: bigint not null, amount: 'decimal(20,4)',"
            + " note: varchar(40), seen_at: timestamp}\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, UTF_8);
  }

  private Plumbline.Ended run(String job, String pipeline, String... more) {
    return plumbline.run(arguments(job, pipeline, more));
  }

  private List<String> arguments(String job, String pipeline, String... more) {
    List<String> arguments = new ArrayList<>(List.of(job));
    arguments.addAll(List.of("--env", folder.resolve("env.yaml").toString()));
    arguments.addAll(List.of("--pipeline", folder.resolve(pipeline).toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** Bronze and the fallback are the source, as comparisons and as queries see it. */
  private void assertProven(JsonNode report) throws SQLException {
    List<String> verdicts = new ArrayList<>();
    for (JsonNode pair : report.path("reconcile")) {
      if (pair.path("pair").asText().contains("bronze")) {
        verdicts.add(pair.path("verdict").asText());
      }
    }
    assertThat(verdicts).as(report.toString()).hasSize(4).containsOnly("MATCH");
    try (Connection source = sandbox.aurora();
        Connection copy = sandbox.redshift()) {
      assertThat(rows(copy, ORDERS, "fallback_others.orders"))
          .isEqualTo(rows(source, ORDERS, "others.orders"));
      assertThat(rows(copy, LINES.replace("doc", "JSON_SERIALIZE(doc)"), "fallback_others.lines"))
          .isEqualTo(rows(source, LINES.replace("doc", "REPLACE(doc, ' ', '')"), "others.lines"));
    }
  }

  private List<String> imported() throws SQLException {
    try (Connection redshift = sandbox.redshift()) {
      return rows(redshift, "origin, id, amount, note, seen_at", "silver.imported");
    }
  }

  private static List<String> rows(Connection connection, String columns, String table)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + columns + " FROM " + table)) {
      while (result.next()) {
        StringBuilder row = new StringBuilder(String.valueOf(result.getString(1)));
        for (int i = 2; i <= 5; i++) {
          row.append('|').append(text(result, i));
        }
        rows.add(row.toString());
      }
    }
    rows.sort(null);
    return rows;
  }

  /** Times without the zeros of their fraction, which drivers write or not. */
  private static String text(ResultSet result, int column) throws SQLException {
    return String.valueOf(result.getString(column)).replaceFirst("(:[0-9]{2})[.]0+$", "$1");
  }

  private static String message(JsonNode report, String table) {
    for (JsonNode step : report.path("steps")) {
      if (step.path("job").asText().equals("extract")
          && step.path("table").asText().equals(table)) {
        return step.path("message").asText();
      }
    }
    throw new AssertionError("no extract step of " + table + " in " + report);
  }

  private void onSource(String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
