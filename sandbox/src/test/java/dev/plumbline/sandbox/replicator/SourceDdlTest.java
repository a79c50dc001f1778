package dev.plumbline.sandbox.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What DDL at the source does to a replica, while rows come before and after it. */
class SourceDdlTest {
  private static final List<String> RESYNC = List.of("ResyncRequired", "ResyncInitiated", "Synced");
  private static final List<String> NOTHING = List.of();

  /**
   * A statement on table t, which has columns id (the key), a and b.
   *
   * @param states that the table goes through
   */
  record Case(String ddl, List<String> states) {
    @Override
    public String toString() {
      return ddl;
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("alter table t add column c int", NOTHING),
        new Case("alter table t add column c varchar(20) default 'it''s'", NOTHING),
        new Case("alter table t add column c int not null", NOTHING),
        new Case("alter table t add column c decimal(5,2) not null default -1.25", NOTHING),
        new Case("alter table t add c enum('x','y') not null default 'y'", NOTHING),
        new Case("alter table t drop column b", NOTHING),
        new Case("alter table t rename column b to c", NOTHING),
        new Case("alter table t add index i (a)", NOTHING),
        new Case("create index i on t (a)", NOTHING),
        new Case("alter table t comment = 'x', alter column a set default 7", NOTHING),
        new Case("alter table t engine = InnoDB", NOTHING),
        new Case("alter table t force", NOTHING),
        new Case("truncate table t", NOTHING),
        new Case("alter table t add column c int first", RESYNC),
        new Case("alter table t add column c int after a", RESYNC),
        new Case("alter table t add column c timestamp not null default current_timestamp", RESYNC),
        new Case("alter table t add column c int, add column d int", RESYNC),
        new Case("alter table t add column (c int, d int)", RESYNC),
        new Case("alter table t add column c int, rename column b to d", RESYNC),
        new Case("alter table t add column c int as (a + 1) stored", RESYNC),
        new Case("alter table t add column c datetime default '2020-01-01 01:02:03'", RESYNC),
        new Case("alter table t modify a bigint", RESYNC),
        new Case("alter table t change b bb varchar(60)", RESYNC),
        new Case("alter table t convert to character set latin1", RESYNC),
        new Case("alter table t drop primary key, add primary key (id, a)", RESYNC),
        new Case("create or replace table t (id int primary key, z int)", RESYNC));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leavesTheReplicaEqual(Case ddl) throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run(
          "create table t (id int primary key, a int default 3, b varchar(40) default 'bee')",
          "insert into t (id) values (1), (2)");
      shop.start().catchUp();
      int before = shop.history("t").size();
      shop.run("set sql_mode = ''");

      shop.run(
          "insert into t (id) values (3)",
          ddl.ddl(),
          "insert into t (id) values (4)",
          "update t set id = 20 where id = 2");
      shop.catchUp();

      assertThat(shop.history("t").subList(before, shop.history("t").size()))
          .isEqualTo(ddl.states());
      assertThat(shop.state("t")).isEqualTo(TableState.SYNCED);
      shop.assertEqual("t");
      assertThat(
              shop.warehouseValue(
                  "select has_table_privilege('rs_everyone', '"
                      + shop.replica("t")
                      + "', 'select')"))
          .isEqualTo("t");
    }
  }

  @Test
  void followsTablesThatComeAndGo() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run(
          "create table a (id int primary key)",
          "create table b (id int primary key)",
          "insert into a values (1)",
          "insert into b values (2)");
      shop.start().catchUp();

      shop.run("create table c (id int primary key)", "insert into c values (3)").catchUp();
      shop.assertEqual("c");

      shop.run("rename table a to tmp, b to a, tmp to b", "insert into a values (10)").catchUp();
      shop.assertEqual("a");
      shop.assertEqual("b");

      shop.run("alter table c rename to d", "drop table a").catchUp();
      shop.assertEqual("d");
      assertThat(shop.history("a").get(shop.history("a").size() - 1)).isEqualTo("Deleted");
      assertThat(shop.history("c").get(shop.history("c").size() - 1)).isEqualTo("Deleted");
      assertThat(shop.replicator().status().tables().keySet())
          .extracting("table")
          .containsExactlyInAnyOrder("b", "d");

      shop.run(
              "create table a (id int primary key, v int)",
              "insert into a values (1, 1)",
              "create table e select * from a",
              "create table f (primary key (id)) select * from a")
          .catchUp();
      shop.assertEqual("a");
      shop.assertEqual("f");
      assertThat(shop.state("e")).isEqualTo(TableState.FAILED);
    }
  }

  @Test
  void replaysDdlThatHappenedWhileItWasAway() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run(
          "create table t (id int primary key, a int)",
          "insert into t values (1, 1)",
          "create table gone (id int primary key)");
      shop.start().catchUp();
      shop.stop();

      shop.run(
          "insert into t values (2, 2)",
          "alter table t add column b varchar(9) default 'b'",
          "insert into t values (3, 3, 'c')",
          "alter table t drop column a",
          "insert into t values (4, 'd')",
          "alter table t modify b varchar(20)",
          "insert into t values (5, 'e')",
          "drop table gone",
          "create table later (id int primary key)",
          "insert into later values (1)",
          "alter table later add column x int default 5",
          "insert into later values (2, 6)");
      shop.start().catchUp();

      shop.assertEqual("t");
      shop.assertEqual("later");
      assertThat(shop.replicator().status().tables().keySet())
          .extracting("table")
          .containsExactlyInAnyOrder("t", "later");
    }
  }
}
