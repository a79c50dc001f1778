package dev.plumbline.sandbox.workload;

import dev.plumbline.core.run.Waiting;
import dev.plumbline.sandbox.fault.ReservedKeys;
import dev.plumbline.sandbox.workload.Counts.What;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One workload from its start to its end: a thread that writes a transaction whenever one is due,
 * and keeps a long one open beside them over a second connection. What it writes follows from its
 * seed, apart from keys that are set apart meanwhile.
 */
final class Run implements Runnable {
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final int BATCH = 500;

  /** Of so many transactions one is a bulk statement. */
  private static final int BULK_EVERY = 40;

  private static final int LONG_EVERY = 60;
  private static final int LONGEST = 50;

  private final WorkloadOrder order;
  private final Workload.Source source;
  private final List<LiveTable> tables;
  private final Counts counts = new Counts();
  private final Random random;
  private final long begin = System.nanoTime();
  private final AtomicLong transactions = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean stopped;
  private volatile long end;
  private volatile String problem = "";
  private int longLeft;

  Run(WorkloadOrder order, Workload.Source source, ReservedKeys reserved) {
    this.order = order;
    this.source = source;
    this.random = new Random(order.seed());
    this.tables =
        Shapes.first(order.tables()).stream()
            .map(shape -> new LiveTable(shape, order.database(), reserved))
            .toList();
  }

  /** Makes the tables that are not there, and fills those that are empty. */
  void prepare() throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        Writer writer = new Writer(connection, new Counts())) {
      statement.execute("CREATE DATABASE IF NOT EXISTS `" + order.database() + "`");
      for (LiveTable table : tables) {
        statement.execute(table.shape().create(order.database()));
        table.load(connection);
        if (table.size() == 0) {
          fill(writer, table);
        }
      }
    }
  }

  private void fill(Writer writer, LiveTable table) throws SQLException {
    while (table.size() < order.rows()) {
      writer.insert(table, random, Math.min(BATCH, order.rows() - table.size()));
      writer.commit();
    }
  }

  private Connection open() throws SQLException {
    Connection connection = source.open();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES',"
              + " innodb_lock_wait_timeout = 10, lock_wait_timeout = 10");
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public void run() {
    while (!stopped) {
      try (Writer writer = new Writer(open(), counts);
          Writer beside = new Writer(open(), counts)) {
        write(writer, beside);
      } catch (SQLException e) {
        failures.incrementAndGet();
        problem = String.valueOf(e.getMessage());
        reload();
      }
    }
    end = System.nanoTime();
  }

  /** What a lost session has left is known to the source alone. */
  private void reload() {
    while (!stopped) {
      try (Connection connection = open()) {
        for (LiveTable table : tables) {
          table.load(connection);
        }
        return;
      } catch (SQLException e) {
        problem = String.valueOf(e.getMessage());
        Waiting.REAL.pass(RETRY);
      }
    }
  }

  private void write(Writer writer, Writer beside) throws SQLException {
    long from = System.nanoTime();
    for (long done = 1; !stopped; done++) {
      transaction(writer, beside);
      commit(writer);
      goOn(beside);
      long due = from + (long) (done * 1e9 / order.rate());
      long left = due - System.nanoTime();
      if (left > 0) {
        Waiting.REAL.pass(Duration.ofNanos(left));
      }
    }
    commit(beside);
  }

  private void commit(Writer writer) throws SQLException {
    if (writer.isOpen()) {
      writer.commit();
      transactions.incrementAndGet();
    }
  }

  private void transaction(Writer writer, Writer beside) throws SQLException {
    LiveTable large = any();
    if (random.nextInt(BULK_EVERY) == 0 && !beside.isIn(large)) {
      // Back and forth around the size ordered: else many runs would empty a table.
      writer.bulk(large, random, large.size() < order.rows());
      return;
    }
    int changes = random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      change(writer);
    }
  }

  private void change(Writer writer) throws SQLException {
    LiveTable table = any();
    int dice = random.nextInt(100);
    if (dice < 45) {
      writer.update(table, random, 1);
    } else if (dice < 55) {
      writer.changeKey(table, random);
    } else if (dice < 75 || !mayGrow(table)) {
      writer.delete(table, random, 1);
    } else {
      writer.insert(table, random, 1);
    }
  }

  private LiveTable any() {
    return tables.get(random.nextInt(tables.size()));
  }

  private boolean mayGrow(LiveTable table) {
    return table.size() < 1.2 * order.rows();
  }

  /** Lets the long transaction make another change, end, or begin. */
  private void goOn(Writer beside) throws SQLException {
    if (beside.isOpen()) {
      longLeft--;
      if (longLeft <= 0) {
        commit(beside);
      } else if (longLeft % 4 == 0) {
        change(beside);
      }
    } else if (random.nextInt(LONG_EVERY) == 0) {
      longLeft = 2 + random.nextInt(LONGEST);
      change(beside);
      counts.add(What.LONG_TRANSACTIONS, 1);
    }
  }

  void stop() {
    stopped = true;
  }

  WorkloadStatus status() {
    long until = end == 0 ? System.nanoTime() : end;
    return new WorkloadStatus(
        end == 0,
        order.rate(),
        order.seed(),
        tables.stream().map(table -> table.name().toString()).toList(),
        TimeUnit.NANOSECONDS.toMillis(until - begin) / 1000.0,
        transactions.get(),
        counts.all(),
        failures.get(),
        problem);
  }
}
