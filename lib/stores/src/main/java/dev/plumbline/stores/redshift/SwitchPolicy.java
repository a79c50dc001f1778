package dev.plumbline.stores.redshift;

import java.time.Duration;

/**
 * How a switch waits for readers. While it waits for a lock, new readers queue behind it, so it
 * waits shortly and often.
 *
 * @param lockWait how long one attempt waits for all its locks
 * @param work how long one statement may take once the locks are held
 * @param pause between two attempts at first; doubled up to twenty times that
 * @param giveUpAfter when readers still block then, the switch fails
 */
public record SwitchPolicy(Duration lockWait, Duration work, Duration pause, Duration giveUpAfter) {
  private static final int LONGEST_PAUSE = 20;

  /** A fifth of a second per attempt, for a quarter of an hour. */
  public static SwitchPolicy standard() {
    return new SwitchPolicy(
        Duration.ofMillis(200),
        Duration.ofMinutes(2),
        Duration.ofMillis(100),
        Duration.ofMinutes(15));
  }

  Duration pauseAfter(int attempts) {
    long factor = Math.min(LONGEST_PAUSE, 1L << Math.min(attempts - 1, 10));
    return pause.multipliedBy(factor);
  }
}
