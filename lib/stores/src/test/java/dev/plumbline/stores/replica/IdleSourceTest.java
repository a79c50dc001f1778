package dev.plumbline.stores.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleSourceTest {
  private static final SourcePosition NOTED =
      new SourcePosition("binlog.000003", 510, Optional.empty());
  private static final SourcePosition LATER =
      new SourcePosition("binlog.000003", 900, Optional.empty());

  private final Ticking clock = new Ticking();
  private int beats;
  private final IdleSource idle = new IdleSource(() -> beats++, clock);

  /** A clock that a test moves. */
  private static final class Ticking extends Clock {
    private Instant now = Instant.EPOCH;

    void passes(Duration time) {
      now = now.plus(time);
    }

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

  @Test
  void aSourceOnWhichNobodyCommitsIsMovedOnce() {
    idle.behind(NOTED, () -> NOTED);
    clock.passes(IdleSource.AFTER.minusMillis(1));
    idle.behind(NOTED, () -> NOTED);
    assertThat(beats).isZero();

    clock.passes(Duration.ofMillis(1));
    idle.behind(NOTED, () -> NOTED);
    clock.passes(IdleSource.AFTER);
    idle.behind(NOTED, () -> NOTED);
    assertThat(beats).isEqualTo(1);
  }

  @Test
  void aSourceThatIsWrittenToIsNot() {
    idle.behind(NOTED, () -> LATER);
    clock.passes(IdleSource.AFTER.multipliedBy(2));
    idle.behind(NOTED, () -> LATER);
    assertThat(beats).isZero();
  }

  @Test
  void eachPositionIsWaitedForAnew() {
    idle.behind(NOTED, () -> NOTED);
    clock.passes(IdleSource.AFTER);
    idle.behind(LATER, () -> LATER);
    assertThat(beats).isZero();
    clock.passes(IdleSource.AFTER);
    idle.behind(LATER, () -> LATER);
    assertThat(beats).isEqualTo(1);
  }
}
