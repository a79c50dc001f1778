package dev.plumbline.core.run;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How time is let pass between two attempts; tests let it pass at once. */
@FunctionalInterface
public interface Waiting {
  /** Real time. An interrupt ends the wait and stays set. */
  Waiting REAL =
      time -> {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos();
            left > 0 && !Thread.currentThread().isInterrupted();
            left = end - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
      };

  /** Returns when the time has passed. */
  void pass(Duration time);
}
