package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database of one test's own at the source, its replica, and checks of the two. */
final class CheckFixture {
  private final Sandbox sandbox;
  private final Path folder;
  final String schema;
  final Plumbline plumbline;

  /**
   * Makes the database anew.
   *
   * @param folder working folder of the checks
   */
  CheckFixture(Sandbox sandbox, Path folder, String schema) throws SQLException {
    this.sandbox = sandbox;
    this.folder = folder;
    this.schema = schema;
    this.plumbline = new Plumbline(sandbox, folder);
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      statement.execute("CREATE OR REPLACE DATABASE " + schema);
    }
  }

  /** A check of the database against its replica. */
  Plumbline.Ended check(String... more) {
    return plumbline.run(arguments(more));
  }

  List<String> arguments(String... more) {
    return arguments(Plumbline.home().resolve("conf/env/local.yaml"), more);
  }

  List<String> arguments(Path env, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("check", "--env", env.toString(), "--source", "aurora", "--schema", schema));
    if (!List.of(more).contains("--target")) {
      arguments.addAll(List.of("--target", "replica"));
    }
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** The local environment with some of its text replaced, each pair's first by its second. */
  Path environment(String... pairs) throws IOException {
    String text = Files.readString(Plumbline.home().resolve("conf/env/local.yaml"), UTF_8);
    for (int i = 0; i < pairs.length; i += 2) {
      text = text.replace(pairs[i], pairs[i + 1]);
    }
    return Files.writeString(folder.resolve("env.yaml"), text, UTF_8);
  }

  void onSource(String... statements) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      // Sequences are tables of whatever database a session is in.
      statement.execute("USE " + schema);
      for (String sql : statements) {
        statement.execute(sql.replace("$S", schema));
      }
    }
  }

  /** Past zero-ETL and the gateway, in the warehouse itself. */
  void onReplica(String... statements) throws SQLException {
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql.replace("$S", "\"zeroetl$" + schema + "\""));
      }
    }
  }

  /** The comparison of a table in the last report. */
  JsonNode comparison(String table) {
    return comparison(report(), table);
  }

  static JsonNode comparison(JsonNode report, String table) {
    for (JsonNode one : report.path("reconcile")) {
      if (one.path("table").asText().equals(table)) {
        return one;
      }
    }
    throw new AssertionError("no comparison of " + table + " in " + report.path("reconcile"));
  }

  JsonNode report() {
    return plumbline.report("aurora-replica-zeroetl", "check");
  }

  /** What a check printed as JSON. */
  static JsonNode json(Plumbline.Ended ended) {
    try {
      return new ObjectMapper().readTree(ended.out());
    } catch (IOException e) {
      throw new UncheckedIOException(ended.all(), e);
    }
  }

  /** Verdict by table, such as {@code orders MISMATCH}. */
  static List<String> verdicts(JsonNode report) {
    List<String> verdicts = new ArrayList<>();
    report
        .path("reconcile")
        .forEach(
            one -> verdicts.add(one.path("table").asText() + " " + one.path("verdict").asText()));
    return verdicts;
  }

  /** The keys in the file of all differences of a table, in order. */
  List<String> differences(JsonNode report, String table) {
    String name = comparison(report, table).path("evidence").path("file").asText();
    Path file = folder.resolve(".plumbline/reports/" + report.path("runId").asText()).resolve(name);
    try {
      return Files.readAllLines(file, UTF_8).stream()
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(cells -> cells[0] + " " + cells[1].replace("\"", ""))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
