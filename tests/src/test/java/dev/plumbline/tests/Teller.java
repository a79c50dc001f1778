package dev.plumbline.tests;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A reader that asks the serving views ten times a second for the money of the whole bank, which
 * never gets more or less, and for the number of orders. It keeps every answer that was wrong.
 */
final class Teller implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final String MONEY =
      "SELECT (SELECT SUM(balance) FROM serving_bank.checking) + (SELECT SUM(balance) FROM"
          + " serving_bank.savings) AS money";
  private static final String ORDERS = "SELECT COUNT(*) AS n FROM serving_bank.orders";

  private final Sandbox sandbox;
  private final long money;
  private final long orders;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final List<Wrong> wrong = new ArrayList<>();
  private final Thread thread = new Thread(this::read, "teller");
  private long reads;

  /** A wrong answer, or none. */
  record Wrong(Instant at, String what) {}

  Teller(Sandbox sandbox, long money, long orders) {
    this.sandbox = sandbox;
    this.money = money;
    this.orders = orders;
    thread.start();
    try {
      begun.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    while (!stop.get()) {
      try (Connection reader = sandbox.redshift(sandbox.endpoints().redshift().reader());
          Statement statement = reader.createStatement()) {
        while (!stop.get()) {
          ask(statement, MONEY, money);
          ask(statement, ORDERS, orders);
          begun.countDown();
          LockSupport.parkNanos(BETWEEN.toNanos());
        }
      } catch (SQLException e) {
        note(e.getMessage());
      }
    }
  }

  private void ask(Statement statement, String sql, long right) {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      long answer = rows.getLong(1);
      if (answer != right) {
        note(answer + " instead of " + right);
      }
    } catch (SQLException e) {
      note(e.getMessage());
    }
    synchronized (this) {
      reads++;
    }
  }

  private synchronized void note(String what) {
    wrong.add(new Wrong(Instant.now(), what));
  }

  synchronized List<Wrong> wrong() {
    return List.copyOf(wrong);
  }

  synchronized long reads() {
    return reads;
  }

  @Override
  public void close() {
    stop.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
