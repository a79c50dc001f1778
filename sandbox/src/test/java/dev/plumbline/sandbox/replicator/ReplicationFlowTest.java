package dev.plumbline.sandbox.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.RowChange;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Checkpoints, commit times, lag, refreshes, and what holds the flow up or changes it. */
class ReplicationFlowTest {

  @Test
  void recordsCheckpointsThatReachTheSourceWithItsCommitTimes() throws Exception {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key, v int)").start().catchUp();
      String firstSecond;
      try (Connection connection = shop.connect();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("insert into t values (1, 1)");
        firstSecond = shop.source("select now()").get(0).get(0);
        // The rows' own second must be over when they are committed.
        Awaitility.await()
            .until(() -> !shop.source("select now()").get(0).get(0).equals(firstSecond));
        statement.execute("update t set v = 2");
        Instant before = Instant.now().minusMillis(1000);
        connection.commit();
        Instant after = Instant.now();
        shop.catchUp();

        List<String> activity = lastActivity(shop);
        assertThat(LocalDateTime.parse(activity.get(1)).toInstant(ZoneOffset.UTC))
            .isBetween(before, after);
        assertThat(activity.get(0)).isEqualTo("cdc");
        assertThat(activity.get(3)).isEqualTo("1");
        List<String> position = shop.source("show master status").get(0);
        assertThat(activity.get(2))
            .startsWith("checkpoints/checkpoint_")
            .endsWith(
                "_"
                    + Long.parseLong(position.get(0).substring("binlog.".length()))
                    + "_"
                    + position.get(1)
                    + ".json");
      }
      assertThat(
              shop.warehouse(
                  "select inserted_rows, updated_rows, deleted_rows from sandbox.integration_table_activity"
                      + " where integration_id = '%s' order by id desc limit 1"
                          .formatted(shop.config().integrationId())))
          .containsExactly(List.of("1", "1", "0"));
      assertThat(
              shop.warehouseValue(
                  "select last_replicated_checkpoint from sandbox.integration where integration_id = '%s'"
                      .formatted(shop.config().integrationId())))
          .matches("\\{\"txn_seq\":\\d+,\"txn_id\":\\d+\\}");
      assertThat(shop.warehouse("select * from " + shop.replica("t")).get(0)).hasSize(4);
    }
  }

  private static List<String> lastActivity(Integration shop) throws SQLException {
    return shop.warehouse(
            "select checkpoint_type, to_char(last_commit_timestamp, 'YYYY-MM-DD\"T\"HH24:MI:SS'), checkpoint_name, modified_tables"
                + " from sandbox.integration_activity where integration_id = '%s' order by id desc limit 1"
                    .formatted(shop.config().integrationId()))
        .get(0);
  }

  @Test
  void lagsOnlyWhileBehind() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key)").start().catchUp();
      assertThat(shop.replicator().status().lag()).isZero();

      shop.replicator().pause();
      shop.run("insert into t values (1)");
      Awaitility.await()
          .atMost(Integration.PATIENCE)
          .until(() -> shop.replicator().status().lag().compareTo(Duration.ofSeconds(1)) > 0);
      assertThat(shop.warehouse("select id from " + shop.replica("t"))).isEmpty();
      Awaitility.await().atMost(Integration.PATIENCE).until(() -> lagInTheWarehouse(shop) > 1000);

      shop.replicator().resume();
      shop.catchUp();
      assertThat(shop.warehouse("select id from " + shop.replica("t"))).hasSize(1);
      Awaitility.await().atMost(Integration.PATIENCE).until(() -> lagInTheWarehouse(shop) == 0);
    }
  }

  private static long lagInTheWarehouse(Integration shop) throws SQLException {
    return Long.parseLong(
        shop.warehouseValue(
            "select current_lag_ms from sandbox.integration where integration_id = '%s'"
                .formatted(shop.config().integrationId())));
  }

  @Test
  void staysBehindByTheDelay() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key)").start().catchUp();
      shop.replicator().delay(Duration.ofSeconds(3));
      Instant begun = Instant.now();
      shop.run("insert into t values (1)").catchUp();
      // Times in the binlog are whole seconds, cut off.
      assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
      shop.assertEqual("t");
    }
  }

  @Test
  void refreshesATableWhileItIsWritten() throws Exception {
    try (Integration shop = new Integration()) {
      shop.run(
          "create table t (id int primary key, v int)", "create table other (id int primary key)");
      shop.run("insert into t select seq, 0 from seq_1_to_20000");
      shop.start().catchUp();
      AtomicBoolean ended = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                try (Connection connection = shop.connect();
                    Statement statement = connection.createStatement()) {
                  for (int i = 0; !ended.get(); i++) {
                    statement.execute(
                        "update t set v = v + 1 where id between %d and %d"
                            .formatted(i % 100 * 10, i % 100 * 10 + 20));
                    statement.execute("insert into t values (%d, 0)".formatted(100_000 + i));
                    statement.execute("delete from t where id = " + (1 + i));
                    statement.execute("insert into other values (" + i + ")");
                  }
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      writer.start();
      for (int i = 0; i < 3; i++) {
        shop.replicator().refreshTable(shop.database(), "t");
        assertThat(
                shop.warehouseValue(
                    "select has_table_privilege('rs_everyone', to_regclass('%s'), 'select')"
                        .formatted(shop.replica("t"))))
            .isEqualTo("f");
        shop.awaitState("t", TableState.SYNCED);
      }
      ended.set(true);
      writer.join();
      shop.catchUp();
      shop.assertEqual("t");
      shop.assertEqual("other");
      assertThat(shop.history("t")).endsWith("ResyncInitiated", "Synced");
      assertThat(shop.history("other")).containsExactly("ResyncInitiated", "Synced");
    }
  }

  @Test
  void passesOneHugeTransactionWhole() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key, v varchar(200))").start().catchUp();
      shop.run(
          "set autocommit = 0",
          "insert into t select seq, repeat('x', 150) from seq_1_to_100000",
          "update t set v = 'y' where id % 3 = 0",
          "delete from t where id % 5 = 0",
          "commit",
          "set autocommit = 1");
      shop.catchUp();
      shop.assertEqual("t");
    }
  }

  @Test
  void writesWhatTheHookMakesOfTheChanges() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key, v int)").start().catchUp();
      shop.replicator()
          .hook(
              (table, change) ->
                  switch (change.image().cell(0)) {
                    case "1" -> List.of();
                    case "2" -> List.of(change, change);
                    case "3" -> List.of(corrupted(change, table.indexOf("v")));
                    default -> List.of(change);
                  });
      shop.run("insert into t values (1, 1), (2, 2), (3, 3), (4, 4)").catchUp();
      shop.replicator().hook(ApplyHook.NONE);
      shop.run("insert into t values (5, 5)").catchUp();

      assertThat(shop.warehouse("select id, v from " + shop.replica("t") + " order by 1"))
          .containsExactly(
              List.of("2", "2"),
              List.of("2", "2"),
              List.of("3", "999"),
              List.of("4", "4"),
              List.of("5", "5"));
      shop.replicator().failTable(shop.database(), "t", "planted");
      assertThat(shop.reason("t")).isEqualTo("planted");
    }
  }

  private static RowChange corrupted(RowChange change, int column) {
    Row after = change.after().with(column, "999");
    return new RowChange(
        change.table(), change.kind(), change.before(), after, change.transactionId());
  }

  @Test
  void readsEverythingAnewAfterAnXaTransaction() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key)", "insert into t values (1)").start().catchUp();
      shop.run("xa start 'x'", "insert into t values (2)", "xa end 'x'", "xa prepare 'x'");
      shop.awaitState("t", TableState.RESYNC_REQUIRED);
      shop.run("xa commit 'x'", "insert into t values (3)").catchUp();
      shop.assertEqual("t");
      assertThat(shop.history("t")).endsWith("ResyncRequired", "ResyncInitiated", "Synced");

      shop.run(
          "xa start 'y'",
          "insert into t values (4)",
          "xa end 'y'",
          "xa prepare 'y'",
          "xa rollback 'y'",
          "insert into t values (5)");
      shop.catchUp();
      shop.assertEqual("t");
      shop.run("xa start 'z'", "insert into t values (6)", "xa end 'z'", "xa commit 'z' one phase")
          .catchUp();
      shop.assertEqual("t");
    }
  }

  @Test
  void followsTheBinlogIntoTheNextFile() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key)").start().catchUp();
      shop.run(
              "insert into t values (1)",
              "flush binary logs",
              "insert into t values (2)",
              "flush binary logs")
          .catchUp();
      shop.assertEqual("t");
    }
  }

  @Test
  void readsEverythingAnewWhenTheBinlogIsGone() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key)", "insert into t values (1)").start().catchUp();
      shop.stop();
      shop.run(
          "insert into t values (2)",
          "flush binary logs",
          "set global slave_connections_needed_for_purge = 0");
      String current = shop.source("show master status").get(0).get(0);
      // The server keeps a file while the thread that sent it to the replicator has not noticed its
      // end.
      Awaitility.await()
          .atMost(Integration.PATIENCE)
          .until(
              () -> {
                shop.run("purge binary logs to '" + current + "'");
                return shop.source("show binary logs").get(0).get(0).equals(current);
              });
      shop.start().catchUp();
      shop.assertEqual("t");
      assertThat(shop.history("t")).endsWith("ResyncRequired", "ResyncInitiated", "Synced");
    }
  }

  @Test
  void replicatesGeneratedColumnsAndOddNames() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run(
          "create table `Odd \"Name\"` (`order` int primary key, `Größe` int, s int as (`order` + 1) stored, v int as (`order` * 2) virtual)",
          "insert into `Odd \"Name\"` (`order`, `Größe`) values (1, 10)");
      shop.start().catchUp();
      shop.run(
          "insert into `Odd \"Name\"` (`order`, `Größe`) values (2, 20)",
          "update `Odd \"Name\"` set `Größe` = 30 where `order` = 1");
      shop.catchUp();
      assertThat(
              shop.warehouse(
                  "select \"order\", \"Größe\", s, v from "
                      + shop.replica("Odd \"\"Name\"\"")
                      + " order by 1"))
          .containsExactly(List.of("1", "30", "2", "2"), List.of("2", "20", "3", "4"));
    }
  }

  @Test
  void restsBetweenCyclesForTheRefreshInterval() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key)").start().catchUp();
      shop.warehouse(
          "insert into sandbox.integration_request (integration_id, kind, detail, requested_at) values ('%s', 'SET', 'refresh_interval=3', now()) returning pg_notify('sandbox_request', '')"
              .formatted(shop.config().integrationId()));
      Awaitility.await()
          .atMost(Integration.PATIENCE)
          .until(
              () ->
                  shop.warehouseValue(
                          "select count(*) from sandbox.integration_request where done_at is not null and integration_id = '%s'"
                              .formatted(shop.config().integrationId()))
                      .equals("1"));
      shop.run("insert into t values (1)").catchUp();
      Instant begun = Instant.now();
      shop.run("insert into t values (2)").catchUp();
      assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(1500));
      shop.assertEqual("t");
    }
  }
}
