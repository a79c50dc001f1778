package dev.plumbline.sandbox.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.fault.ReservedKeys;
import dev.plumbline.sandbox.replicator.Integration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int ROWS = 300;

  private final ReservedKeys reserved = new ReservedKeys();
  private Integration shop;
  private Workload workload;

  @BeforeEach
  void start() throws SQLException {
    shop = new Integration();
    workload = new Workload(shop::connect, reserved);
  }

  @AfterEach
  void end() throws SQLException {
    workload.close();
    shop.close();
  }

  private WorkloadOrder order(double rate, long seed) {
    return new WorkloadOrder(rate, seed, 5, ROWS, shop.database());
  }

  private void awaitTransactions(long count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> workload.status().transactions() >= count || workload.status().failures() > 0);
  }

  private List<List<String>> rows(String table) throws SQLException {
    return shop.source("select * from " + table + " order by 1, 2");
  }

  private long rows(List<String> tables) throws SQLException {
    long rows = 0;
    for (String table : tables) {
      rows += rows(table.substring(table.indexOf('.') + 1)).size();
    }
    return rows;
  }

  @Test
  void writesOfEveryKindToEveryShape() throws SQLException {
    assertThat(workload.status().running()).isFalse();
    List<String> tables = workload.start(order(2_000, 1)).tables();
    assertThat(tables).hasSize(5).contains(shop.database() + ".items");
    awaitTransactions(1_000);

    WorkloadStatus status = workload.stop();
    assertThat(status.problem()).isEmpty();
    assertThat(status.running()).isFalse();
    assertThat(status.transactions()).isGreaterThanOrEqualTo(1_000);
    assertThat(status.written())
        .containsOnlyKeys(
            "inserted", "updated", "deleted", "keysChanged", "bulkStatements", "longTransactions")
        .allSatisfy((what, count) -> assertThat(count).as(what).isPositive());
    assertThat(rows(tables))
        .as("rows that are there")
        .isEqualTo(5 * ROWS + status.written().get("inserted") - status.written().get("deleted"));
  }

  @Test
  void arrivesInTheReplicaUnchanged() throws SQLException {
    workload.start(order(500, 2));
    shop.start();
    awaitTransactions(500);
    workload.stop();
    shop.catchUp();
    for (String table : List.of("orders", "customers", "items", "labels")) {
      String sql = "select count(*), sum(number) from ";
      assertThat(shop.warehouse(sql + shop.replica(table)))
          .as(table)
          .isEqualTo(shop.source(sql + table));
    }
  }

  @Test
  void theSameSeedFillsTablesWithTheSameRows() throws SQLException {
    List<List<List<String>>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      shop.run("drop table if exists orders, customers, items, sessions, labels");
      new Run(order(1, 7), shop::connect, reserved).prepare();
      both.add(rows("orders"));
    }
    assertThat(both.get(0)).hasSize(ROWS).isEqualTo(both.get(1));
  }

  @Test
  void leavesReservedKeysAlone() throws SQLException {
    workload.start(order(1, 3));
    workload.stop();
    List<List<String>> before =
        shop.source("select * from orders where id between 1 and 100 order by id");
    TableName orders = new TableName(shop.database(), "orders");
    reserved.reserve(
        orders, before.stream().map(row -> List.of(row.get(0))).toList(), Duration.ofSeconds(1));

    workload.start(order(2_000, 4));
    awaitTransactions(1_000);
    workload.stop();

    assertThat(shop.source("select * from orders where id between 1 and 100 order by id"))
        .isEqualTo(before);
    assertThat(rows("orders")).isNotEqualTo(before);
  }

  @Test
  void goesOnAfterASessionIsLost() throws SQLException {
    workload.start(order(500, 5));
    awaitTransactions(50);
    for (List<String> id :
        shop.source(
            "select id from information_schema.processlist where db = '"
                + shop.database()
                + "' and id <> connection_id()")) {
      shop.run("kill " + id.get(0));
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> workload.status().failures() > 0);
    long then = workload.status().transactions();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> workload.status().transactions() > then + 50);
    assertThat(workload.stop().running()).isFalse();
  }

  @Test
  void refusesWhatItCannotDo() {
    workload.start(order(1, 1));
    assertThatThrownBy(() -> workload.start(order(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot start a workload: one runs already, stop it first");
    assertThatThrownBy(() -> new WorkloadOrder(0, 1, 5, 1, "w"))
        .hasMessage(
            "Cannot start a workload: rate 0.0 is not between 0 and 10000 transactions per second");
    assertThatThrownBy(() -> new WorkloadOrder(1, 1, 0, 1, "w"))
        .hasMessage("Cannot start a workload: 0 tables are not between 1 and 100");
    assertThatThrownBy(() -> new WorkloadOrder(1, 1, 1, 1, "a`b"))
        .hasMessage("Cannot start a workload: 'a`b' is no name for its database");
  }
}
