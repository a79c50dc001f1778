package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewContractTest {
  private final Warehouse warehouse = Warehouse.running();
  private Connection etl;
  private String s;

  @BeforeEach
  void connect() throws SQLException {
    s = warehouse.schema();
    etl = warehouse.etl();
    run(
        etl,
        "create table " + s + ".a (id bigint, n varchar(10))",
        "create table " + s + ".b (id bigint, n varchar(10))",
        "insert into " + s + ".a values (1, 'a')",
        "insert into " + s + ".b values (2, 'b')");
  }

  @AfterEach
  void disconnect() throws SQLException {
    etl.close();
  }

  private String late(String view, String table) {
    return "create or replace view "
        + s
        + "."
        + view
        + " as select cast(id as bigint) as id,"
        + " cast(n as varchar(20)) as n from "
        + s
        + "."
        + table
        + " with no schema binding";
  }

  @Test
  void aLateBindingViewFollowsNames() throws SQLException {
    run(
        etl,
        late("v", "a"),
        "alter table " + s + ".a rename to old",
        "alter table " + s + ".b rename to a");
    assertThat(rows(etl, "select * from " + s + ".v")).containsExactly("2|b");
    run(etl, "drop table " + s + ".a");
    assertThat(failure(etl, "select * from " + s + ".v").message())
        .contains("relation \"" + s + ".a\" does not exist");
    run(etl, "create table " + s + ".a as select 3 as id, 'c' as n");
    assertThat(rows(etl, "select * from " + s + ".v")).containsExactly("3|c");
  }

  @Test
  void aLateBindingViewMayNameWhatIsNotThere() throws SQLException {
    run(etl, late("v", "later"));
    assertThat(failure(etl, "select * from " + s + ".v").state()).isEqualTo("42P01");
    assertThat(
            rows(
                etl,
                "select column_name, data_type, character_maximum_length from svv_columns"
                    + " where table_schema = '"
                    + s
                    + "' and table_name = 'v' order by ordinal_position"))
        .containsExactly("id|bigint|null", "n|character varying|20");
    assertThat(
            failure(
                    etl,
                    "create view "
                        + s
                        + ".w as select * from "
                        + s
                        + ".later with no schema binding")
                .message())
        .contains("the sandbox does not emulate a late-binding view over missing tables");
    run(
        etl,
        "create table " + s + ".later (id bigint, n varchar(20))",
        "insert into " + s + ".later values (9, 'z')");
    assertThat(rows(etl, "select * from " + s + ".v")).containsExactly("9|z");
  }

  @Test
  void replacingKeepsColumnsAndGrants() throws SQLException {
    run(
        etl,
        late("v", "a"),
        "grant usage on schema " + s + " to reader",
        "grant select on " + s + ".v to reader",
        "grant select on all tables in schema " + s + " to reader",
        late("v", "b"));
    try (Connection reader = warehouse.reader()) {
      assertThat(rows(reader, "select n from " + s + ".v")).containsExactly("b");
    }
    Warehouse.Failure other =
        failure(
            etl,
            "create or replace view "
                + s
                + ".v as select cast(id as bigint) as id from "
                + s
                + ".a with no schema binding");
    assertThat(other.state()).isEqualTo("42P16");
    assertThat(other.message()).contains("cannot change number, name or type of columns in view");
    run(etl, "drop view " + s + ".v");
    assertThat(failure(etl, "drop view " + s + ".v").state()).isEqualTo("42P01");
    run(etl, "drop view if exists " + s + ".v");
  }

  @Test
  void severalViewsSwitchInOneTransactionAndReadersSeeAllOrNothing() throws SQLException {
    run(etl, late("v", "a"), late("w", "a"));
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> torn = CompletableFuture.supplyAsync(() -> countTorn(stop));
    etl.setAutoCommit(false);
    for (int i = 0; i < 40; i++) {
      String table = i % 2 == 0 ? "b" : "a";
      run(etl, late("v", table), late("w", table));
      etl.commit();
    }
    etl.setAutoCommit(true);
    stop.set(true);
    assertThat(torn.join()).isZero();
  }

  private int countTorn(AtomicBoolean stop) {
    int torn = 0;
    try (Connection reader = warehouse.etl()) {
      while (!stop.get()) {
        String pair = value(reader, "select v.n, w.n from " + s + ".v, " + s + ".w");
        torn += pair.equals("a|a") || pair.equals("b|b") ? 0 : 1;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return torn;
  }

  @Test
  void anOrdinaryViewBindsAtOnce() throws SQLException {
    run(
        etl,
        "create view " + s + ".v (k, m) as select id, upper(n) from " + s + ".a",
        "alter table " + s + ".a rename to moved");
    assertThat(rows(etl, "select * from " + s + ".v")).containsExactly("1|A");
    assertThat(failure(etl, "drop table " + s + ".moved").message())
        .contains("other objects depend on it");
    run(etl, "drop table " + s + ".moved cascade");
    assertThat(failure(etl, "select * from " + s + ".v").state()).isEqualTo("42P01");
  }
}
