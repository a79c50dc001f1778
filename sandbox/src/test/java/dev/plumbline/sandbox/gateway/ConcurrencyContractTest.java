package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConcurrencyContractTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private final Warehouse warehouse = Warehouse.running();

  @Test
  void servesSeveralClientsAtOnce() throws SQLException {
    String table = warehouse.schema() + ".t";
    try (Connection etl = warehouse.etl()) {
      run(etl, "create table " + table + " (client int, n int)");
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int client = 0; client < 8; client++) {
        int number = client;
        clients.add(CompletableFuture.runAsync(() -> insertHundred(table, number)));
      }
      clients.forEach(CompletableFuture::join);
      assertThat(value(etl, "select count(*), count(distinct client) from " + table))
          .isEqualTo("800|8");
    }
  }

  private void insertHundred(String table, int client) {
    try (Connection connection = warehouse.etl();
        PreparedStatement insert =
            connection.prepareStatement("insert into " + table + " values (?, ?)")) {
      for (int i = 0; i < 100; i++) {
        insert.setInt(1, client);
        insert.setInt(2, i);
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aQueryIsCancelledFromOutside() throws SQLException {
    String table = warehouse.schema() + ".t";
    try (Connection holder = warehouse.etl();
        Connection etl = warehouse.etl();
        Statement blocked = etl.createStatement()) {
      run(holder, "create table " + table + " (id int)");
      holder.setAutoCommit(false);
      run(holder, "lock table " + table);
      CompletableFuture<String> state =
          CompletableFuture.supplyAsync(() -> stateOf(blocked, "select * from " + table));
      await().atMost(SOON).until(() -> isWaiting(holder));
      blocked.cancel();
      assertThat(state.join()).isEqualTo("57014");
      holder.rollback();
      assertThat(rows(etl, "select * from " + table)).isEmpty();
    }
  }

  private static boolean isWaiting(Connection connection) throws SQLException {
    return !rows(connection, "select 1 from svv_transactions where not granted").isEmpty();
  }

  private static String stateOf(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return "done";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  @Test
  void anotherSessionsQueryIsCancelledByPid() throws SQLException {
    String table = warehouse.schema() + ".t";
    try (Connection holder = warehouse.etl();
        Connection etl = warehouse.etl();
        Statement blocked = etl.createStatement()) {
      run(holder, "create table " + table + " (id int)");
      String pid = value(etl, "select pg_backend_pid()");
      holder.setAutoCommit(false);
      run(holder, "lock table " + table);
      CompletableFuture<String> state =
          CompletableFuture.supplyAsync(() -> stateOf(blocked, "select * from " + table));
      await().atMost(SOON).until(() -> isWaiting(holder));
      run(holder, "cancel " + pid);
      assertThat(state.join()).isEqualTo("57014");
      holder.rollback();
    }
  }

  @Test
  void aLoadIsCancelled() throws SQLException {
    String schema = warehouse.schema();
    String folder = warehouse.unique("cancel") + "/";
    for (int i = 0; i < 8; i++) {
      ParquetFiles.write(
          warehouse,
          folder + i,
          "select range::bigint as a, md5(range::varchar) as b from range(400000)");
    }
    try (Connection etl = warehouse.etl();
        Connection other = warehouse.etl();
        Statement copy = etl.createStatement()) {
      run(etl, "create table " + schema + ".t (a bigint, b varchar(32))");
      CompletableFuture<String> state =
          CompletableFuture.supplyAsync(
              () ->
                  stateOf(
                      copy,
                      "copy "
                          + schema
                          + ".t from '"
                          + ParquetFiles.url(folder)
                          + "' iam_role default format parquet"));
      await()
          .atMost(SOON)
          .until(
              () ->
                  !rows(
                          other,
                          "select 1 from stv_recents where query like '%copy%"
                              + schema
                              + "%' and query not like '%stv_recents%' and status = 'Running'")
                      .isEmpty());
      copy.cancel();
      assertThat(state.join()).isEqualTo("57014");
      assertThat(value(etl, "select count(*) from " + schema + ".t")).isEqualTo("0");
      assertThat(failure(etl, "select * from nowhere").state()).isEqualTo("42P01");
    }
  }
}
