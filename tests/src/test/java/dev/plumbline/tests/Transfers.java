package dev.plumbline.tests;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves money at the source between a row of one table and a row of the other, a transaction each,
 * among the accounts 1 to 500.
 */
final class Transfers implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final int ACCOUNTS = 500;

  private final Sandbox sandbox;
  private final String database;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong made = new AtomicLong();
  private final Thread thread = new Thread(this::move, "transfers");
  private volatile SQLException failure;

  /**
   * @param database of the tables {@code checking} and {@code savings}
   */
  Transfers(Sandbox sandbox, String database) {
    this.sandbox = sandbox;
    this.database = database;
    thread.start();
  }

  private void move() {
    Random random = new Random(7);
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      aurora.setAutoCommit(false);
      while (!stop.get()) {
        int sum = random.nextInt(41) - 20;
        statement.executeUpdate(
            "UPDATE "
                + database
                + ".checking SET balance = balance - "
                + sum
                + " WHERE id = "
                + (1 + random.nextInt(ACCOUNTS)));
        statement.executeUpdate(
            "UPDATE "
                + database
                + ".savings SET balance = balance + "
                + sum
                + " WHERE id = "
                + (1 + random.nextInt(ACCOUNTS)));
        aurora.commit();
        made.incrementAndGet();
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  long made() {
    return made.get();
  }

  /** Stops and returns when no transfer is under way. */
  @Override
  public void close() throws SQLException {
    stop.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
