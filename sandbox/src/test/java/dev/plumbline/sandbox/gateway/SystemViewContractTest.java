package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemViewContractTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private final Warehouse warehouse = Warehouse.running();
  private Connection etl;
  private String s;

  @BeforeEach
  void connect() throws SQLException {
    s = warehouse.schema();
    etl = warehouse.etl();
    run(
        etl,
        "create table "
            + s
            + ".t (id bigint not null, n varchar(10), d decimal(10,2), v varbyte(5), j super)",
        "create view " + s + ".v as select id from " + s + ".t");
  }

  @AfterEach
  void disconnect() throws SQLException {
    etl.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "svv_redshift_databases",
        "svv_all_schemas",
        "svv_redshift_schemas",
        "svv_all_tables",
        "svv_redshift_tables",
        "svv_all_columns",
        "svv_redshift_columns",
        "svv_tables",
        "svv_columns",
        "svv_table_info",
        "svv_column_privileges",
        "svv_relation_privileges",
        "svv_schema_privileges",
        "svv_external_schemas",
        "svv_external_tables",
        "svv_external_columns",
        "svv_external_databases",
        "svv_rls_attached_policy",
        "svv_attached_masking_policy",
        "svv_integration",
        "svv_integration_table_state",
        "sys_integration_activity",
        "sys_integration_table_activity",
        "sys_integration_table_state_change",
        "sys_load_history",
        "sys_load_error_detail",
        "stl_load_errors",
        "stv_recents",
        "stv_sessions",
        "stv_locks",
        "svv_transactions",
        "sys_query_history",
        "pg_table_def",
        "pg_user",
        "pg_catalog.pg_class",
        "information_schema.tables"
      })
  void answersToEveryone(String view) throws SQLException {
    try (Connection reader = warehouse.reader()) {
      assertThat(rows(reader, "select * from " + view + " limit 1")).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void describesTablesAndColumns() throws SQLException {
    assertThat(
            rows(
                etl,
                "select column_name, data_type, is_nullable, character_maximum_length, numeric_precision,"
                    + " numeric_scale from svv_columns where table_schema = '"
                    + s
                    + "' and table_name = 't' order by ordinal_position"))
        .containsExactly(
            "id|bigint|NO|null|64|0",
            "n|character varying|YES|10|null|null",
            "d|numeric|YES|null|10|2",
            "v|binary varying|YES|5|null|null",
            "j|super|YES|null|null|null");
    assertThat(
            rows(
                etl,
                "select database_name, table_name, table_type from svv_all_tables where schema_name = '"
                    + s
                    + "' order by 2"))
        .containsExactly("dev|t|TABLE", "dev|v|VIEW");
    assertThat(
            rows(
                etl,
                "select table_name, table_type from svv_tables where table_schema = '"
                    + s
                    + "' order by 1"))
        .containsExactly("t|BASE TABLE", "v|VIEW");
    try (Connection reader = warehouse.reader()) {
      assertThat(rows(reader, "select table_name from svv_tables where table_schema = '" + s + "'"))
          .isEmpty();
    }
  }

  @Test
  void theDriversMetadataWorks() throws SQLException {
    DatabaseMetaData metaData = etl.getMetaData();
    assertThat(names(metaData.getTables(null, s, "%", null), "TABLE_NAME"))
        .containsExactly("t", "v");
    assertThat(names(metaData.getTables("dev", s, "t", new String[] {"TABLE"}), "TABLE_NAME"))
        .containsExactly("t");
    assertThat(names(metaData.getColumns(null, s, "t", "%"), "COLUMN_NAME"))
        .containsExactly("id", "n", "d", "v", "j");
    assertThat(names(metaData.getSchemas(), "TABLE_SCHEM")).contains(s, "public");
    assertThat(names(metaData.getCatalogs(), "TABLE_CAT")).contains("dev");
    assertThat(names(metaData.getPrimaryKeys(null, s, "t"), "COLUMN_NAME")).isEmpty();
    assertThat(names(metaData.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW");
    assertThat(etl.getCatalog()).isEqualTo("dev");
    assertThat(etl.getSchema()).isEqualTo("public");
    etl.setSchema(s);
    assertThat(etl.getSchema()).isEqualTo(s);
  }

  private static List<String> names(ResultSet rows, String column) throws SQLException {
    try (rows) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(column));
      }
      return names;
    }
  }

  @Test
  void showsGrants() throws SQLException {
    run(
        etl,
        "grant usage on schema " + s + " to reader",
        "grant select, insert on table " + s + ".t to reader",
        "revoke insert on " + s + ".t from reader",
        "grant select on all tables in schema " + s + " to group rs_monitor",
        "grant usage on schema " + s + " to role rs_monitor",
        "grant select on " + s + ".v to public",
        "grant select (id) on " + s + ".t to rs_everyone");
    assertThat(
            rows(
                etl,
                "select relation_name, column_name, privilege_type, identity_name, admin_option"
                    + " from svv_column_privileges where namespace_name = '"
                    + s
                    + "'"))
        .containsExactly("t|id|SELECT|rs_everyone|f");
    assertThat(
            rows(
                etl,
                "select relation_name, privilege_type, identity_name, identity_type from svv_relation_privileges"
                    + " where namespace_name = '"
                    + s
                    + "' and identity_name <> 'etl' order by 1, 3"))
        .containsExactly(
            "t|SELECT|reader|user",
            "t|SELECT|rs_monitor|role",
            "v|SELECT|public|public",
            "v|SELECT|rs_monitor|role");
    assertThat(value(etl, "select has_table_privilege('reader', '" + s + ".t', 'select')"))
        .isEqualTo("t");
  }

  @Test
  void remembersWhoAskedWhat() throws SQLException {
    try (Connection reader = warehouse.reader()) {
      String marker = warehouse.unique("marker");
      value(reader, "select '" + marker + "'");
      failure(reader, "select '" + marker + "' from nowhere");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(
                          rows(
                              etl,
                              "select trim(username), trim(status), returned_rows from sys_query_history"
                                  + " where query_text like '%''"
                                  + marker
                                  + "''%' and username = 'reader' order by query_id"))
                      .containsExactly("reader|success|1", "reader|failed|0"));
      assertThat(rows(reader, "select 1 from sys_query_history where trim(username) <> 'reader'"))
          .isEmpty();
    }
  }

  @Test
  void showsWhoHoldsALock() throws SQLException {
    try (Connection holder = warehouse.etl()) {
      String pid = value(holder, "select pg_backend_pid()");
      holder.setAutoCommit(false);
      run(holder, "lock table " + s + ".t");
      String table = value(etl, "select '" + s + ".t'::regclass::oid");
      assertThat(
              rows(
                  etl,
                  "select pid, trim(txn_owner), lock_mode, granted from svv_transactions where relation = "
                      + table))
          .containsExactly(pid + "|etl|AccessExclusiveLock|t");
      assertThat(rows(etl, "select lock_owner_pid from stv_locks where table_id = " + table))
          .containsExactly(pid);
      run(etl, "set statement_timeout to 200");
      Warehouse.Failure blocked = failure(etl, "select count(*) from " + s + ".t");
      assertThat(blocked.state()).isEqualTo("57014");
      assertThat(blocked.message()).contains("Query cancelled on user's request");
      holder.rollback();
    }
  }
}
