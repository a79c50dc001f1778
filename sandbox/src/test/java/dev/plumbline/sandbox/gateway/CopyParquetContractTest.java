package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.ROLE;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyParquetContractTest {
  private final Warehouse warehouse = Warehouse.running();
  private Connection etl;
  private String schema;
  private String folder;

  @BeforeEach
  void connect() throws SQLException {
    schema = warehouse.schema();
    folder = warehouse.unique("copy") + "/";
    etl = warehouse.etl();
  }

  @AfterEach
  void disconnect() throws SQLException {
    etl.close();
  }

  private String copy(String table, String url, String options) {
    return "copy "
        + schema
        + "."
        + table
        + " from '"
        + url
        + "' iam_role '"
        + ROLE
        + "' format as parquet "
        + options;
  }

  private String manifestOf(String key, String query) {
    long size = ParquetFiles.write(warehouse, folder + key, query);
    return ParquetFiles.manifest(
        warehouse, folder + key + ".manifest", ParquetFiles.entry(folder + key, size));
  }

  @Test
  void loadsEveryTypeExactly() throws SQLException {
    run(
        etl,
        "create table "
            + schema
            + ".t (a smallint, b integer, c bigint, d decimal(38,10), e real,"
            + " f double precision, g boolean, h date, i timestamp, j timestamptz, k varchar(20),"
            + " l char(3), m varbyte(8), n decimal(5,2))");
    String url =
        manifestOf(
            "all.parquet",
            "select (-32768)::int a, 2147483647::int b, (-9223372036854775808)::bigint c,"
                + " 1234567890123456789012345678.0123456789::decimal(38,10) d, 0.1::float e,"
                + " 1.7976931348623157e308::double f, true g, date '2024-02-29' h,"
                + " timestamp '2024-02-29 23:59:59.123456' i,"
                + " timestamptz '2024-02-29 23:59:59.123456+00' j, 'größe 🎈 \"q\", x' k, 'abc' l,"
                + " '\\x00\\xff\\x10'::blob m, 123.45::decimal(5,2) n"
                + " union all select null,null,null,null,null,null,null,null,null,null,'',null,''::blob,null");
    run(etl, copy("t", url, "manifest"));
    assertThat(rows(etl, "select * from " + schema + ".t order by a nulls last"))
        .containsExactly(
            "-32768|2147483647|-9223372036854775808|1234567890123456789012345678.0123456789|0.1|"
                + "1.7976931348623157E308|t|2024-02-29|2024-02-29 23:59:59.123456|"
                + "2024-02-29 23:59:59.123456+00|größe 🎈 \"q\", x|abc|00ff10|123.45",
            "null|null|null|null|null|null|null|null|null|null||null||null");
    assertThat(value(etl, "select pg_last_copy_count()")).isEqualTo("2");
    assertThat(
            value(
                etl,
                "select status, loaded_rows, source_file_count, file_format from sys_load_history"
                    + " where query_id = pg_last_copy_id()"))
        .isEqualTo("completed|2|1|PARQUET");
  }

  @Test
  void loadsInsideTheCallersTransaction() throws SQLException {
    run(etl, "create table " + schema + ".t (id bigint)");
    String url = manifestOf("n.parquet", "select range as id from range(1000)");
    etl.setAutoCommit(false);
    run(etl, "insert into " + schema + ".t values (-1)", copy("t", url, "manifest"));
    assertThat(value(etl, "select count(*) from " + schema + ".t")).isEqualTo("1001");
    etl.rollback();
    assertThat(value(etl, "select count(*) from " + schema + ".t")).isEqualTo("0");
    etl.rollback();
    assertThat(
            rows(
                etl,
                "select 1 from sys_load_history where table_name = 't' and status = 'completed'"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "bigint | 1::int | INT32 is not widened",
        "integer | 1::bigint | INT64 is not narrowed",
        "varchar(5) | 1::int | a number is not text",
        "integer | 'x' | text is not a number",
        "decimal(10,2) | 1::decimal(10,3) | scale differs",
        "decimal(10,2) | 1::decimal(11,2) | precision differs",
        "double precision | 1::float | FLOAT is not widened",
        "real | 1::double | DOUBLE is not narrowed",
        "timestamp | date '2024-01-01' | a date is not a timestamp",
        "varchar(5) | 'x'::blob | bytes are not text",
        "varbyte(5) | 'x' | text is not bytes",
        "boolean | 1::int | a number is not a boolean"
      })
  void refusesATypeThatIsNotTheColumnsOwn(String column, String expression, String why)
      throws SQLException {
    run(etl, "create table " + schema + ".t (a " + column + ")");
    String url = manifestOf("x.parquet", "select " + expression + " as a");
    assertThatThrownBy(() -> run(etl, copy("t", url, "manifest")))
        .as(why)
        .hasMessageContaining("Spectrum Scan Error")
        .hasMessageContaining("has an incompatible Parquet schema for column")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("XX000");
    assertThat(
            rows(
                etl,
                "select trim(column_name), left(error_message, 19) from sys_load_error_detail"
                    + " where file_name like '%"
                    + folder
                    + "%'"))
        .containsExactly("a|Spectrum Scan Error");
  }
}
