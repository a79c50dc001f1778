package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableContractTest {
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

  private String info(String table) throws SQLException {
    return value(
        etl,
        "select diststyle, sortkey1, sortkey_num, tbl_rows, encoded from svv_table_info where \"schema\" = '"
            + s
            + "' and \"table\" = '"
            + table
            + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "smallint | smallint | 32767",
        "int2 | smallint | -1",
        "int4 | integer | 2147483647",
        "bigint | bigint | 9223372036854775807",
        "decimal | numeric(18,0) | 12",
        "decimal(38,37) | numeric(38,37) | 1.0000000000000000000000000000000000001",
        "numeric(20) | numeric(20,0) | 18446744073709551615",
        "real | real | 1.5",
        "float | double precision | 1.5",
        "float(24) | real | 1.5",
        "boolean | boolean | t",
        "char(3) | character(3) | abc",
        "varchar | character varying(256) | größe",
        "varchar(max) | character varying(65535) | größe",
        "text | character varying(256) | größe",
        "nvarchar(7) | character varying(7) | größe",
        "character varying(7) | character varying(7) | größe",
        "bpchar | character(256) | abc",
        "date | date | 2024-02-29",
        "timestamp | timestamp without time zone | 2024-02-29 01:02:03.123456",
        "timestamptz | timestamp with time zone | 2024-02-29 01:02:03.123456+00",
        "timestamp with time zone | timestamp with time zone | 2024-02-29 01:02:03+00",
        "time | time without time zone | 01:02:03.123456",
        "varbyte | binary varying(64000) | 616263",
        "varbyte(3) | binary varying(3) | 616263",
        "varbinary(3) | binary varying(3) | 616263"
      })
  void keepsTypesAndValues(String declared, String shown, String text) throws SQLException {
    run(etl, "create table " + s + ".t (v " + declared + ")");
    String cast =
        declared.startsWith("varb") ? "to_varbyte('" + text + "', 'hex')" : "'" + text + "'";
    run(etl, "insert into " + s + ".t values (" + cast + ")", "set search_path to " + s);
    assertThat(value(etl, "select type from pg_table_def where tablename = 't'")).isEqualTo(shown);
    assertThat(value(etl, "select v from " + s + ".t").strip()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "varchar(6) | 'größe' | 22001 | value too long for type character varying(6)",
        "char(2) | 'abc' | 22001 | value too long for type character(2)",
        "char(2) | 'é' | 22021 | Multibyte character not supported for CHAR",
        "varbyte(1) | to_varbyte('ab', 'utf8') | 22001 | value too long for type binary varying(1)",
        "smallint | 40000 | 22003 | smallint out of range",
        "decimal(4,2) | 100 | 22003 | numeric field overflow",
        "date | '2024-02-30' | 22008 | date/time field value out of range"
      })
  void refusesAValueThatDoesNotFit(String type, String literal, String state, String words)
      throws SQLException {
    run(etl, "create table " + s + ".t (v " + type + ")");
    Warehouse.Failure failure = failure(etl, "insert into " + s + ".t values (" + literal + ")");
    assertThat(failure.message()).contains(words);
    assertThat(failure.state()).isEqualTo(state);
  }

  @Test
  void superAndVarbyteReachTheDriverAsRedshiftsTypes() throws SQLException {
    run(
        etl,
        "create table " + s + ".t (id int, j super, b varbyte(10))",
        "insert into "
            + s
            + ".t values (1, json_parse('{\"a\": 12345678901234567890, \"b\": \"x, y\"}'), null)");
    try (PreparedStatement update =
        etl.prepareStatement("update " + s + ".t set b = ? where id = ?")) {
      update.setBytes(1, new byte[] {0, (byte) 0xff, 'a'});
      update.setInt(2, 1);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
    try (PreparedStatement query = etl.prepareStatement("select j, b from " + s + ".t")) {
      for (int repeated = 0; repeated < 7; repeated++) {
        try (ResultSet row = query.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getString(1)).isEqualTo("{\"a\":12345678901234567890,\"b\":\"x, y\"}");
          assertThat(row.getBytes(2)).containsExactly(0, 0xff, 'a');
          assertThat(row.getString(2)).isEqualTo("00ff61");
          assertThat(row.getMetaData().getColumnTypeName(1)).isEqualTo("super");
          assertThat(row.getMetaData().getColumnTypeName(2)).isEqualTo("varbyte");
          assertThat(row.getMetaData().getColumnType(2)).isEqualTo(Types.LONGVARBINARY);
        }
      }
    }
  }

  @Test
  void recordsDistributionSortKeysAndEncodings() throws SQLException {
    run(
        etl,
        "create table "
            + s
            + ".keyed (id bigint not null encode az64, at timestamp encode raw, n varchar(9) encode zstd)"
            + " backup no diststyle key distkey (id) compound sortkey (at, id)",
        "create table " + s + ".inline (id bigint distkey sortkey, n int)",
        "create table " + s + ".even (id int) diststyle even sortkey auto encode auto",
        "create table " + s + ".everywhere (id int) diststyle all interleaved sortkey (id)",
        "create table " + s + ".automatic (id int)",
        "create table " + s + ".copied (like " + s + ".keyed including defaults)",
        "create table " + s + ".queried distkey (id) sortkey (id) as select 1 as id");
    for (String table :
        new String[] {"keyed", "inline", "even", "everywhere", "automatic", "copied"}) {
      assertThat(
              rows(
                  etl,
                  "select 1 from svv_table_info where \"table\" = '"
                      + table
                      + "' and \"schema\" = '"
                      + s
                      + "'"))
          .as("empty tables are not shown")
          .isEmpty();
      run(etl, "insert into " + s + "." + table + " (id) values (1)");
    }
    assertThat(info("keyed")).isEqualTo("KEY(id)|at|2|1|Y");
    assertThat(info("inline")).startsWith("KEY(id)|id|1|1|");
    assertThat(info("even")).startsWith("EVEN|AUTO(SORTKEY)|0|1|");
    assertThat(info("everywhere")).startsWith("ALL|INTERLEAVED|1|1|");
    assertThat(info("automatic")).startsWith("AUTO(ALL)|AUTO(SORTKEY)|0|1|");
    assertThat(info("copied")).startsWith("KEY(id)|at|2|1|");
    assertThat(info("queried")).startsWith("KEY(id)|id|1|1|");
    run(
        etl,
        "alter table " + s + ".automatic alter distkey id",
        "alter table " + s + ".automatic alter sortkey (id)",
        "alter table " + s + ".automatic alter column id encode zstd",
        "alter table " + s + ".automatic rename to renamed",
        "set search_path to " + s);
    assertThat(info("renamed")).isEqualTo("KEY(id)|id|1|1|Y");
    assertThat(
            rows(
                etl,
                "select \"column\", encoding, distkey, sortkey, \"notnull\" from pg_table_def where tablename = 'keyed'"))
        .containsExactly("id|az64|t|2|t", "at|raw|f|1|f", "n|zstd|f|0|f");
  }

  @Test
  void constraintsInformButDoNotBind() throws SQLException {
    run(
        etl,
        "create table " + s + ".parent (id bigint primary key, u int unique)",
        "create table "
            + s
            + ".child (id bigint, p bigint references "
            + s
            + ".parent (id),"
            + " constraint k primary key (id), foreign key (p) references "
            + s
            + ".parent (id), unique (p))",
        "insert into " + s + ".parent values (1, 1), (1, 1)",
        "insert into " + s + ".child values (1, 99), (1, 99)",
        "alter table " + s + ".child add constraint again unique (id)",
        "alter table " + s + ".parent add primary key (id)");
    assertThat(value(etl, "select count(*) from " + s + ".parent")).isEqualTo("2");
    assertThat(failure(etl, "insert into " + s + ".child values (null, 1)").message())
        .contains("Cannot insert a NULL value into column id");
  }

  @Test
  void identityColumnsCountByThemselves() throws SQLException {
    run(
        etl,
        "create table "
            + s
            + ".t (id bigint identity(10, 5), d bigint generated by default as identity(1, 1), n int default 7)",
        "insert into " + s + ".t (n) values (1), (2)",
        "insert into " + s + ".t (d) values (100)");
    assertThat(rows(etl, "select * from " + s + ".t order by id"))
        .containsExactly("10|1|1", "15|2|2", "20|100|7");
  }

  @Test
  void altersOneThingAtATime() throws SQLException {
    run(
        etl,
        "create table " + s + ".t (id int, n varchar(3))",
        "insert into " + s + ".t values (1, 'abc')",
        "alter table " + s + ".t add column extra varchar(5) default 'x' not null encode zstd",
        "alter table " + s + ".t rename column n to name",
        "alter table " + s + ".t alter column name type varchar(10)",
        "update " + s + ".t set name = 'abcdefghij'",
        "comment on table " + s + ".t is 'it\\'s a table'",
        "comment on column " + s + ".t.name is null",
        "alter table " + s + ".t drop column extra",
        "alter table " + s + ".t owner to etl");
    assertThat(rows(etl, "select * from " + s + ".t")).containsExactly("1|abcdefghij");
    etl.setAutoCommit(false);
    assertThat(failure(etl, "alter table " + s + ".t alter column name type varchar(20)").state())
        .isEqualTo("25001");
    etl.rollback();
  }

  @Test
  void temporaryTablesHideOthers() throws SQLException {
    run(
        etl,
        "create temp table t (id int) distkey (id)",
        "insert into t values (1)",
        "create temporary table u as select id + 1 as id from t",
        "drop table if exists t, u");
    try (Connection other = warehouse.etl()) {
      assertThat(failure(other, "select * from u").state()).isEqualTo("42P01");
    }
  }

  @Test
  void namesKeepTheirCaseInQuotesUnlessToldNotTo() throws SQLException {
    run(
        etl,
        "create table " + s + ".\"Users\" (\"userName\" int)",
        "insert into " + s + ".\"Users\" values (1)");
    assertThat(value(etl, "select \"userName\" from " + s + ".\"Users\"")).isEqualTo("1");
    assertThat(failure(etl, "select * from " + s + ".users").state()).isEqualTo("42P01");
    run(
        etl,
        "set enable_case_sensitive_identifier to false",
        "create table " + s + ".\"Folded\" (id int)");
    assertThat(value(etl, "show enable_case_sensitive_identifier")).isEqualTo("off");
    run(etl, "reset enable_case_sensitive_identifier");
    assertThat(rows(etl, "select * from " + s + ".folded")).isEmpty();
  }
}
