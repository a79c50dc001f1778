package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.ROLE;
import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
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

  @Test
  void checksTheNumberOfColumns() throws SQLException {
    run(etl, "create table " + schema + ".t (a bigint, b varchar(5))");
    String url = manifestOf("one.parquet", "select 1::bigint as a");
    assertThat(failure(etl, copy("t", url, "manifest")).message())
        .contains(
            "Unmatched number of columns between table and file. Table columns: 2, Data columns: 1");
    run(etl, copy("t", url, "manifest fillrecord"));
    run(
        etl,
        "copy " + schema + ".t (a) from '" + url + "' iam_role default format parquet manifest");
    assertThat(rows(etl, "select * from " + schema + ".t")).containsExactly("1|null", "1|null");
  }

  @Test
  void countsBytesAndCutsNothing() throws SQLException {
    run(etl, "create table " + schema + ".t (id bigint, a varchar(5), b varbyte(2))");
    String fits = manifestOf("fits.parquet", "select 1::bigint id, 'grö' a, 'ab'::blob b");
    run(etl, copy("t", fits, "manifest"));
    String text = manifestOf("long.parquet", "select 1::bigint id, 'größe' a, 'ab'::blob b");
    assertThat(failure(etl, copy("t", text, "manifest")).message())
        .contains(
            "The length of the data column a is longer than the length defined in the table."
                + " Table: 5, Data: 7");
    String bytes = manifestOf("bytes.parquet", "select 1::bigint id, 'a' a, 'abc'::blob b");
    assertThat(failure(etl, copy("t", bytes, "manifest")).message())
        .contains("The length of the data column b");
    assertThat(value(etl, "select count(*) from " + schema + ".t")).isEqualTo("1");
  }

  @Test
  void refusesNullInANotNullColumn() throws SQLException {
    run(etl, "create table " + schema + ".t (a bigint not null)");
    String url = manifestOf("null.parquet", "select null::bigint as a");
    Warehouse.Failure failure = failure(etl, copy("t", url, "manifest"));
    assertThat(failure.message()).contains("Cannot insert a NULL value into column a");
    assertThat(failure.state()).isEqualTo("23502");
  }

  @Test
  void readsAPrefixOfSeveralFiles() throws SQLException {
    run(etl, "create table " + schema + ".t (a bigint)");
    for (int i = 0; i < 3; i++) {
      ParquetFiles.write(
          warehouse, folder + "part-" + i + ".parquet", "select range a from range(100)");
    }
    run(etl, copy("t", ParquetFiles.url(folder + "part"), ""));
    assertThat(value(etl, "select count(*), sum(a) from " + schema + ".t")).isEqualTo("300|14850");
    assertThat(failure(etl, copy("t", ParquetFiles.url(folder + "none"), "")).message())
        .contains("The specified S3 prefix '" + folder + "none' does not exist");
  }

  @Test
  void holdsTheManifestToItsWord() throws SQLException {
    run(etl, "create table " + schema + ".t (a bigint)");
    long size = ParquetFiles.write(warehouse, folder + "a.parquet", "select 1::bigint a");
    String present = ParquetFiles.entry(folder + "a.parquet", size);
    String missing = ParquetFiles.entry(folder + "gone.parquet", 10);
    String key = folder + "m.manifest";
    String url = ParquetFiles.manifest(warehouse, key, present, missing);
    assertThat(failure(etl, copy("t", url, "manifest")).message())
        .contains("Mandatory url is not present in manifest file");
    ParquetFiles.manifest(warehouse, key, present, missing.replace("true", "false"));
    run(etl, copy("t", url, "manifest"));
    assertThat(value(etl, "select count(*) from " + schema + ".t")).isEqualTo("1");
    ParquetFiles.manifest(warehouse, key, ParquetFiles.entry(folder + "a.parquet", size + 1));
    assertThat(failure(etl, copy("t", url, "manifest")).message())
        .contains("content_length of s3://");
    ParquetFiles.manifest(
        warehouse, key, "{\"url\":\"" + ParquetFiles.url(folder + "a.parquet") + "\"}");
    assertThat(failure(etl, copy("t", url, "manifest")).message())
        .contains("meta.content_length is required");
    assertThat(failure(etl, copy("t", url + "x", "manifest")).message())
        .contains("Problem reading manifest file");
  }

  @Test
  void aFileThatIsNotParquetFails() throws SQLException {
    run(etl, "create table " + schema + ".t (a bigint)");
    warehouse.put(folder + "bad.parquet", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    assertThat(failure(etl, copy("t", ParquetFiles.url(folder + "bad"), "")).message())
        .contains("Spectrum Scan Error");
  }

  @Test
  void aPreparedCopyRunsTwice() throws SQLException {
    run(etl, "create table " + schema + ".t (a bigint)");
    String url = manifestOf("p.parquet", "select 1::bigint a");
    try (PreparedStatement copy = etl.prepareStatement(copy("t", url, "manifest"))) {
      copy.execute();
      copy.execute();
      assertThat(copy.getWarnings().getMessage())
          .contains("Load into table 't' completed, 1 record(s) loaded successfully.");
    }
    assertThat(value(etl, "select count(*) from " + schema + ".t")).isEqualTo("2");
  }
}
