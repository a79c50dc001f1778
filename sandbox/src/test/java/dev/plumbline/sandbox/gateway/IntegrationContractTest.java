package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database made from an integration, as the replicator would leave it. */
class IntegrationContractTest {
  private static final String ID = "0f3c1f1e-0000-4000-8000-000000000001";
  private static final Warehouse WAREHOUSE = Warehouse.running();

  @BeforeAll
  static void replicate() throws SQLException {
    try (Connection postgres = WAREHOUSE.direct()) {
      run(
          postgres,
          "insert into sandbox.integration (integration_id, target_database, source, source_database, state,"
              + " current_lag_ms, creation_time) values ('"
              + ID
              + "', 'zeroetl', 'MySQL', 'blog',"
              + " 'CdcRefreshState', 1500, '2024-01-01')",
          "insert into sandbox.integration (integration_id, target_database, state, creation_time)"
              + " values ('waiting', '', 'PendingDbConnectState', '2024-01-01')",
          "create schema \"zeroetl$blog\"",
          "create table \"zeroetl$blog\".users ("
              + PgTypes.pgColumn("id", "bigint")
              + ", "
              + PgTypes.pgColumn("userName", "varchar(10)")
              + ", "
              + PgTypes.pgColumn("bits", "varbyte(8)")
              + ", "
              + PgTypes.pgColumn("data", "super")
              + ")",
          "insert into \"zeroetl$blog\".users values (1, 'grün', '\\x00ff', '{\"a\": [1, 2]}')",
          "create table \"zeroetl$blog\".broken (id bigint)",
          "grant usage on schema \"zeroetl$blog\" to rs_everyone",
          "grant select on \"zeroetl$blog\".users to rs_everyone",
          "insert into sandbox.integration_table (integration_id, schema_name, table_name, table_state, reason,"
              + " last_updated_timestamp) values ('"
              + ID
              + "', 'blog', 'users', 'Synced', null, '2024-01-01'),"
              + " ('"
              + ID
              + "', 'blog', 'broken', 'Failed', 'no primary key', '2024-01-01')");
    }
  }

  private static Connection inside() throws SQLException {
    return WAREHOUSE.connect("zeroetl", WAREHOUSE.postgres().roles().etl());
  }

  @Test
  void isReadByThreePartNames() throws SQLException {
    try (Connection etl = WAREHOUSE.etl()) {
      assertThat(rows(etl, "select * from zeroetl.blog.users"))
          .containsExactly("1|grün|00ff|{\"a\":[1,2]}");
      assertThat(
              value(
                  etl,
                  "select u.\"userName\" from \"zeroetl\".\"blog\".\"users\" u join zeroetl.blog.users on zeroetl.blog.users.id = u.id"))
          .isEqualTo("grün");
      assertThat(value(etl, "select count(*) from dev.pg_catalog.svv_tables")).isNotEqualTo("0");
    }
  }

  @Test
  void isReadFromWithin() throws SQLException {
    try (Connection etl = inside()) {
      assertThat(value(etl, "select current_database()")).isEqualTo("zeroetl");
      assertThat(value(etl, "select blog.users.\"userName\" from blog.users")).isEqualTo("grün");
      assertThat(value(etl, "select id from zeroetl.blog.users")).isEqualTo("1");
      run(etl, "set search_path to blog");
      assertThat(value(etl, "select id from users")).isEqualTo("1");
      assertThat(rows(etl, "select table_schema, table_name from svv_tables"))
          .contains("blog|users");
      assertThat(
              rows(
                  etl,
                  "select column_name, data_type, character_maximum_length from svv_columns where table_name = 'users'"))
          .containsExactlyInAnyOrder(
              "id|bigint|null",
              "userName|character varying|10",
              "bits|binary varying|8",
              "data|super|null");
      assertThat(
              rows(
                  etl, "select \"schema\", tbl_rows from svv_table_info where \"table\" = 'users'"))
          .containsExactly("blog|1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into %s.users (id) values (2)",
        "update %s.users set id = 2",
        "delete from %s.users",
        "truncate %s.users",
        "drop table %s.users",
        "alter table %s.users add column x int",
        "create table %s.x (id int)",
        "create view %s.x as select 1 as a",
        "copy %s.users from 's3://b/k' iam_role default format parquet",
        "merge into %s.users using public.x on %s.users.id = x.id when matched then delete when not matched then insert values (1)"
      })
  void takesNoWrites(String sql) throws SQLException {
    try (Connection fromDev = WAREHOUSE.etl();
        Connection within = inside()) {
      Warehouse.Failure outer = failure(fromDev, sql.replace("%s", "zeroetl.blog"));
      assertThat(outer.message())
          .contains("databases created from a zero-ETL integration are read-only");
      assertThat(outer.state()).isEqualTo("25006");
      assertThat(failure(within, sql.replace("%s", "blog")).state()).isEqualTo("25006");
    }
  }

  @Test
  void hidesHowItIsKept() throws SQLException {
    try (Connection etl = WAREHOUSE.etl()) {
      assertThat(failure(etl, "select * from \"zeroetl$blog\".users").state()).isEqualTo("3F000");
      assertThat(failure(etl, "select * from zeroetl.blog.nothing").message())
          .contains("relation \"zeroetl.blog.nothing\" does not exist");
      assertThat(failure(etl, "create view public.z as select * from zeroetl.blog.users").message())
          .contains("cannot create a view over another database");
    }
  }

  @Test
  void aTableThatIsNotSyncedIsNotRead() throws SQLException {
    try (Connection etl = WAREHOUSE.etl()) {
      assertThat(failure(etl, "select * from zeroetl.blog.broken").message())
          .contains(
              "table \"blog\".\"broken\" cannot be queried: its zero-ETL state is Failed, not Synced");
    }
  }

  @Test
  void aLateBindingViewReadsIt() throws SQLException {
    String schema = WAREHOUSE.schema();
    try (Connection etl = WAREHOUSE.etl()) {
      run(
          etl,
          "create view "
              + schema
              + ".v as select cast(id as bigint) as id, cast(\"userName\" as varchar(40)) as name"
              + " from zeroetl.blog.users with no schema binding");
      assertThat(rows(etl, "select * from " + schema + ".v")).containsExactly("1|grün");
    }
  }

  @Test
  void itsStateIsForSuperusersAndMonitors() throws SQLException {
    String query =
        "select trim(integration_id), trim(target_database), trim(state), current_lag, total_tables_replicated,"
            + " total_tables_failed from svv_integration where target_database = 'zeroetl'";
    try (Connection etl = WAREHOUSE.etl();
        Connection admin = WAREHOUSE.admin();
        Connection reader = WAREHOUSE.reader()) {
      String seen = ID + "|zeroetl|CdcRefreshState|1500|1|1";
      assertThat(rows(etl, query)).containsExactly(seen);
      assertThat(rows(admin, query)).containsExactly(seen);
      assertThat(rows(reader, query)).isEmpty();
      assertThat(
              rows(
                  etl,
                  "select trim(table_name), trim(table_state), trim(reason) from svv_integration_table_state order by 1"))
          .containsExactly("broken|Failed|no primary key", "users|Synced|null");
    }
  }

  @Test
  void ordersReachTheReplicator() throws SQLException {
    try (Connection admin = WAREHOUSE.admin();
        Connection etl = WAREHOUSE.etl();
        Connection postgres = WAREHOUSE.direct()) {
      run(postgres, "delete from sandbox.integration_request");
      run(
          admin,
          "alter database zeroetl integration refresh table blog.users, blog.broken",
          "alter database zeroetl integration refresh all tables",
          "alter database zeroetl integration refresh inerror tables in schema blog",
          "alter database zeroetl integration set truncatecolumns = true refresh_interval 60",
          "create database \"second\" from integration 'waiting' set query_all_states true");
      assertThat(
              rows(
                  postgres,
                  "select kind, schema_name, table_name, detail from sandbox.integration_request order by id"))
          .containsExactly(
              "REFRESH|blog|users|null",
              "REFRESH|blog|broken|null",
              "REFRESH|null|null|null",
              "REFRESH|blog|null|INERROR",
              "SET|null|null|refresh_interval=60\ntruncatecolumns=true",
              "CREATE|null|null|query_all_states=true");
      assertThat(failure(etl, "alter database zeroetl integration refresh all tables").state())
          .isEqualTo("42501");
      assertThat(failure(admin, "alter database nowhere integration refresh all tables").state())
          .isEqualTo("3D000");
      assertThat(
              failure(admin, "alter database zeroetl integration refresh table blog.nothing")
                  .state())
          .isEqualTo("42P01");
      assertThat(failure(admin, "create database zeroetl from integration '" + ID + "'").state())
          .isEqualTo("42P04");
    }
  }
}
