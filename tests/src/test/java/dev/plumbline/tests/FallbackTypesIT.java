package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.publish.PublishColumns;
import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.publish.PublishTable.DataFile;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.stores.redshift.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each source type from bronze's Parquet column into the fallback, at its extremes. */
@ExtendWith(SandboxExtension.class)
class FallbackTypesIT {
  private PublishFixture fixture;

  @BeforeEach
  void open(Sandbox sandbox) {
    fixture = new PublishFixture(sandbox);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          tinyint            | -128::INTEGER                            | -128
          tinyint unsigned   | 255::INTEGER                             | 255
          smallint           | -32768::INTEGER                          | -32768
          smallint unsigned  | 65535::INTEGER                           | 65535
          mediumint unsigned | 16777215::INTEGER                        | 16777215
          int                | (-2147483648)::INTEGER                   | -2147483648
          int unsigned       | 4294967295::BIGINT                       | 4294967295
          bigint             | (-9223372036854775808)::BIGINT           | -9223372036854775808
          bigint unsigned    | 18446744073709551615::DECIMAL(20,0)      | 18446744073709551615
          decimal(38,10)     | 1234567890123456789012345678.0123456789::DECIMAL(38,10) | 1234567890123456789012345678.0123456789
          decimal(65,2)      | '123456789012345678901234567890123456789012345678901234567890123.45' | 123456789012345678901234567890123456789012345678901234567890123.45
          float              | 1.25::FLOAT                              | 1.25
          double             | 1e-300::DOUBLE                           | 1.0E-300
          bit(1)             | '\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01'::BLOB | 0000000000000001
          binary(4)          | '\\x00\\xFF\\x00\\x41'::BLOB             | 00ff0041
          blob               | '\\x00\\xFF'::BLOB                       | 00ff
          char(3)            | 'äöü'                                    | äöü
          varchar(2)         | '😀😀'                                   | 😀😀
          varchar(10)        | ''                                       | ``
          text               | `'it''s "quoted" \\ and | piped'`         | `it's "quoted" \\ and | piped`
          enum('a','b')      | 'b'                                      | b
          date               | DATE '9999-12-31'                        | 9999-12-31
          date               | DATE '1000-01-01'                        | 1000-01-01
          datetime(6)        | TIMESTAMP '9999-12-31 23:59:59.999999'   | 9999-12-31 23:59:59.999999
          timestamp          | TIMESTAMPTZ '2038-01-19 03:14:07+00'     | 2038-01-19 03:14:07
          time               | (3020399 * 1000000::BIGINT)              | 838:59:59
          time               | (-1000000)::BIGINT                       | -00:00:01
          time(6)            | (-3020398999999)::BIGINT                 | -838:59:58.999999
          time(3)            | 3723004000::BIGINT                       | 01:02:03.004
          year               | 0::INTEGER                               | 0000
          year               | 2155::INTEGER                            | 2155
          json               | encode('{"a":[1,"é",null]}')             | {"a":[1,"é",null]}
          """)
  void aValueArrivesAsTheReplicaHoldsIt(String mysql, String parquet, String expected)
      throws SQLException {
    fixture.publisher("run-1").publish(List.of(table(spec(mysql), parquet)));

    List<Row> rows =
        fixture.query(
            "SELECT "
                + (mysql.equals("json") ? "JSON_SERIALIZE(c)" : "c")
                + " AS value FROM "
                + fixture.schema
                + ".t ORDER BY id");

    assertThat(rows.get(0).text("value")).contains(expected);
    assertThat(rows.get(1).text("value")).isEmpty();
  }

  private PublishTable table(TableSpec spec, String value) {
    DataFile file =
        fixture.files.write(
            "lake/" + fixture.schema + "/t.parquet",
            "SELECT 1::BIGINT AS id, "
                + value
                + " AS c, 'run-1' AS _run_id, TIMESTAMPTZ '2026-07-01 00:00:00+00' AS _ingested_at,"
                + " 'aurora:blog.t' AS _source UNION ALL SELECT 2, NULL, 'run-1', TIMESTAMPTZ"
                + " '2026-07-01 00:00:00+00', 'aurora:blog.t'");
    return new PublishTable(
        fixture.schema,
        "t",
        PublishColumns.fallback(spec),
        Optional.empty(),
        List.of("id"),
        List.of(file),
        2);
  }

  private static TableSpec spec(String mysql) {
    return new TableSpec(
        "t",
        new TableName("blog", "t"),
        List.of("id"),
        List.of(
            new ColumnSpec("id", ColumnType.parse("bigint"), false, ZeroDates.FAIL),
            new ColumnSpec("c", ColumnType.parse(mysql), true, ZeroDates.FAIL)),
        "t",
        new ExtractionSpec(ExtractionSpec.Mode.FULL, 1),
        new PublishSpec(true, Optional.empty(), List.of()),
        Optional.empty());
  }
}
