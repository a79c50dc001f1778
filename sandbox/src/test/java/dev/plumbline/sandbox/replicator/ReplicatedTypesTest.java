package dev.plumbline.sandbox.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every type that zero-ETL carries, at its extremes, by snapshot, by insert and by update: one line
 * per type.
 */
class ReplicatedTypesTest {
  /**
   * A column type with values.
   *
   * @param replica the column's type in PostgreSQL as {@code format_type} names it
   * @param cases SQL literal at the source, and the text of the value in the replica; null is NULL
   */
  private record TypeCase(String type, String replica, String... cases) {}

  private static final String BIG_TEXT = "x".repeat(65_535);

  private static final List<TypeCase> TYPES =
      List.of(
          new TypeCase("tinyint", "smallint", "-128", "-128", "127", "127", "null", null),
          new TypeCase("tinyint(1)", "smallint", "true", "1", "-128", "-128", "127", "127"),
          new TypeCase("tinyint unsigned", "smallint", "0", "0", "255", "255", "128", "128"),
          new TypeCase("smallint", "smallint", "-32768", "-32768", "32767", "32767"),
          new TypeCase("mediumint", "integer", "-8388608", "-8388608", "8388607", "8388607"),
          new TypeCase("mediumint unsigned", "integer", "16777215", "16777215"),
          new TypeCase("int", "integer", "-2147483648", "-2147483648", "2147483647", "2147483647"),
          new TypeCase("int unsigned", "bigint", "4294967295", "4294967295"),
          new TypeCase(
              "bigint",
              "bigint",
              "-9223372036854775808",
              "-9223372036854775808",
              "9223372036854775807",
              "9223372036854775807"),
          new TypeCase(
              "bigint unsigned",
              "numeric(20,0)",
              "18446744073709551615",
              "18446744073709551615",
              "9223372036854775808",
              "9223372036854775808"),
          new TypeCase(
              "decimal(38,37)",
              "numeric(38,37)",
              "-9.9999999999999999999999999999999999999",
              "-9.9999999999999999999999999999999999999",
              "1e-37",
              "0.0000000000000000000000000000000000001"),
          new TypeCase(
              "decimal(38,0)",
              "numeric(38,0)",
              "99999999999999999999999999999999999999",
              "99999999999999999999999999999999999999",
              "-1",
              "-1"),
          new TypeCase(
              "decimal(10,2)", "numeric(10,2)", "-99999999.99", "-99999999.99", "0", "0.00"),
          new TypeCase("decimal(5,0) unsigned", "numeric(5,0)", "99999", "99999"),
          new TypeCase(
              "float",
              "real",
              "1.234567",
              "1.234567",
              "3.4028234e38",
              "3.4028235e+38",
              "1.17549435e-38",
              "1.1754944e-38",
              "-0.1",
              "-0.1",
              "16777217",
              "1.6777216e+07"),
          new TypeCase("float unsigned", "real", "0.3", "0.3"),
          new TypeCase(
              "double",
              "double precision",
              "1.7976931348623157e308",
              "1.7976931348623157e+308",
              "2.2250738585072014e-308",
              "2.2250738585072014e-308",
              "0.1",
              "0.1",
              "-123456789012345680",
              "-1.2345678901234568e+17"),
          new TypeCase(
              "bit(1)", "bytea", "b'1'", "\\x0000000000000001", "b'0'", "\\x0000000000000000"),
          new TypeCase("bit(10)", "bytea", "b'1000000001'", "\\x0000000000000201"),
          new TypeCase("bit(64)", "bytea", "0xffffffffffffffff", "\\xffffffffffffffff"),
          new TypeCase(
              "binary(4)",
              "bytea",
              "x'61'",
              "\\x61000000",
              "x'00010200'",
              "\\x00010200",
              "x'00000000'",
              "\\x00000000",
              "x'ff202020'",
              "\\xff202020"),
          new TypeCase(
              "varbinary(300)", "bytea", "x'00ff00'", "\\x00ff00", "''", "\\x", "x'5c'", "\\x5c"),
          new TypeCase(
              "char(5)", "varchar(5)", "'ab   '", "ab", "'  ab'", "  ab", "''", "", "'äö'", "äö"),
          new TypeCase("char(255)", "varchar(255)", "'x'", "x"),
          new TypeCase(
              "varchar(40)",
              "varchar(40)",
              "'ä€🎈'",
              "ä€🎈",
              "'a\\tb\\nc\\\\d\\r'",
              "a\tb\nc\\d\r",
              "'trailing  '",
              "trailing  ",
              "''",
              "",
              "'\\\\N'",
              "\\N"),
          new TypeCase(
              "varchar(20) character set latin1",
              "varchar(20)",
              "'€ß'",
              "€ß",
              "x'8199'",
              "\u0081™"),
          new TypeCase("varchar(20) character set utf16", "varchar(20)", "'ä🎈'", "ä🎈"),
          new TypeCase("varchar(20) character set cp1251", "varchar(20)", "'Привет'", "Привет"),
          new TypeCase("varchar(300) character set ascii", "varchar(300)", "'plain'", "plain"),
          new TypeCase("tinytext", "varchar(255)", "'tiny'", "tiny"),
          new TypeCase("text", "varchar(65535)", "repeat('x', 65535)", BIG_TEXT, "''", ""),
          new TypeCase("mediumtext", "varchar(65535)", "'medium'", "medium"),
          new TypeCase("longtext", "varchar(65535)", "'long'", "long"),
          new TypeCase(
              "enum('a','it''s','c,d','ü\\\\')",
              "varchar(1020)",
              "'a'",
              "a",
              "'it''s'",
              "it's",
              "3",
              "c,d",
              "4",
              "ü\\",
              "0",
              ""),
          new TypeCase(
              "set('a','b','c d')", "varchar(1020)", "'a,c d'", "a,c d", "''", "", "7", "a,b,c d"),
          new TypeCase(
              "date",
              "date",
              "'0001-01-01'",
              "0001-01-01",
              "'9999-12-31'",
              "9999-12-31",
              "'0000-00-00'",
              null,
              "'2021-00-05'",
              null,
              "'2024-02-29'",
              "2024-02-29",
              "'2023-02-30'",
              null),
          new TypeCase("date not null", "date", "'0000-00-00'", null, "'1970-01-01'", "1970-01-01"),
          new TypeCase(
              "datetime",
              "timestamp without time zone",
              "'1000-01-01 00:00:00'",
              "1000-01-01 00:00:00",
              "'9999-12-31 23:59:59'",
              "9999-12-31 23:59:59",
              "'0000-00-00 00:00:00'",
              null),
          new TypeCase(
              "datetime(6)",
              "timestamp without time zone",
              "'9999-12-31 23:59:59.999999'",
              "9999-12-31 23:59:59.999999",
              "'2024-03-10 02:30:00.000001'",
              "2024-03-10 02:30:00.000001"),
          new TypeCase(
              "datetime(3)",
              "timestamp without time zone",
              "'2020-01-02 03:04:05.678'",
              "2020-01-02 03:04:05.678"),
          new TypeCase(
              "datetime(1)",
              "timestamp without time zone",
              "'2020-01-02 03:04:05.6'",
              "2020-01-02 03:04:05.6"),
          new TypeCase(
              "timestamp(6) null",
              "timestamp without time zone",
              "'2038-01-19 03:14:07.999999'",
              "2038-01-19 03:14:07.999999",
              "'1970-01-01 00:00:01'",
              "1970-01-01 00:00:01",
              "'0000-00-00 00:00:00'",
              null,
              "null",
              null),
          new TypeCase(
              "timestamp null",
              "timestamp without time zone",
              "'2024-06-30 12:00:00'",
              "2024-06-30 12:00:00"),
          new TypeCase(
              "time",
              "varchar(18)",
              "'-838:59:59'",
              "-838:59:59",
              "'838:59:59'",
              "838:59:59",
              "'00:00:00'",
              "00:00:00"),
          new TypeCase(
              "time(6)",
              "varchar(18)",
              "'-838:59:59.000000'",
              "-838:59:59.000000",
              "'-00:00:00.000001'",
              "-00:00:00.000001",
              "'23:59:59.999999'",
              "23:59:59.999999"),
          new TypeCase(
              "time(1)",
              "varchar(18)",
              "'-12:34:56.7'",
              "-12:34:56.7",
              "'12:34:56.7'",
              "12:34:56.7"),
          new TypeCase("time(3)", "varchar(18)", "'-00:00:01.001'", "-00:00:01.001"),
          new TypeCase("year", "varchar(4)", "1901", "1901", "2155", "2155", "'0000'", "0000"),
          new TypeCase(
              "json",
              "super",
              "'{\"b\": [null, true, 1.50], \"ü\": \"x\\\\ny\", \"a\": 12345678901234567890}'",
              "{\"a\": 12345678901234567890, \"b\": [null, true, 1.50], \"ü\": \"x\\ny\"}",
              "'null'",
              "null",
              "null",
              null));

  @Test
  void arrivesExactBySnapshotInsertAndUpdate() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run("set sql_mode = 'ALLOW_INVALID_DATES'");
      for (int type = 0; type < TYPES.size(); type++) {
        shop.run(
            "create table t%d (id int primary key, v %s)".formatted(type, TYPES.get(type).type()));
        insert(shop, type, 0);
      }
      shop.start().catchUp();
      assertThat(shop.replicator().status().tables()).hasSize(TYPES.size());
      assertThat(shop.replicator().status().tables().values()).containsOnly(TableState.SYNCED);
      assertThat(replicas(shop, 0)).isEqualTo(expected());
      assertThat(types(shop)).isEqualTo(expectedTypes());

      for (int type = 0; type < TYPES.size(); type++) {
        insert(shop, type, 1000);
        shop.run("update t%d set id = id + 2000 where id < 1000".formatted(type));
      }
      shop.catchUp();
      assertThat(shop.replicator().status().tables().values()).containsOnly(TableState.SYNCED);
      assertThat(replicas(shop, 1000)).isEqualTo(expected());
      assertThat(replicas(shop, 2000)).isEqualTo(expected());
      assertThat(replicas(shop, 0).values()).containsOnly(List.of());
    }
  }

  private static void insert(Integration shop, int type, int offset) throws SQLException {
    String[] cases = TYPES.get(type).cases();
    for (int i = 0; i < cases.length; i += 2) {
      shop.run("insert into t%d values (%d, %s)".formatted(type, offset + i / 2, cases[i]));
    }
  }

  /** Long values by length and hash, so that a failure can be read. */
  private static String shown(String value) {
    return value == null || value.length() < 100
        ? value
        : value.length() + " characters, hash " + value.hashCode();
  }

  private static Map<String, List<String>> expected() {
    Map<String, List<String>> expected = new TreeMap<>();
    for (int type = 0; type < TYPES.size(); type++) {
      List<String> values = new ArrayList<>();
      for (int i = 1; i < TYPES.get(type).cases().length; i += 2) {
        values.add(shown(TYPES.get(type).cases()[i]));
      }
      expected.put(type + " " + TYPES.get(type).type(), values);
    }
    return expected;
  }

  private static Map<String, List<String>> replicas(Integration shop, int offset)
      throws SQLException {
    Map<String, List<String>> replicas = new TreeMap<>();
    for (int type = 0; type < TYPES.size(); type++) {
      List<String> values = new ArrayList<>();
      shop.warehouse(
              "select v::text from %s where id between %d and %d order by id"
                  .formatted(shop.replica("t" + type), offset, offset + 999))
          .forEach(row -> values.add(shown(row.get(0))));
      replicas.put(type + " " + TYPES.get(type).type(), values);
    }
    return replicas;
  }

  private static Map<String, String> types(Integration shop) throws SQLException {
    Map<String, String> types = new TreeMap<>();
    for (int type = 0; type < TYPES.size(); type++) {
      types.put(
          type + " " + TYPES.get(type).type(),
          shop.warehouseValue(
                  "select format_type(atttypid, atttypmod) from pg_attribute where attname = 'v' and attrelid = '"
                      + shop.replica("t" + type)
                      + "'::regclass")
              .replace("character varying", "varchar"));
    }
    return types;
  }

  private static Map<String, String> expectedTypes() {
    Map<String, String> types = new TreeMap<>();
    for (int type = 0; type < TYPES.size(); type++) {
      types.put(type + " " + TYPES.get(type).type(), TYPES.get(type).replica());
    }
    return types;
  }
}
