package dev.plumbline.tests;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** One row of the source that is written as fast as a session can, until it is closed. */
final class HotRow implements AutoCloseable {
  private final String key;
  private final AtomicLong writes = new AtomicLong();
  private final Thread writer;
  private volatile boolean over;
  private volatile SQLException failure;

  private HotRow(String key, Connection connection, String update) {
    this.key = key;
    CountDownLatch begun = new CountDownLatch(1);
    this.writer =
        new Thread(
            () -> {
              try (connection;
                  Statement statement = connection.createStatement()) {
                while (!over) {
                  statement.executeUpdate(update);
                  writes.incrementAndGet();
                  begun.countDown();
                }
              } catch (SQLException e) {
                failure = e;
                begun.countDown();
              }
            },
            "hot row");
    writer.start();
    try {
      begun.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the row of the least key: its column goes up by one each time. */
  static HotRow of(Sandbox sandbox, String table, String key, String column) throws SQLException {
    Connection connection = sandbox.aurora();
    try (Statement statement = connection.createStatement();
        ResultSet least = statement.executeQuery("SELECT MIN(" + key + ") FROM " + table)) {
      least.next();
      String value = least.getString(1);
      return new HotRow(
          value,
          connection,
          "UPDATE "
              + table
              + " SET "
              + column
              + " = "
              + column
              + " + 1 WHERE "
              + key
              + " = "
              + value);
    }
  }

  String key() {
    return key;
  }

  long writes() {
    return writes.get();
  }

  @Override
  public void close() throws SQLException {
    over = true;
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
