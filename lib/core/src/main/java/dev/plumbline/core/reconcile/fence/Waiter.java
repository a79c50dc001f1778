package dev.plumbline.core.reconcile.fence;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Waiter {
  void pause(Duration duration);
}
