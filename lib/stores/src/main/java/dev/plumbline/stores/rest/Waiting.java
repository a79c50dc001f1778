package dev.plumbline.stores.rest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How time is let pass before a request is tried again. */
@FunctionalInterface
public interface Waiting {
  /** Returns when the time has passed. */
  void pass(Duration time) throws InterruptedException;

  /** Waits by the machine's clock. */
  static Waiting real() {
    return time -> {
      boolean counted = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
      assert !counted;
    };
  }
}
