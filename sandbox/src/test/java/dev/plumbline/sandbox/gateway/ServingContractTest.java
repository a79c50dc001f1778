package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements with which serving views are made, switched, taken back and looked at. */
class ServingContractTest {
  private final Warehouse warehouse = Warehouse.running();
  private Connection etl;
  private String s;

  @BeforeEach
  void connect() throws SQLException {
    s = warehouse.schema();
    etl = warehouse.etl();
  }

  @AfterEach
  void disconnect() throws SQLException {
    etl.close();
  }

  @Test
  void aViewOfServingTypesStandsOnOneCopyAndThenOnTheOther() throws SQLException {
    run(
        etl,
        "create table "
            + s
            + ".replica as select cast(1 as bigint) as id, cast('R' as varchar(10)) as side,"
            + " cast('2026-07-01 02:00:00' as timestamp) as at, cast(1.5 as decimal(9,2)) as sum",
        "create table "
            + s
            + ".fallback as select cast(1 as bigint) as id, cast('F' as varchar(40)) as side,"
            + " cast('2026-07-01 02:00:00' as timestamp) as at, cast(1.5 as decimal(9,2)) as sum",
        view("replica"),
        view("fallback"));
    assertThat(rows(etl, "select * from " + s + ".v"))
        .containsExactly("1|F|2026-07-01 02:00:00|1.50");
  }

  private String view(String copy) {
    return "create or replace view "
        + s
        + ".v as select cast(id as bigint) as id, cast(side as varchar(40)) as side,"
        + " cast(at as timestamp) as at, cast(sum as decimal(9,2)) as sum from "
        + s
        + "."
        + copy
        + " with no schema binding";
  }

  @Test
  void aSwitchIsNotedByHandAtTheSecondItIsMade() throws SQLException {
    run(
        etl,
        "create table " + s + ".routes (name varchar(10), since timestamp)",
        "set statement_timeout to 500",
        "insert into " + s + ".routes (name, since) values ('users', sysdate)",
        "reset statement_timeout");
    assertThat(
            rows(
                etl,
                "select name from "
                    + s
                    + ".routes where since > dateadd(minute, -5, sysdate) and since <="
                    + " dateadd(minute, 5, sysdate)"))
        .containsExactly("users");
  }

  @Test
  void whoHoldsARelationAndWhoAskedForItIsRead() throws SQLException {
    run(etl, "create table " + s + ".t (id bigint)");
    assertThat(
            rows(
                etl,
                "select t.pid as pid, t.txn_owner as owner, t.txn_start as since from"
                    + " svv_transactions t join pg_class c on c.oid = t.relation join pg_namespace n"
                    + " on n.oid = c.relnamespace where n.nspname = '"
                    + s
                    + "' and c.relname = 't' and t.pid <> pg_backend_pid()"))
        .isEmpty();
    assertThat(
            rows(
                etl,
                "select username, count(*) as n, max(start_time) as last from sys_query_history"
                    + " where trim(query_type) = 'SELECT' and username <> current_user and"
                    + " lower(replace(query_text, '\"', '')) like '%no such table%' group by"
                    + " username"))
        .isEmpty();
  }

  @Test
  void whatComparesACopyAfterAResyncIsServed() throws SQLException {
    assertThat(
            rows(
                etl,
                "select mod(7, 4) as m, rtrim('ab  ') as t, right('abc', 2) as r,"
                    + " cast('5' as bigint) as n"))
        .containsExactly("3|ab|bc|5");
  }
}
