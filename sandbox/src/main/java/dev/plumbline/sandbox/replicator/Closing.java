package dev.plumbline.sandbox.replicator;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Closes what may already be broken. */
final class Closing {
  private static final Logger LOG = System.getLogger(Closing.class.getName());

  private static final Duration STOPPED = Duration.ofSeconds(15);

  private Closing() {}

  static void quietly(AutoCloseable closeable) {
    if (closeable == null) {
      return;
    }
    try {
      closeable.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.log(Level.DEBUG, "Cannot close " + closeable.getClass().getSimpleName(), e);
    }
  }

  /** Waits until the thread has ended, but not for ever. */
  static void join(Thread thread) {
    try {
      thread.join(STOPPED.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
