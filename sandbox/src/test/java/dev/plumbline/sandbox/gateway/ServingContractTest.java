package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
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
  void rowsUnderSomeKeysAreReplacedInOneTransaction() throws SQLException {
    run(
        etl,
        "create table " + s + ".t (id bigint not null, word varchar(10) not null, day date)",
        "insert into " + s + ".t (id, word, day) values (1, 'a', null), (2, 'b ', '2026-01-02')",
        "create table " + s + ".fresh (id bigint not null, word varchar(10) not null, day date)",
        "insert into " + s + ".fresh (id, word, day) values (2, 'b', '2026-01-03')",
        "create table " + s + ".gone (id bigint, word varchar(10), day date)");
    try (var insert =
        etl.prepareStatement(
            "insert into "
                + s
                + ".gone select \"id\", \"word\", \"day\" from \""
                + s
                + "\".\"t\" where ((\"id\" = cast(? as bigint) and \"word\" = cast(? as"
                + " varchar(65535)) and octet_length(\"word\") = 2 and"
                + " cast(datediff(day, date '1970-01-01', \"day\") as varchar) = cast(? as"
                + " varchar(65535))))")) {
      insert.setLong(1, 2);
      insert.setString(2, "b ");
      insert.setString(3, "20455");
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
    etl.setAutoCommit(false);
    run(
        etl,
        "delete from \""
            + s
            + "\".\"t\" using \""
            + s
            + "\".\"gone\" as k where \"t\".\"id\" = k.\"id\" and \"t\".\"word\" = k.\"word\" and"
            + " octet_length(\"t\".\"word\") = octet_length(k.\"word\") and ((\"t\".\"day\" ="
            + " k.\"day\") or (\"t\".\"day\" is null and k.\"day\" is null))",
        "insert into " + s + ".t (id, word, day) select id, word, day from " + s + ".fresh");
    etl.commit();
    etl.setAutoCommit(true);
    assertThat(rows(etl, "select id, word, day from " + s + ".t order by id"))
        .containsExactly("1|a|null", "2|b|2026-01-03");
  }

  @Test
  void theKeysOfSeveralRowsAreWrittenDown() throws SQLException {
    run(
        etl,
        "create table " + s + ".t (id bigint)",
        "insert into " + s + ".t values (1), (2), (3)",
        "create table " + s + ".kept (id bigint)");
    try (PreparedStatement insert =
        etl.prepareStatement(
            "insert into "
                + s
                + ".kept select \"id\" from "
                + s
                + ".t where (\"id\" = ? or \"id\" = ?)")) {
      insert.setLong(1, 1);
      insert.setLong(2, 3);
      assertThat(insert.executeUpdate()).isEqualTo(2);
    }
    assertThat(rows(etl, "select id from " + s + ".kept order by id")).containsExactly("1", "3");
    run(etl, "insert into " + s + ".kept select \"id\" from " + s + ".t where \"id\" in (2, 4)");
    assertThat(rows(etl, "select id from " + s + ".kept order by id"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void whatDefaultPrivilegesGaveIsTakenBack() throws SQLException {
    run(
        etl,
        "create table " + s + ".t (id bigint)",
        "grant select on table " + s + ".t to public",
        "revoke select on table " + s + ".t from public");
    assertThat(
            rows(
                etl,
                "select identity_type from svv_relation_privileges where namespace_name = '"
                    + s
                    + "' and relation_name = 't' and identity_type = 'public'"))
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
