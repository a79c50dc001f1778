package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.tests.ModesFixture.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One table in each mode of extraction, under the same random changes: after each run on a source
 * that stands still, bronze and with it the fallback hold what the source holds, cell by cell.
 * Changes come before and while runs go on, commit late, change keys and change the tables.
 */
@ExtendWith(SandboxExtension.class)
class ModesIT {
  /** Steps of an extraction by changes, in the order in which they begin. */
  private static final List<String> STEPS =
      List.of("extract step log", "extract step changes log", "started publish group mixed");

  @TempDir Path folder;

  private ModesFixture fixture;

  @BeforeEach
  void begin(Sandbox sandbox) throws Exception {
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
    for (int round = 0; round < 2; round++) {
      String when = "seed " + seed + " round " + round;
      try (Connection late = fixture.open();
          Statement statement = late.createStatement()) {
        late.setAutoCommit(false);
        fixture.lateRow(statement, random);
        fixture.change(random, 60);
        JsonNode report = fixture.runAndCompare(when + ", with a transaction open");
        assertThat(fixture.message(report, "log")).as(when).startsWith("changes: ");
        late.commit();
      }
      if (round == 0) {
        fixture.change(random, 20);
        try (Writer writer = fixture.writing(random.nextLong())) {
          fixture.run();
          writer.requireWritten();
        }
      } else {
        fixture.addColumn();
        fixture.change(random, 30);
      }
    }
    JsonNode report = fixture.runAndCompare("seed " + seed + ", after a new column");
    assertThat(fixture.message(report, "log")).contains("full: ");
    fixture.change(random, 5);
    report = fixture.runAndCompare("seed " + seed + ", the last changes");
    assertThat(fixture.message(report, "log")).startsWith("changes: ");
    report = fixture.runAndCompare("seed " + seed + ", nothing changed");
    assertThat(fixture.message(report, "log")).isEqualTo("changes: nothing changed");
  }

  static Stream<String> steps() {
    return Boolean.getBoolean("plumbline.kills.each") ? STEPS.stream() : Stream.of(STEPS.get(1));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aRunThatIsKilledIsTakenUpByTheNext(String step) throws Exception {
    Random random = new Random(step.hashCode());
    fixture.change(random, 40);

    fixture.start().awaitLog(step).kill();

    fixture.change(random, 5);
    fixture.runAndCompare("killed at " + step);
  }
}
