package dev.plumbline.sandbox.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What zero-ETL refuses fails alone, with its reason; the rest goes on. */
class TableLimitsTest {
  /** A table that zero-ETL refuses, and why. */
  private record Refusal(String columns, String reason) {}

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal("id int", "Table does not have a primary key"),
          new Refusal("id int not null, unique (id)", "Table does not have a primary key"),
          new Refusal(
              "id int primary key, v tinyblob", "Unsupported data type in column v: tinyblob"),
          new Refusal("id int primary key, v blob", "Unsupported data type in column v: blob"),
          new Refusal(
              "id int primary key, v mediumblob", "Unsupported data type in column v: mediumblob"),
          new Refusal(
              "id int primary key, v longblob", "Unsupported data type in column v: longblob"),
          new Refusal(
              "id int primary key, v geometry", "Unsupported data type in column v: geometry"),
          new Refusal("id int primary key, v point", "Unsupported data type in column v: point"),
          new Refusal(
              "id int primary key, v smallint unsigned",
              "Unsupported data type in column v: smallint(5) unsigned"),
          new Refusal(
              "id int primary key, v decimal(39,0)",
              "Unsupported data type in column v: decimal(39,0)"),
          new Refusal(
              "id int primary key, v decimal(38,38)",
              "Unsupported data type in column v: decimal(38,38)"),
          new Refusal("id int primary key, v uuid", "Unsupported data type in column v: uuid"),
          new Refusal(
              "id int primary key, p int, constraint c foreign key (p) references parent (id) on delete cascade",
              "Unsupported foreign key c: ON UPDATE RESTRICT ON DELETE CASCADE"),
          new Refusal(
              "id int primary key, p int, constraint s foreign key (p) references parent (id) on update set null",
              "Unsupported foreign key s: ON UPDATE SET NULL ON DELETE RESTRICT"),
          new Refusal(
              "id int primary key) engine=MyISAM comment=(''",
              "Unsupported storage engine MyISAM"));

  @Test
  void refusesAtTheStartAndAtTheCreationOfATable() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run(
          "create table parent (id int primary key)",
          "create table child (id int primary key, p int, foreign key (p) references parent (id))");
      createAll(shop, "old");
      shop.start().catchUp();
      assertAllRefused(shop, "old");

      createAll(shop, "new");
      shop.run("insert into parent values (1)", "insert into child values (1, 1)");
      shop.catchUp();
      assertAllRefused(shop, "new");
      assertThat(shop.state("parent")).isEqualTo(TableState.SYNCED);
      assertThat(shop.warehouse("select id, p from " + shop.replica("child")))
          .containsExactly(List.of("1", "1"));
    }
  }

  private static void createAll(Integration shop, String prefix) throws SQLException {
    for (int i = 0; i < REFUSALS.size(); i++) {
      String columns = REFUSALS.get(i).columns().replace("comment=(''", "comment=''");
      String end = columns.contains("engine=") ? "" : ")";
      shop.run(
          "create table %s%d (%s%s"
              .formatted(prefix, i, columns, end)
              .replace("constraint ", "constraint " + prefix + "_"));
    }
  }

  private static void assertAllRefused(Integration shop, String prefix) throws SQLException {
    for (int i = 0; i < REFUSALS.size(); i++) {
      assertThat(shop.state(prefix + i)).as(REFUSALS.get(i).columns()).isEqualTo(TableState.FAILED);
      assertThat(shop.reason(prefix + i).replace(prefix + "_", ""))
          .isEqualTo(REFUSALS.get(i).reason());
    }
  }

  @Test
  void startsAgainByItselfWhenAPrimaryKeyIsAdded() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int, v int)", "insert into t values (1, 2)").start().catchUp();
      assertThat(shop.state("t")).isEqualTo(TableState.FAILED);

      shop.run("alter table t add primary key (id)", "insert into t values (3, 4)").catchUp();

      assertThat(shop.history("t"))
          .containsExactly(
              "ResyncInitiated", "Failed", "ResyncRequired", "ResyncInitiated", "Synced");
      assertThat(shop.warehouse("select id, v from " + shop.replica("t") + " order by 1"))
          .containsExactly(List.of("1", "2"), List.of("3", "4"));
    }
  }

  @Test
  void staysFailedUntilARefreshWhenAnUnsupportedColumnIsDropped() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key, v int)", "insert into t values (1, 2)")
          .start()
          .catchUp();
      shop.run("alter table t add column gift geometry").catchUp();
      assertThat(shop.state("t")).isEqualTo(TableState.FAILED);
      assertThat(shop.reason("t")).isEqualTo("Unsupported data type in column gift: geometry");

      shop.run("alter table t drop column gift", "insert into t values (3, 4)").catchUp();
      assertThat(shop.state("t")).isEqualTo(TableState.FAILED);

      shop.replicator().refreshTable(shop.database(), "t");
      shop.catchUp();
      assertThat(shop.state("t")).isEqualTo(TableState.SYNCED);
      assertThat(shop.warehouse("select id, v from " + shop.replica("t") + " order by 1"))
          .containsExactly(List.of("1", "2"), List.of("3", "4"));
    }
  }

  @Test
  void failsATableWhoseTextHasMoreBytesThanItsReplicaHolds() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run(
          "create table snapshot (id int primary key, v varchar(5))",
          "insert into snapshot values (1, 'äöüäö')",
          "create table streamed (id int primary key, v varchar(5))",
          "create table longer (id int primary key, v longtext)",
          "create table nul (id int primary key, v varchar(5))",
          "create table fine (id int primary key, v varchar(5))");
      shop.start().catchUp();
      assertThat(shop.state("snapshot")).isEqualTo(TableState.FAILED);
      assertThat(shop.reason("snapshot"))
          .isEqualTo("Value of 10 bytes in column v exceeds VARCHAR(5)");

      shop.run(
          "insert into streamed values (1, '12345'), (2, '1234€')",
          "insert into longer values (1, repeat('x', 65535))",
          "insert into longer values (2, repeat('x', 65536))",
          "insert into nul values (1, concat('a', char(0), 'b'))",
          "insert into fine values (1, 'äö')");
      shop.catchUp();
      assertThat(shop.reason("streamed"))
          .isEqualTo("Value of 7 bytes in column v exceeds VARCHAR(5)");
      assertThat(shop.reason("longer"))
          .isEqualTo("Value of 65536 bytes in column v exceeds VARCHAR(65535)");
      assertThat(shop.reason("nul")).isEqualTo("Invalid character (NUL) in column v");
      assertThat(shop.state("fine")).isEqualTo(TableState.SYNCED);
      assertThat(readable(shop, "fine")).isEqualTo("t");
      assertThat(readable(shop, "streamed")).isEqualTo("f");
    }
  }

  private static String readable(Integration shop, String table) throws SQLException {
    return shop.warehouseValue(
        "select has_table_privilege('rs_everyone', '" + shop.replica(table) + "', 'select')");
  }

  @Test
  void cutsAndReplacesWhenToldTo() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("create table t (id int primary key, v varchar(5))").start().catchUp();
      shop.warehouse(
          "insert into sandbox.integration_request (integration_id, kind, detail, requested_at) values ('"
              + shop.config().integrationId()
              + "', 'SET', 'TRUNCATECOLUMNS = TRUE ACCEPTINVCHARS TRUE', now()) returning pg_notify('sandbox_request', '')");
      org.awaitility.Awaitility.await()
          .atMost(Integration.PATIENCE)
          .until(
              () ->
                  shop.warehouseValue(
                          "select count(*) from sandbox.integration where truncatecolumns and acceptinvchars and integration_id = '"
                              + shop.config().integrationId()
                              + "'")
                      .equals("1"));

      shop.run("insert into t values (1, '1234€'), (2, 'ääääa'), (3, concat('a', char(0)))")
          .catchUp();

      assertThat(shop.warehouse("select id, v from " + shop.replica("t") + " order by 1"))
          .containsExactly(List.of("1", "1234"), List.of("2", "ää"), List.of("3", "a?"));
      assertThat(shop.state("t")).isEqualTo(TableState.SYNCED);
    }
  }
}
