package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.core.reconcile.CountsJudge;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.judge.ComparisonResult;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.TableComparison;
import dev.plumbline.core.run.ReplicaReport.TableState;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.replica.ReplicaHealth;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases that tools get wrong, each with its right answer. The source's sessions come with a
 * foreign zone and PAD_CHAR_TO_FULL_LENGTH, so that pinning is part of every case.
 */
@ExtendWith(SandboxExtension.class)
class ReconciliationCasesIT {
  private static final String SCHEMA = "cases";

  private static List<ReconciliationCase> cases() {
    return ReconciliationCases.ALL;
  }

  @BeforeAll
  static void fill(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Connection redshift = sandbox.redshift(sandbox.endpoints().redshift().admin());
        Statement source = aurora.createStatement();
        Statement copy = redshift.createStatement()) {
      source.execute("SET NAMES utf8mb4");
      source.execute("SET SESSION sql_mode = '', time_zone = '+00:00'");
      source.execute("CREATE DATABASE " + SCHEMA + " CHARACTER SET utf8mb4");
      source.execute("CREATE DATABASE planted CHARACTER SET utf8mb4");
      copy.execute("CREATE SCHEMA planted");
      copy.execute("GRANT USAGE ON SCHEMA planted TO PUBLIC");
      for (ReconciliationCase one : ReconciliationCases.ALL) {
        String table = (one.isReplicated() ? SCHEMA : "planted") + "." + table(one);
        source.execute("CREATE TABLE " + table + " (" + ddl(one) + ")");
        if (!one.source().isEmpty()) {
          source.execute("INSERT INTO " + table + " VALUES " + one.source());
        }
        if (!one.isReplicated()) {
          plant(copy, one, table);
        }
      }
    }
  }

  private static void plant(Statement copy, ReconciliationCase one, String table)
      throws SQLException {
    Map<String, String> types = pair(null, one).copyTypes();
    copy.execute(
        "CREATE TABLE "
            + table
            + types.entrySet().stream()
                .map(type -> type.getKey() + " " + type.getValue())
                .collect(Collectors.joining(", ", " (", ")")));
    copy.execute("GRANT SELECT ON " + table + " TO PUBLIC");
    if (!one.planted().isEmpty()) {
      copy.execute("INSERT INTO " + table + " VALUES " + one.planted());
    }
  }

  private static String ddl(ReconciliationCase one) {
    String key = one.types().keySet().iterator().next();
    return one.columns().replace(";", ",") + ", PRIMARY KEY (" + key + ")";
  }

  private static String table(ReconciliationCase one) {
    return "case_" + one.number() + "_" + ReconciliationCases.ALL.indexOf(one);
  }

  private static ComparedPairs pair(Sandbox sandbox, ReconciliationCase one) {
    return new ComparedPairs(
            sandbox,
            one.isReplicated() ? SCHEMA : "planted",
            table(one),
            one.types(),
            List.of(one.types().keySet().iterator().next()))
        .withCopy(one.copyTypes(), one.filter());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void hasItsRightAnswer(ReconciliationCase one, Sandbox sandbox) throws SQLException {
    ComparedPairs pair = pair(sandbox, one);
    List<Difference> differences;
    ComparisonResult result;
    if (one.isReplicated()) {
      await("the replica of " + one)
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(
              () -> {
                try (var store = pair.replica(pair.form).open()) {
                  return store.bounds().rows() > 0;
                }
              });
      if (!one.state().isEmpty()) {
        assertThat(inState(one, sandbox).verdict()).isEqualTo(one.verdict());
        return;
      }
      ComparedPairs.Compared live =
          one.late().isEmpty() ? pair.live(pair.form) : late(one, pair, sandbox);
      differences = live.differences();
      result = live.result();
    } else {
      differences = new ArrayList<>();
      result =
          new TableComparison(
                  pair.form,
                  pair.source(pair.form),
                  pair.local(pair.form),
                  TableComparison.Settings.of(Clock.systemUTC())
                      .withPolicy(one.policy())
                      .withSink(differences::add))
              .compare();
    }
    assertThat(differences.stream().map(ReconciliationCasesIT::shown).sorted())
        .containsExactlyElementsOf(one.differences());
    assertThat(result.judgement().verdict()).isEqualTo(one.verdict());
    if (one.verdict() == Verdict.MATCH && result.leftRows() == 0) {
      assertThat(result.judgement().message()).isEqualTo("both copies are empty");
    }
  }

  /** Written to while the replica does not move. */
  private static ComparedPairs.Compared late(
      ReconciliationCase one, ComparedPairs pair, Sandbox sandbox) throws SQLException {
    sandbox.control().awaitReplica();
    sandbox.control().pauseReplicator();
    try (Connection aurora = sandbox.aurora();
        Statement source = aurora.createStatement()) {
      String update = "UPDATE " + SCHEMA + "." + table(one) + " " + one.late();
      source.execute(update);
      source.execute(update);
      return pair.withPatience(Duration.ofMillis(500)).live(pair.form);
    } finally {
      sandbox.control().resumeReplicator();
    }
  }

  /** What is said of a table that the integration's views show in another state than Synced. */
  private static Judgement inState(ReconciliationCase one, Sandbox sandbox) throws SQLException {
    try (PublishFixture fixture = new PublishFixture(sandbox);
        RedshiftSession session = fixture.etl().open();
        Connection postgres = sandbox.postgres();
        PreparedStatement state =
            postgres.prepareStatement(
                "UPDATE sandbox.integration_table SET table_state = ?, reason = ? WHERE schema_name"
                    + " = ? AND table_name = ?")) {
      set(state, one, one.state(), one.reason());
      TableState seen =
          ReplicaHealth.read(
                  session, "zeroetl", List.of(new TableName(SCHEMA, table(one))), Clock.systemUTC())
              .report()
              .tables()
              .stream()
              .filter(table -> table.schema().equals(SCHEMA) && table.table().equals(table(one)))
              .findFirst()
              .orElseThrow();
      set(state, one, CountsJudge.SYNCED, null);
      assertThat(seen.state()).isEqualTo(one.state());
      Judgement judgement = CountsJudge.unreadable(seen.state(), seen.reason());
      assertThat(judgement.message()).contains(one.state(), one.reason());
      return judgement;
    }
  }

  private static void set(
      PreparedStatement update, ReconciliationCase one, String state, String reason)
      throws SQLException {
    update.setString(1, state);
    update.setString(2, reason);
    update.setString(3, SCHEMA);
    update.setString(4, table(one));
    assertThat(update.executeUpdate()).isEqualTo(1);
  }

  private static String shown(Difference difference) {
    String cells =
        difference.cells().stream()
            .map(cell -> cell.column() + " " + cell.cause().name())
            .collect(Collectors.joining(", "));
    return Stream.of(difference.kind().name(), difference.key().toString(), cells)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
