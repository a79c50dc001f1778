package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.LimitsSpec;
import dev.plumbline.spark.TestMariaDb;
import dev.plumbline.stores.mysql.SourceLoad;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limits that a comparison keeps to, on a real server. */
class SourceLoadTest {
  private static final LimitsSpec NO_SESSION =
      new LimitsSpec(Duration.ZERO, 0, LimitsSpec.UNLIMITED);

  @Test
  void aStatementThatTakesTooLongIsEndedByTheServer() throws SQLException {
    try (Connection source =
            SourceLoad.timed(TestMariaDb.reading().open(), Duration.ofMillis(200));
        Statement statement = source.createStatement()) {
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
  void aSourceAboveItsLimitsIsLeftAloneAndThatIsNoFailure() throws SQLException {
    List<Duration> waits = new ArrayList<>();
    try (Connection source = TestMariaDb.reading().open()) {
      assertThatThrownBy(() -> SourceLoad.await(source, "aurora", NO_SESSION, waits::add))
          .hasMessageContaining("aurora has had more to do than its limits say (Threads_running ")
          .isInstanceOfSatisfying(
              PlumblineException.class,
              failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE));
    }
    assertThat(waits).hasSize(600).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void aSourceWithinItsLimitsIsNotWaitedFor() throws SQLException {
    List<Duration> waits = new ArrayList<>();
    try (Connection source = TestMariaDb.reading().open()) {
      SourceLoad.await(
          source,
          "aurora",
          new LimitsSpec(Duration.ZERO, 10_000, LimitsSpec.UNLIMITED),
          waits::add);
    }
    assertThat(waits).isEmpty();
  }

  @Test
  void aSourceWithoutReplicasHasNoneBehind() throws SQLException {
    TestMariaDb.reading();
    TestMariaDb.run("GRANT SLAVE MONITOR ON *.* TO reader@'%'");
    LimitsSpec noLag =
        new LimitsSpec(
            Duration.ZERO, LimitsSpec.UNLIMITED, LimitsSpec.UNLIMITED, 0, 0, Duration.ZERO, 0);
    assertThat(noLag.watches()).isTrue();
    try (Connection source = TestMariaDb.reading().open()) {
      assertThatCode(() -> SourceLoad.await(source, "aurora", noLag, wait -> {}))
          .doesNotThrowAnyException();
    } finally {
      TestMariaDb.run("REVOKE SLAVE MONITOR ON *.* FROM reader@'%'");
    }
    try (Connection source = TestMariaDb.reading().open()) {
      assertThatThrownBy(() -> SourceLoad.await(source, "aurora", noLag, wait -> {}))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("MONITOR");
    }
  }

  @Test
  void aHistoryListThatCannotBeSeenIsSaidSo() throws SQLException {
    try (Connection source = TestMariaDb.reading().open()) {
      assertThatThrownBy(
              () ->
                  SourceLoad.await(
                      source,
                      "aurora",
                      new LimitsSpec(Duration.ZERO, LimitsSpec.UNLIMITED, 1),
                      wait -> {}))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("PROCESS");
    }
  }
}
