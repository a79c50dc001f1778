package dev.plumbline.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BudgetTest {
  /** A clock that a test sets. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final SetClock clock = new SetClock();

  @Test
  void timeIsOverAtItsEnd() {
    Budget budget = new Budget(clock, Duration.ofMinutes(15), OptionalDouble.empty());
    clock.now = clock.now.plus(Duration.ofMinutes(15)).minusMillis(1);
    assertThat(budget.spent()).isEmpty();
    clock.now = clock.now.plusMillis(1);
    assertThat(budget.spent()).hasValueSatisfying(why -> assertThat(why).contains("15"));
  }

  @Test
  void bytesOfTheSourceAreCountedAndATableReadInOneGoMustFit() {
    Budget budget = new Budget(clock, Duration.ofMinutes(15), OptionalDouble.of(0.001));
    WorkItem chunked = WorkItems.item("chunked", 1000, 2_000_000);
    WorkItem whole = WorkItems.item("whole", "varchar(20)", 1000, 2_000_000);
    assertThat(budget.refuses(chunked)).isEmpty();
    assertThat(budget.refuses(whole))
        .hasValueSatisfying(why -> assertThat(why).contains("read in one go"));

    budget.read(600_000);
    assertThat(budget.spent()).isEmpty();
    assertThat(budget.refuses(WorkItems.item("small", "varchar(20)", 10, 400_000))).isEmpty();
    budget.read(400_000);
    assertThat(budget.spent()).isPresent();
    assertThat(budget.refuses(chunked)).isPresent();
    assertThat(budget.bytesRead()).isEqualTo(1_000_000);
  }

  @Test
  void theMostConnectionsAtOneTimeAreRemembered() {
    Budget budget = new Budget(clock, Duration.ofMinutes(15), OptionalDouble.empty());
    budget.connected(2);
    budget.connected(2);
    budget.connected(-2);
    budget.connected(1);
    assertThat(budget.connections()).isEqualTo(4);
  }
}
