package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.redshift.RedshiftLedger;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RedshiftSessions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions on the warehouse, and what is recorded there for SQL. */
@ExtendWith(SandboxExtension.class)
class RedshiftLedgerIT {
  private static final Instant AT = Instant.parse("2026-07-01T02:00:00.123456Z");

  private PublishFixture fixture;

  @BeforeEach
  void open(Sandbox sandbox) {
    fixture = new PublishFixture(sandbox);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aRunAndItsVerdictsAreRecordedOnceHoweverOftenItIsRun() throws SQLException {
    try (RedshiftSession session = fixture.etl().open()) {
      RedshiftLedger.ensure(session);
      RedshiftLedger.record(session, report(Verdict.MISMATCH));
      RedshiftLedger.record(session, report(Verdict.MATCH));
    }

    assertThat(
            fixture.query(
                "SELECT status, exit_code, started_at, finished_at FROM plumbline.runs WHERE pipeline"
                    + " = '"
                    + fixture.pipeline
                    + "'"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.text("status")).contains("OK");
              assertThat(row.number("exit_code")).contains(0L);
              assertThat(row.instant("started_at")).contains(AT);
              assertThat(row.instant("finished_at")).isEmpty();
            });
    assertThat(
            fixture.query(
                "SELECT verdict, pair, left_rows, verified_through, verified_at, message FROM"
                    + " plumbline.verdicts WHERE pipeline = '"
                    + fixture.pipeline
                    + "'"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.text("verdict")).contains("MATCH");
              assertThat(row.text("pair")).contains("source/replica");
              assertThat(row.number("left_rows")).contains(10L);
              assertThat(row.instant("verified_through")).isEmpty();
              assertThat(row.instant("verified_at")).contains(AT);
              assertThat(row.text("message").orElseThrow()).startsWith("ééé");
            });
  }

  @Test
  void theLedgerIsCreatedByManyAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> ensure =
          () -> {
            try (RedshiftSession session = fixture.etl().open()) {
              RedshiftLedger.ensure(session);
              return session
                  .query("SELECT * FROM plumbline.routes WHERE pipeline = ?", fixture.pipeline)
                  .isEmpty();
            }
          };
      for (Future<Boolean> done : threads.invokeAll(List.of(ensure, ensure, ensure, ensure))) {
        assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aSessionKeepsTheCaseOfNamesAndSpeaksUtc() throws SQLException {
    try (RedshiftSession session = fixture.etl().open()) {
      assertThat(session.first("SHOW enable_case_sensitive_identifier").orElseThrow().toString())
          .contains("on");
      assertThat(session.first("SHOW timezone").orElseThrow().toString()).contains("UTC");
      assertThat(session.first("SHOW query_group").orElseThrow().toString()).contains("plumbline");
    }
  }

  @Test
  void aWrongPasswordIsAUsageErrorThatDoesNotTellIt(Sandbox sandbox) {
    RedshiftSessions sessions =
        sessions(sandbox, sandbox.endpoints().redshift().url(), "sandbox:redshift.reader.password");

    PlumblineException failure =
        Assertions.catchThrowableOfType(PlumblineException.class, sessions::open);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failure)
        .hasMessageStartingWith("Cannot sign in to Redshift endpoint 'warehouse' at jdbc:redshift:")
        .hasMessageContaining(" as etl: ");
    assertThat(failure.getMessage())
        .doesNotContain(sandbox.endpoints().redshift().reader().password());
  }

  @Test
  void aWarehouseThatIsNotThereIsToldByItsAddress(Sandbox sandbox) {
    String nowhere = "jdbc:redshift://127.0.0.1:1/dev";

    assertThatThrownBy(() -> sessions(sandbox, nowhere, "sandbox:redshift.etl.password").open())
        .isInstanceOf(PlumblineException.class)
        .hasMessageStartingWith(
            "Cannot connect to Redshift endpoint 'warehouse' at " + nowhere + ": ");
  }

  private static RedshiftSessions sessions(Sandbox sandbox, String url, String secret) {
    return RedshiftSessions.of(
        new Endpoint.Redshift(
            "warehouse",
            new JdbcAccess(url, new Login("etl", SecretRef.parse(secret)), Map.of()),
            "default",
            Optional.empty()),
        new Secrets(sandbox.endpointsFile().toString(), "us-east-1"));
  }

  private RunReport report(Verdict verdict) {
    ReconcileReport reconcile =
        new ReconcileReport(
            "users",
            Pair.SOURCE_REPLICA,
            Depth.COUNTS,
            verdict,
            new Side("aurora blog.users", 10, AT),
            new Side("warehouse zeroetl.blog.users", 10, AT),
            -1,
            -1,
            -1,
            -1,
            0,
            0,
            "",
            0.1,
            null,
            AT,
            List.of(),
            "",
            "é".repeat(5000),
            Evidence.NONE);
    return new RunReport(
        "run-1",
        fixture.pipeline,
        "run",
        RunStatus.OK,
        0,
        AT,
        null,
        "",
        List.of(),
        List.of(reconcile),
        List.of(),
        List.of(),
        List.of(),
        null);
  }
}
