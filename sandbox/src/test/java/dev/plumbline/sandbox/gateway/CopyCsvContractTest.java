package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyCsvContractTest {
  private final Warehouse warehouse = Warehouse.running();
  private Connection etl;
  private String table;
  private String key;

  @BeforeEach
  void connect() throws SQLException {
    table = warehouse.schema() + ".t";
    key = warehouse.unique("csv") + "/data.csv";
    etl = warehouse.etl();
  }

  @AfterEach
  void disconnect() throws SQLException {
    etl.close();
  }

  private String copy(String options) {
    return "copy "
        + table
        + " from '"
        + ParquetFiles.url(key)
        + "' iam_role default format as csv "
        + options;
  }

  private void put(String content) {
    warehouse.put(key, content.getBytes(UTF_8));
  }

  @Test
  void readsQuotesNullsAndEmptyStrings() throws SQLException {
    run(etl, "create table " + table + " (id int, a varchar(20), b int)");
    put("id,a,b\r\n1,\"x, \"\"y\"\"\",2\r\n2,,\r\n3,\\N,3\r\n4,\"line\none\",4\r\n5,größe 🎈,5");
    run(etl, copy("ignoreheader 1"));
    assertThat(rows(etl, "select * from " + table + " order by id"))
        .containsExactly("1|x, \"y\"|2", "2||null", "3|null|3", "4|line\none|4", "5|größe 🎈|5");
    run(etl, "delete from " + table, copy("ignoreheader 1 emptyasnull"));
    assertThat(value(etl, "select a from " + table + " where id = 2")).isEqualTo("null");
    run(etl, "delete from " + table);
    put("1;'a''b';2\n2;none;3\n");
    run(etl, copy("delimiter ';' quote as '''' null as 'none'"));
    assertThat(rows(etl, "select * from " + table + " order by id"))
        .containsExactly("1|a'b|2", "2|null|3");
  }

  @Test
  void readsGzip() throws SQLException, IOException {
    run(etl, "create table " + table + " (id int)");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("1\n2\n".getBytes(UTF_8));
    }
    warehouse.put(key, packed.toByteArray());
    run(etl, copy("gzip"));
    assertThat(value(etl, "select sum(id) from " + table)).isEqualTo("3");
  }

  @Test
  void readsEveryType() throws SQLException {
    run(
        etl,
        "create table "
            + table
            + " (a smallint, b bigint, c decimal(10,2), d real, e float8,"
            + " f boolean, g date, h timestamp, i timestamptz, j char(3), k varbyte(4), l super)");
    put(
        "-32768,9223372036854775807,1.239,1.5,1e300,t,2024-02-29,2024-02-29 01:02:03.123456,"
            + "2024-02-29 01:02:03+02:00,abc,6162,\"{\"\"a\"\":1}\"\n");
    run(etl, copy("timeformat 'auto' dateformat 'auto'"));
    assertThat(rows(etl, "select * from " + table))
        .containsExactly(
            "-32768|9223372036854775807|1.23|1.5|1.0E300|t|2024-02-29|2024-02-29 01:02:03.123456|"
                + "2024-02-28 23:02:03+00|abc|6162|\"{\\\"a\\\":1}\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | x | 1207 | Invalid digit, Value 'x', Pos 0, Type: Integer",
        "int | 12a | 1207 | Invalid digit, Value 'a', Pos 2, Type: Integer",
        "smallint | 40000 | 1207 | Overflow for SMALLINT",
        "decimal(4,2) | 100 | 1207 | Overflow for DECIMAL(4,2)",
        "varchar(3) | abcd | 1204 | String length exceeds DDL length",
        "varchar(3) | éé | 1204 | String length exceeds DDL length",
        "boolean | maybe | 1210 | Unknown boolean format",
        "date | 2024-13-01 | 1205 | Invalid Date Format - length must be 10 or more",
        "timestamp | yesterday | 1206 | Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]",
        "varchar(9) | 'a,b' | 1202 | Extra column(s) found"
      })
  void notesWhyARowWasNotLoaded(String type, String data, int code, String reason)
      throws SQLException {
    run(etl, "create table " + table + " (v " + type + ")");
    put(data + "\n");
    assertThat(failure(etl, copy("")).message())
        .contains(
            "Load into table 't' failed.  Check 'sys_load_error_detail' system table for details.");
    assertThat(
            value(
                etl,
                "select line_number, trim(column_name), error_code, trim(error_message)"
                    + " from sys_load_error_detail where file_name like '%"
                    + key
                    + "%'"))
        .startsWith("1|v|" + code + "|" + reason);
  }

  @Test
  void leavesOutBadRowsUpToMaxError() throws SQLException {
    run(etl, "create table " + table + " (id int, a varchar(3))");
    put("1,abc\nx,abc\n3,abcdef\n4,d\n");
    failure(etl, copy("maxerror 1"));
    run(etl, copy("maxerror 2"));
    assertThat(rows(etl, "select id from " + table + " order by id")).containsExactly("1", "4");
    assertThat(
            value(
                etl,
                "select loaded_rows, error_count, status from sys_load_history"
                    + " where query_id = pg_last_copy_id()"))
        .isEqualTo("2|2|completed");
    run(etl, "delete from " + table, copy("maxerror 1 truncatecolumns"));
    assertThat(rows(etl, "select a from " + table + " where id = 3")).containsExactly("abc");
  }

  @Test
  void fillsShortRecordsAndReplacesInvalidCharacters() throws SQLException {
    run(etl, "create table " + table + " (id int, a varchar(9), b int)");
    warehouse.put(key, new byte[] {'1', ',', 'a', (byte) 0xff, 'b', '\n'});
    assertThat(failure(etl, copy("")).message()).contains("Load into table 't' failed");
    run(etl, copy("fillrecord acceptinvchars"));
    assertThat(rows(etl, "select * from " + table)).containsExactly("1|a?b|null");
  }
}
