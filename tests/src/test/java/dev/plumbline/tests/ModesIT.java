package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.tests.ModesFixture.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One table in each mode of extraction, under the same random changes: after each run on a source
 * that stands still, bronze and with it the fallback hold what the source holds, cell by cell.
 * Changes come before and while runs go on, commit late, change keys and change the tables, and
 * runs are killed.
 */
@ExtendWith(SandboxExtension.class)
class ModesIT {
  private static final String CHANGES = "extract step changes log";
  private static final int KILLS = Integer.getInteger("plumbline.modes.kills", 1);

  @TempDir Path folder;

  private Sandbox sandbox;
  private ModesFixture fixture;

  @BeforeEach
  void begin(Sandbox shared) throws Exception {
    sandbox = shared;
    fixture = new ModesFixture(sandbox, folder);
    fixture.create();
    fixture.runAndCompare("begin");
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("plumbline.modes.seeds", 1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyModeHoldsWhatTheSourceHolds(long seed) throws Exception {
    Random random = new Random(seed);
    withATransactionOpen(random, "seed " + seed);
    fixture.bySpark(true);
    fixture.change(random, 20);
    try (Writer writer = fixture.writing(random.nextLong())) {
      fixture.start().awaitLog(CHANGES).kill();
      writer.requireWritten();
    }
    JsonNode report = fixture.runAndCompare("seed " + seed + ", after a kill under load");
    assertThat(fixture.message(report, "log")).startsWith("changes: ");
  }

  private void withATransactionOpen(Random random, String when) throws Exception {
    try (Connection late = fixture.open();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      fixture.lateRow(statement, random);
      fixture.change(random, 60);
      JsonNode report = fixture.runAndCompare(when + ", with a transaction open");
      assertThat(fixture.message(report, "log")).as(when).startsWith("changes: ");
      late.commit();
    }
  }

  @ParameterizedTest
  @Tag("soak")
  @MethodSource("seeds")
  void everyModeHoldsWhatTheSourceHoldsAtLength(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 3; round++) {
      String when = "seed " + seed + " round " + round;
      fixture.bySpark(random.nextBoolean());
      withATransactionOpen(random, when);
      try (Writer writer = fixture.writing(random.nextLong())) {
        fixture.run();
        writer.requireWritten();
      }
      fixture.runAndCompare(when + ", after a run under load");
      fixture.change(random, 5);
      fixture.addColumnDuringARun(random, when + ", with a new column during the run");
      fixture.runAndCompare(when + ", after it");
      fixture.addColumn();
      fixture.change(random, 30);
      JsonNode report = fixture.runAndCompare(when + ", with a new column");
      assertThat(fixture.message(report, "log")).startsWith("full: ");
      fixture.change(random, 5);
      report = fixture.runAndCompare(when + ", a few changes");
      assertThat(fixture.message(report, "log")).startsWith("changes: ");
      report = fixture.runAndCompare(when + ", no changes");
      assertThat(fixture.message(report, "log")).isEqualTo("changes: nothing changed");
    }
  }

  /** Steps of a run with an extraction by changes, in the order in which they begin. */
  static Stream<String> steps() {
    return Stream.of(
        "extract step log log",
        CHANGES,
        "extract step moment mixed",
        "started reconcile log source/bronze",
        "started publish group mixed");
  }

  @ParameterizedTest
  @Tag("soak")
  @MethodSource("steps")
  void aRunThatIsKilledIsTakenUpByTheNext(String step) throws Exception {
    Random random = new Random(step.hashCode());
    fixture.change(random, 40);

    fixture.start().awaitLog(step).kill();

    fixture.change(random, 5);
    fixture.runAndCompare("killed at " + step);
  }

  @Test
  void runsThatAreKilledAtAnyMomentLeaveNothing() throws Exception {
    Random random = new Random(KILLS);
    Instant begin = Instant.now();
    assertThat(fixture.start().await().code()).isZero();
    int whole = (int) Duration.between(begin, Instant.now()).toMillis();
    Leftovers leftovers = new Leftovers(sandbox);
    for (int i = 1; i <= KILLS; i++) {
      fixture.bySpark(i % 3 == 0);
      fixture.change(random, 20);
      Duration after = Duration.ofMillis(random.nextInt(whole));
      Plumbline.Running run = fixture.start();
      run.endsWithin(after);
      run.kill();
      fixture.change(random, 5);
      String when = "kill " + i + " after " + after;
      fixture.runAndCompare(when);
      assertThat(leftovers.tables("fallback_mixed")).as(when).isEmpty();
      assertThat(leftovers.lake("mixed", "bronze_mixed")).as(when).isEmpty();
    }
  }
}
