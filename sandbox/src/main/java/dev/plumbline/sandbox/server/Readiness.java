package dev.plumbline.sandbox.server;

import dev.plumbline.sandbox.process.GuardedProcess;
import dev.plumbline.sandbox.process.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Waits until a database server accepts a login. */
final class Readiness {
  private Readiness() {}

  @FunctionalInterface
  interface Login {
    Connection open() throws SQLException;
  }

  /**
   * Returns at the first login; otherwise stops the process.
   *
   * @throws IllegalStateException when the process ends or the deadline passes first
   */
  static void await(String name, GuardedProcess process, Duration deadline, Login login) {
    AtomicReference<SQLException> last = new AtomicReference<>();
    boolean ended = Waiting.until(deadline, () -> !process.isAlive() || answers(login, last));
    if (ended && process.isAlive()) {
      return;
    }
    String reason =
        process.isAlive() ? "no login within " + deadline.toSeconds() + " s" : "it ended";
    process.close();
    throw new IllegalStateException(
        "Cannot start %s: %s, see %s".formatted(name, reason, process.logFile()), last.get());
  }

  private static boolean answers(Login login, AtomicReference<SQLException> last) {
    try (Connection connection = login.open()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      last.set(e);
      return false;
    }
  }
}
