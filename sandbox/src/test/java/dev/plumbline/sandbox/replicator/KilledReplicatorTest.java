package dev.plumbline.sandbox.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sandbox.replicator.source.SourceServer;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import dev.plumbline.sandbox.server.Killable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Killed at any moment, the replicator ends with exactly the source's rows. */
class KilledReplicatorTest {
  private static final int KILLED = 137;

  /**
   * A replicator in a JVM of its own, which kills itself when a named moment comes for the nth
   * time.
   */
  public static final class Replicating {
    public static void main(String[] arguments) throws Exception {
      SourceServer source =
          new SourceServer("127.0.0.1", Integer.parseInt(arguments[0]), arguments[1], arguments[2]);
      ReplicatorConfig.Warehouse warehouse =
          new ReplicatorConfig.Warehouse(arguments[3], arguments[4], arguments[5]);
      ReplicatorConfig config =
          new ReplicatorConfig(
              source, warehouse, arguments[6], arguments[7], DataFilter.parse(arguments[8]));
      String moment = arguments[9];
      AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[10]));
      System.out.println("begins");
      ZeroEtlReplicator.start(
          config,
          Clock.systemUTC(),
          reached -> {
            if (reached.equals(moment) && left.decrementAndGet() == 0) {
              Runtime.getRuntime().halt(KILLED);
            }
          });
      System.in.read();
    }
  }

  private static Killable start(Integration shop, String moment, int times) throws IOException {
    ReplicatorConfig config = shop.config();
    return Killable.start(
        Replicating.class,
        String.valueOf(config.source().port()),
        config.source().user(),
        config.source().password(),
        config.warehouse().url(),
        config.warehouse().user(),
        config.warehouse().password(),
        config.integrationId(),
        config.targetDatabase(),
        config.dataFilter().toString(),
        moment,
        String.valueOf(times));
  }

  private static void prepare(Integration shop) throws SQLException {
    shop.run(
        "create table orders (id int primary key, v int, note varchar(200))",
        "create table items (order_id int, line varchar(8), v int, primary key (order_id, line))");
    for (int i = 0; i < 40; i++) {
      shop.run(
          "insert into orders values (%d, 0, 'old')".formatted(i),
          "insert into items values (%d, 'a', 0)".formatted(i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "snapshot opened, 1",
    "snapshot read, 2",
    "snapshot written, 1",
    "snapshot written, 2",
    "snapshot committed, 1",
    "batch written, 1",
    "batch written, 4",
    "batch committed, 4",
    "ddl read, 1",
    "ddl read, 2"
  })
  void goesOnWhereItStopped(String moment, int times) throws Exception {
    try (Integration shop = new Integration()) {
      prepare(shop);
      try (Writer writer = new Writer(shop.connect(), 1);
          Killable killed = start(shop, moment, times)) {
        writer.start();
        ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
        Awaitility.await()
            .atMost(Integration.PATIENCE)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> {
                  writer.alter();
                  return !process.isAlive();
                });
        writer.alter();
      }
      assertSameAfterTheNextStart(shop);
    }
  }

  @Test
  void goesOnAfterManyKillsAtRandom() throws Exception {
    Random random = new Random(42);
    try (Integration shop = new Integration()) {
      prepare(shop);
      try (Writer writer = new Writer(shop.connect(), 2)) {
        writer.start();
        for (int kill = 0; kill < 8; kill++) {
          try (Killable killed = start(shop, "never", 1)) {
            int until = writer.transactions() + 20 + random.nextInt(150);
            Awaitility.await()
                .atMost(Integration.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> writer.transactions() >= until);
            killed.kill();
          }
          if (kill % 3 == 0) {
            writer.alter();
          }
        }
      }
      assertSameAfterTheNextStart(shop);
    }
  }

  private static void assertSameAfterTheNextStart(Integration shop) throws SQLException {
    shop.start().catchUp();
    shop.assertEqual("orders");
    shop.assertEqual("items");
    assertThat(shop.replicator().status().tables().values()).containsOnly(TableState.SYNCED);
  }

  /** Writes to both tables in transactions of all kinds, from a fixed seed. */
  private static final class Writer implements AutoCloseable {
    private final Connection connection;
    private final Random random;
    private final AtomicInteger transactions = new AtomicInteger();
    private final Thread thread = new Thread(this::write, "writer");
    private volatile boolean ended;
    private volatile Exception failure;
    private int nextId = 1000;
    private int columns;

    Writer(Connection connection, long seed) {
      this.connection = connection;
      this.random = new Random(seed);
    }

    void start() {
      thread.start();
    }

    int transactions() {
      return transactions.get();
    }

    private void write() {
      try {
        connection.setAutoCommit(false);
        while (!ended) {
          synchronized (connection) {
            transaction();
          }
          transactions.incrementAndGet();
        }
      } catch (SQLException e) {
        failure = e;
      }
    }

    private void transaction() throws SQLException {
      int id = random.nextInt(nextId);
      try (var statement = connection.createStatement()) {
        switch (random.nextInt(7)) {
          case 0 -> statement.execute("update orders set v = v + 1 where id <= " + id % 40);
          case 1 -> statement.execute("delete from orders where id = " + id);
          case 2 -> statement.execute("update orders set id = " + nextId++ + " where id = " + id);
          case 3 -> {
            statement.execute(
                "update items set v = v + 1, line = concat('x', v) where order_id = " + id % 40);
            statement.execute("update orders set note = 'both' where id = " + id % 40);
          }
          default -> {
            for (int i = random.nextInt(20); i >= 0; i--) {
              int fresh = nextId++;
              statement.execute(
                  "insert into orders (id, v, note) values (" + fresh + ", 1, 'n" + fresh + "')");
              statement.execute(
                  "insert into items (order_id, line, v) values (" + fresh + ", 'l', 1)");
            }
          }
        }
      }
      if (random.nextInt(10) == 0) {
        connection.rollback();
      } else {
        connection.commit();
      }
    }

    /** Adds a column at the end of one table and in the middle of the other. */
    void alter() throws SQLException {
      synchronized (connection) {
        try (var statement = connection.createStatement()) {
          columns++;
          statement.execute(
              "alter table orders add column c" + columns + " int default " + columns);
          statement.execute("alter table items add column c" + columns + " int after line");
        }
      }
    }

    @Override
    public void close() throws Exception {
      ended = true;
      thread.join();
      connection.close();
      if (failure != null) {
        throw failure;
      }
    }
  }
}
