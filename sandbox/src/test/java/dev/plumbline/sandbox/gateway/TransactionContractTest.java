package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionContractTest {
  private final Warehouse warehouse = Warehouse.running();
  private Connection etl;
  private String s;

  @BeforeEach
  void connect() throws SQLException {
    s = warehouse.schema();
    etl = warehouse.etl();
    run(etl, "create table " + s + ".t (id bigint, n varchar(10))");
  }

  @AfterEach
  void disconnect() throws SQLException {
    etl.close();
  }

  private String count() throws SQLException {
    try (Connection other = warehouse.etl()) {
      return value(other, "select count(*) from " + s + ".t");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin|commit",
        "begin transaction|end",
        "start transaction|commit work",
        "begin work|end transaction"
      })
  void beginsAndCommits(String words) throws SQLException {
    String[] pair = words.split("\\|", 2);
    run(etl, pair[0], "insert into " + s + ".t values (1, 'a')");
    assertThat(count()).isEqualTo("0");
    run(etl, pair[1]);
    assertThat(count()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollback", "abort", "rollback transaction"})
  void rollsBackDdlToo(String word) throws SQLException {
    run(
        etl,
        "begin",
        "create table " + s + ".u (id int) distkey (id)",
        "insert into " + s + ".u values (1)",
        word);
    assertThat(failure(etl, "select * from " + s + ".u").state()).isEqualTo("42P01");
  }

  @Test
  void truncateCommits() throws SQLException {
    etl.setAutoCommit(false);
    run(
        etl,
        "insert into " + s + ".t values (1, 'a')",
        "create table " + s + ".u (id int)",
        "truncate table " + s + ".t");
    etl.rollback();
    assertThat(rows(etl, "select * from " + s + ".u")).isEmpty();
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void severalStatementsInOneStringAreOneTransaction() throws SQLException {
    String insert = "insert into " + s + ".t values (1, 'a')";
    assertThat(
            failure(etl, insert + "; insert into " + s + ".t values (2, 'much too long a text')")
                .state())
        .isEqualTo("22001");
    assertThat(count()).isIn("0", "1");
    run(etl, insert + "; " + insert + ";");
    assertThat(count()).isIn("2", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vacuum %s.t",
        "vacuum delete only %s.t to 90 percent boost",
        "alter table %s.t append from %s.u",
        "create database d from integration 'x'",
        "alter database d integration refresh all tables"
      })
  void isRefusedInATransactionBlock(String sql) throws SQLException {
    etl.setAutoCommit(false);
    run(etl, "insert into " + s + ".t values (1, 'a')");
    Warehouse.Failure failure = failure(etl, sql.replace("%s", s));
    assertThat(failure.message()).contains("cannot run inside a transaction block");
    assertThat(failure.state()).isEqualTo("25001");
    etl.rollback();
  }

  @Test
  void appendMovesRows() throws SQLException {
    run(
        etl,
        "create table " + s + ".u (n varchar(10), id bigint)",
        "insert into " + s + ".u values ('x', 5)",
        "alter table " + s + ".t append from " + s + ".u",
        "vacuum " + s + ".t",
        "analyze " + s + ".t");
    assertThat(rows(etl, "select * from " + s + ".t")).containsExactly("5|x");
    assertThat(rows(etl, "select * from " + s + ".u")).isEmpty();
    run(etl, "create table " + s + ".w (id bigint, n varchar(11))");
    assertThat(failure(etl, "alter table " + s + ".t append from " + s + ".w").message())
        .contains("ALTER TABLE APPEND: columns of the two tables differ: n");
  }

  @Test
  void mergesAsRedshiftDoes() throws SQLException {
    run(
        etl,
        "create table " + s + ".u (id bigint, n varchar(10))",
        "insert into " + s + ".t values (1, 'old'), (2, 'same')",
        "insert into " + s + ".u values (1, 'new'), (3, 'three')",
        "merge into "
            + s
            + ".t using "
            + s
            + ".u as q on "
            + s
            + ".t.id = q.id"
            + " when matched then update set n = q.n when not matched then insert (id, n) values (q.id, q.n)");
    assertThat(rows(etl, "select * from " + s + ".t order by id"))
        .containsExactly("1|new", "2|same", "3|three");
    run(
        etl,
        "insert into " + s + ".t values (1, 'dup')",
        "merge into "
            + s
            + ".t using "
            + s
            + ".u on "
            + s
            + ".t.id = "
            + s
            + ".u.id remove duplicates");
    assertThat(rows(etl, "select * from " + s + ".t order by id"))
        .containsExactly("1|new", "2|same", "3|three");
    run(etl, "insert into " + s + ".u values (1, 'twice')");
    assertThat(
            failure(
                    etl,
                    "merge into "
                        + s
                        + ".t using "
                        + s
                        + ".u on "
                        + s
                        + ".t.id = "
                        + s
                        + ".u.id"
                        + " when matched then delete when not matched then insert values ("
                        + s
                        + ".u.id, "
                        + s
                        + ".u.n)")
                .message())
        .contains("Found multiple matches to update the same tuple.");
  }

  @Test
  void changesRows() throws SQLException {
    run(
        etl,
        "insert into " + s + ".t values (1, 'a'), (2, 'b'), (3, 'c')",
        "update "
            + s
            + ".t set n = u.n from (select 1 as id, 'z' as n) u where u.id = "
            + s
            + ".t.id",
        "delete from " + s + ".t using (select 2 as id) u where u.id = " + s + ".t.id",
        "delete " + s + ".t where id = 3",
        "insert into " + s + ".t select id + 10, n from " + s + ".t",
        "begin",
        "lock table " + s + ".t",
        "lock " + s + ".t",
        "commit");
    assertThat(rows(etl, "select * from " + s + ".t order by id")).containsExactly("1|z", "11|z");
  }

  @Test
  void cursorsFetchInPieces() throws SQLException {
    run(
        etl,
        "insert into "
            + s
            + ".t select id, n from (select 1 as id, 'a' as n union all select 2, 'b') q");
    etl.setAutoCommit(false);
    run(etl, "declare c cursor for select id from " + s + ".t order by id");
    assertThat(rows(etl, "fetch forward 1 from c")).containsExactly("1");
    assertThat(rows(etl, "fetch all from c")).containsExactly("2");
    run(etl, "close c");
    try (Statement statement = etl.createStatement()) {
      statement.setFetchSize(1);
      try (ResultSet rows = statement.executeQuery("select id from " + s + ".t order by id")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(2);
        assertThat(rows.next()).isFalse();
      }
    }
    etl.rollback();
  }

  @Test
  void statementsPrepareByName() throws SQLException {
    run(etl, "prepare p (bigint) as select $1 + 1");
    assertThat(value(etl, "execute p (41)")).isEqualTo("42");
    run(etl, "deallocate p");
    assertThat(rows(etl, "explain select * from " + s + ".t")).isNotEmpty();
  }
}
