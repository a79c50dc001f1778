package dev.plumbline.sandbox.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Short-lived programs. */
final class Programs {
  private static final long MINUTES = 2;

  private Programs() {}

  /** Waits for the program's end and gives its exit code; one that takes minutes is killed. */
  static int waitFor(Process process, String name) throws IOException {
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException(name + " did not end within " + MINUTES + " minutes");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for " + name, e);
    } finally {
      process.destroyForcibly();
    }
  }
}
