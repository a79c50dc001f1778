package dev.plumbline.stores.replica;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Moves the log of a source on which nobody commits, so that the replica gets past a noted position
 * where it cannot be told that nothing lies in between. Writes only where a heartbeat was
 * configured, and once for a position.
 */
public final class IdleSource {
  /** So long the replica may need for what was committed before. */
  static final Duration AFTER = Duration.ofSeconds(3);

  private final Heartbeat heartbeat;
  private final Clock clock;
  private SourcePosition waitedFor;
  private Instant since;
  private boolean beaten;

  /** Writes a row to the source. */
  @FunctionalInterface
  public interface Heartbeat {
    /** Nothing was configured: nothing is written. */
    Heartbeat NONE = () -> {};

    void beat();
  }

  public IdleSource(Heartbeat heartbeat, Clock clock) {
    this.heartbeat = heartbeat;
    this.clock = clock;
  }

  /**
   * Notes that the replica has not passed a position yet.
   *
   * @param now where the source's log ends by now
   */
  void behind(SourcePosition position, Supplier<SourcePosition> now) {
    if (!position.equals(waitedFor)) {
      waitedFor = position;
      since = clock.instant();
      beaten = false;
      return;
    }
    boolean due = !beaten && !clock.instant().isBefore(since.plus(AFTER));
    if (due && sameAs(position, now.get())) {
      heartbeat.beat();
      beaten = true;
    }
  }

  private static boolean sameAs(SourcePosition noted, SourcePosition now) {
    return noted.file().equals(now.file()) && noted.offset() == now.offset();
  }
}
