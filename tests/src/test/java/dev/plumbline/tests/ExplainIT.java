package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What explain prints can be run, on the store that it names. */
@ExtendWith(SandboxExtension.class)
class ExplainIT {
  @TempDir Path folder;

  @Test
  void theStatementsOfEveryRungArePrintedAndEachStoreTakesThem(Sandbox sandbox)
      throws SQLException {
    CheckFixture fixture = new CheckFixture(sandbox, folder, "check_explain");
    fixture.onSource(
        "CREATE TABLE $S.numbered (id int PRIMARY KEY, v varchar(40), doc json)",
        "CREATE TABLE $S.named (code varchar(20) PRIMARY KEY, day date, at timestamp(3) NULL)",
        "INSERT INTO $S.numbered VALUES (1, 'a', '{}')");
    sandbox.control().awaitReplica();
    fixture.onSource("SET GLOBAL log_output = 'TABLE', GLOBAL general_log = ON");
    Plumbline.Ended ended;
    try {
      List<String> arguments = new ArrayList<>(fixture.arguments("--json"));
      arguments.set(0, "explain");
      ended = fixture.plumbline.run(arguments);
    } finally {
      fixture.onSource("SET GLOBAL general_log = OFF");
    }

    assertThat(ended.code()).as(ended.all()).isZero();
    List<JsonNode> statements =
        StreamSupport.stream(CheckFixture.json(ended).spliterator(), false).toList();
    for (String table : List.of("numbered", "named")) {
      assertThat(statements)
          .filteredOn(one -> one.path("table").asText().equals(table))
          .extracting(one -> one.path("rung").asText() + " " + one.path("side").asText())
          .contains(
              "state left",
              "state right",
              "counts left",
              "counts right",
              "checksums left",
              "checksums right",
              "rows left",
              "rows right",
              "cells left",
              "cells right");
    }
    assertThat(ended.err()).contains("SELECT COUNT(*), MIN(`id`), MAX(`id`)", "was run");
    assertThat(asked(sandbox)).as("queries on the tables themselves").isZero();
    for (JsonNode one : statements) {
      boolean source = one.path("side").asText().equals("left");
      try (Connection connection = source ? sandbox.aurora() : sandbox.redshift()) {
        run(connection, one);
      }
    }
  }

  @Test
  void aPipelinesComparisonsAreExplainedWithoutSpark(Sandbox sandbox) {
    Plumbline plumbline = new Plumbline(sandbox, folder);

    Plumbline.Ended ended = plumbline.job("explain", "--select", "users");

    assertThat(ended.code()).as(ended.all()).isZero();
    assertThat(ended.out())
        .contains("users  source/replica", "users  source/bronze", "users  bronze/fallback")
        .contains("The other side is digested by Spark out of the lake's table bronze_blog.users.")
        .contains("\"zeroetl\".\"blog\".\"users\"", "`blog`.`users`")
        .doesNotContain("lake/redshift");
  }

  private static void run(Connection connection, JsonNode one) throws SQLException {
    String sql = one.path("sql").asText();
    if (sql.startsWith("SHOW")) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (JsonNode value : one.path("values")) {
        String text = value.asText();
        if (text.matches("-?\\d+")) {
          statement.setLong(index++, Long.parseLong(text));
        } else {
          statement.setString(index++, text);
        }
      }
      assertThat(statement.execute()).as(sql).isTrue();
    }
  }

  private static long asked(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        PreparedStatement statement =
            aurora.prepareStatement(
                "SELECT COUNT(*) FROM mysql.general_log WHERE argument LIKE"
                    + " '%FROM `check_explain`%'");
        var row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
