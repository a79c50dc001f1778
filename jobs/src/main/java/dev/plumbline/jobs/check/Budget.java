package dev.plumbline.jobs.check;

import dev.plumbline.core.text.Human;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a check may still spend: time, and bytes of the source. Shared by its threads. */
final class Budget {
  private static final double GIGABYTE = 1e9;

  private final Clock clock;
  private final Instant deadline;
  private final Duration time;
  private final double mostBytes;
  private double bytes;
  private int connections;
  private int mostConnections;

  Budget(Clock clock, Duration time, OptionalDouble sourceGb) {
    this.clock = clock;
    this.time = time;
    this.deadline = clock.instant().plus(time);
    this.mostBytes = sourceGb.isPresent() ? sourceGb.getAsDouble() * GIGABYTE : Double.MAX_VALUE;
  }

  /** Thrown between two chunks when there is nothing left. */
  static final class SpentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpentException(String message) {
      super(message);
    }
  }

  /** Why nothing more may be read; empty while something may. */
  synchronized Optional<String> spent() {
    if (!clock.instant().isBefore(deadline)) {
      return Optional.of("the budget of " + Human.whole(time.toSeconds()) + " is over");
    }
    return bytes >= mostBytes
        ? Optional.of(Human.bytes(Math.round(mostBytes)) + " of the source have been read")
        : Optional.empty();
  }

  /** Why a table that is read in one go does not fit any more; empty where it does. */
  synchronized Optional<String> refuses(WorkItem item) {
    boolean tooLarge = !item.chunked() && bytes + item.bytes() > mostBytes;
    return tooLarge
        ? Optional.of(
            "its "
                + Human.bytes(item.bytes())
                + " are read in one go, and would pass "
                + Human.bytes(Math.round(mostBytes)))
        : spent();
  }

  synchronized void read(double more) {
    bytes += more;
  }

  synchronized long bytesRead() {
    return Math.round(bytes);
  }

  synchronized void connected(int more) {
    connections += more;
    mostConnections = Math.max(mostConnections, connections);
  }

  /** Most connections to the source at one time. */
  synchronized int connections() {
    return mostConnections;
  }
}
