package dev.plumbline.stores.redshift;

import java.time.Duration;

/** How time passes between two attempts. */
@FunctionalInterface
interface Pause {
  /** Real time. An interrupt ends the wait and stays set. */
  Pause REAL =
      duration -> {
        try {
          Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      };

  void wait(Duration duration);
}
