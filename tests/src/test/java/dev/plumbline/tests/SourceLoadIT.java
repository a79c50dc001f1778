package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.LimitsSpec;
import dev.plumbline.stores.mysql.SourceLoad;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The limits that a comparison keeps to on a real source. */
@ExtendWith(SandboxExtension.class)
class SourceLoadIT {
  private static final LimitsSpec NO_SESSION =
      new LimitsSpec(Duration.ZERO, 0, LimitsSpec.UNLIMITED);

  @Test
  void aStatementThatTakesTooLongIsEndedByTheServer(Sandbox sandbox) throws SQLException {
    try (Connection source = sandbox.aurora(sandbox.endpoints().aurora().reader());
        Statement statement = source.createStatement()) {
      SourceLoad.timed(source, Duration.ofMillis(200));

      assertThatCode(() -> statement.executeQuery("SELECT 1")).doesNotThrowAnyException();
      assertThatThrownBy(
              () ->
                  statement.executeQuery(
                      "SELECT COUNT(*) FROM information_schema.collations a,"
                          + " information_schema.collations b, information_schema.collations c,"
                          + " information_schema.collations d"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("max_statement_time");
    }
  }

  @Test
  void aSourceAboveItsLimitsIsLeftAloneAndThatIsNoFailure(Sandbox sandbox) throws SQLException {
    List<Duration> waits = new ArrayList<>();
    try (Connection source = sandbox.aurora(sandbox.endpoints().aurora().reader())) {
      assertThatThrownBy(() -> SourceLoad.await(source, "aurora", NO_SESSION, waits::add))
          .hasMessageContaining("aurora has had more to do than its limits say (Threads_running ")
          .isInstanceOfSatisfying(
              PlumblineException.class,
              failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE));
    }
    assertThat(waits).hasSize(600).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void aSourceWithinItsLimitsIsNotWaitedFor(Sandbox sandbox) throws SQLException {
    List<Duration> waits = new ArrayList<>();
    try (Connection source = sandbox.aurora(sandbox.endpoints().aurora().reader())) {
      SourceLoad.await(
          source, "aurora", new LimitsSpec(Duration.ZERO, 10_000, 1_000_000_000), waits::add);
    }
    assertThat(waits).isEmpty();
  }
}
