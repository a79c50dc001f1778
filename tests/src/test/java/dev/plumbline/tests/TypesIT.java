package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every MySQL type at its extremes, through the replica and through extract and publish. */
@ExtendWith(SandboxExtension.class)
class TypesIT {
  /** A column and its values; row i holds value i of each, or NULL where there are fewer. */
  record Case(String column, String type, String... values) {}

  /** What zero-ETL replicates: both copies must agree, value by value. */
  static final List<Case> REPLICATED =
      List.of(
          new Case("c_tinyint", "tinyint", "-128", "127", "0"),
          new Case("c_boolean", "tinyint(1)", "0", "1", "2"),
          new Case("c_utinyint", "tinyint unsigned", "0", "255"),
          new Case("c_smallint", "smallint", "-32768", "32767"),
          new Case("c_mediumint", "mediumint", "-8388608", "8388607"),
          new Case("c_umediumint", "mediumint unsigned", "0", "16777215"),
          new Case("c_int", "int", "-2147483648", "2147483647"),
          new Case("c_uint", "int unsigned", "0", "4294967295"),
          new Case("c_bigint", "bigint", "-9223372036854775808", "9223372036854775807"),
          new Case("c_ubigint", "bigint unsigned", "0", "18446744073709551615"),
          new Case("c_dec", "decimal(10,2)", "1.50", "-99999999.99"),
          new Case("c_dec38", "decimal(38,0)", "9".repeat(38), "-" + "9".repeat(38)),
          new Case(
              "c_dec37", "decimal(38,37)", "9." + "9".repeat(37), "-0." + "0".repeat(36) + "1"),
          new Case("c_float", "float", "1.234567", "16777217", "-3.402823e38", "1.175494e-38"),
          new Case("c_double", "double", "2.2250738585072014e-308", "-1.7976931348623157e308"),
          new Case("c_bit1", "bit(1)", "b'0'", "b'1'"),
          new Case("c_bit64", "bit(64)", "b'" + "1".repeat(64) + "'", "b'1'"),
          new Case("c_binary", "binary(4)", "x'00000000'", "x'ff00fe01'", "x'61'"),
          new Case("c_varbinary", "varbinary(255)", "x''", "x'00ff'", "repeat(x'fe', 255)"),
          new Case("c_char", "char(5)", "'a'", "'abcde'", "''"),
          new Case("c_varchar", "varchar(12)", "''", "'a '", "'a😀é'", "'<null>'"),
          new Case("c_tinytext", "tinytext", "''", "repeat('x', 255)"),
          new Case("c_text", "text", "repeat('é', 32767)", "'line\\nbreak, \"quote\" \\\\ tab\\t'"),
          new Case("c_mediumtext", "mediumtext", "'m'", "repeat('😀', 16383)"),
          new Case("c_longtext", "longtext", "'l'", "repeat('y', 65535)"),
          new Case("c_enum", "enum('small','it''s','größer')", "'small'", "'it''s'", "'größer'"),
          new Case("c_set", "set('a','b','c')", "''", "'a,c'", "'a,b,c'"),
          new Case("c_date", "date", "'1000-01-01'", "'9999-12-31'", "'2000-02-29'"),
          new Case(
              "c_datetime",
              "datetime",
              "'1000-01-01 00:00:00'",
              "'9999-12-31 23:59:59'",
              "'2026-03-08 02:30:00'"),
          new Case(
              "c_datetime6", "datetime(6)", "'9999-12-31 23:59:59.999999'", "'1582-10-10 1:2:3.4'"),
          new Case(
              "c_timestamp", "timestamp null", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07'"),
          new Case("c_timestamp6", "timestamp(6) null", "'2026-07-01 12:00:00.000001'"),
          new Case("c_time", "time", "'-838:59:59'", "'838:59:59'", "'00:00:00'", "'-00:00:01'"),
          new Case("c_time6", "time(6)", "'-838:59:59.000000'", "'12:34:56.000001'", "'-0:0:0.5'"),
          new Case("c_year", "year", "1901", "2155", "0000"),
          new Case("order", "int", "1", "2", "3", "4"),
          new Case("MixedCase", "varchar(5)", "'M'"));

  /** What zero-ETL refuses: the table fails there, and the fallback holds it. */
  private static final List<Case> REFUSED =
      List.of(
          new Case("c_usmallint", "smallint unsigned", "0", "65535"),
          new Case("c_dec65", "decimal(65,30)", "1.5", "-" + "9".repeat(35) + "." + "9".repeat(30)),
          new Case("c_tinyblob", "tinyblob", "x'00ff'", "repeat(x'01', 255)"),
          new Case("c_blob", "blob", "x''", "repeat(x'ab', 65535)"),
          new Case("c_mediumblob", "mediumblob", "x'00'", "repeat(x'cd', 100000)"),
          new Case("c_longblob", "longblob", "x'00'", "repeat(x'ef', 100000)"));

  @TempDir Path folder;

  @Test
  void whatIsReplicatedIsTheSameInBothCopies(Sandbox sandbox) throws SQLException, IOException {
    create(sandbox, "types_ok", REPLICATED);
    JsonNode report = run(sandbox, "types_ok", REPLICATED, 0);

    assertThat(report.path("reconcile"))
        .hasSize(3)
        .allSatisfy(pair -> assertThat(pair.path("verdict").asText()).isEqualTo("MATCH"));
    try (Connection redshift = sandbox.redshift()) {
      execute(redshift, "SET enable_case_sensitive_identifier TO true");
      for (Case one : REPLICATED) {
        String column = "\"" + one.column() + "\"";
        assertThat(
                number(
                    redshift,
                    "SELECT COUNT(*) FROM \"zeroetl\".\"types_ok\".\"all_types\" a"
                        + " JOIN \"fallback_types_ok\".\"all_types\" b ON a.\"id\" = b.\"id\""
                        + " WHERE a."
                        + column
                        + " = b."
                        + column
                        + " OR (a."
                        + column
                        + " IS NULL AND b."
                        + column
                        + " IS NULL)"))
            .as(one.column() + ": rows that agree in replica and fallback")
            .isEqualTo(rows(REPLICATED));
      }
    }
  }

  @Test
  void whatIsRefusedFailsInTheReplicaAndIsExactInTheFallback(Sandbox sandbox)
      throws SQLException, IOException {
    create(sandbox, "types_refused", REFUSED);
    JsonNode report = run(sandbox, "types_refused", REFUSED, 42);

    assertThat(report.at("/replica/tables"))
        .anySatisfy(
            table -> {
              assertThat(table.path("schema").asText()).isEqualTo("types_refused");
              assertThat(table.path("state").asText()).isEqualTo("Failed");
              assertThat(table.path("reason").asText()).contains("c_usmallint");
            });
    try (Connection aurora = sandbox.aurora();
        Connection redshift = sandbox.redshift()) {
      for (Case one : REFUSED) {
        boolean bytes = one.type().contains("blob");
        String source = bytes ? "LOWER(HEX(" + one.column() + "))" : one.column();
        String fallback = bytes ? "LOWER(TO_HEX(" + one.column() + "))" : one.column();
        assertThat(texts(redshift, fallback, "fallback_types_refused.all_types"))
            .as(one.column())
            .isEqualTo(texts(aurora, source, "types_refused.all_types"));
      }
    }
  }

  static void create(Sandbox sandbox, String database, List<Case> cases) throws SQLException {
    try (Connection aurora = sandbox.aurora()) {
      execute(aurora, "SET NAMES utf8mb4");
      execute(aurora, "CREATE OR REPLACE DATABASE " + database + " CHARACTER SET utf8mb4");
      execute(aurora, "USE " + database);
      execute(
          aurora,
          cases.stream()
              .map(one -> "`" + one.column() + "` " + one.type())
              .collect(
                  Collectors.joining(", ", "CREATE TABLE all_types (id int primary key, ", ")")));
      for (int i = 0; i < rows(cases); i++) {
        int row = i;
        execute(
            aurora,
            cases.stream()
                .map(one -> row < one.values().length ? one.values()[row] : "NULL")
                .collect(
                    Collectors.joining(", ", "INSERT INTO all_types VALUES (" + row + ", ", ")")));
      }
    }
  }

  private JsonNode run(Sandbox sandbox, String database, List<Case> cases, int code)
      throws IOException {
    Path pipeline = folder.resolve(database);
    Files.createDirectories(pipeline.resolve("tables"));
    Files.writeString(
        pipeline.resolve("pipeline.yaml"),
        "name: " + database + "\nsource: aurora\nwarehouse: warehouse\n",
        UTF_8);
    String columns =
        Stream.concat(Stream.of(new Case("id", "int not null")), cases.stream())
            .map(one -> "  " + one.column() + ": \"" + one.type() + "\"\n")
            .collect(Collectors.joining());
    Files.writeString(
        pipeline.resolve("tables/all_types.yaml"),
        "id: all_types\nsource: {database: " + database + "}\nkey: [id]\ncolumns:\n" + columns,
        UTF_8);
    Plumbline plumbline = new Plumbline(sandbox, folder).inThisJvm();
    Plumbline.Ended ended =
        plumbline.run(
            List.of(
                "run",
                "--env",
                Plumbline.home().resolve("conf/env/local.yaml").toString(),
                "--pipeline",
                pipeline.toString()));
    assertThat(ended.code()).as(ended.all()).isEqualTo(code);
    return plumbline.report(database, "run");
  }

  static int rows(List<Case> cases) {
    return cases.stream().mapToInt(one -> one.values().length).max().orElseThrow();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static List<String> texts(Connection connection, String column, String table)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT " + column + " FROM " + table + " ORDER BY id")) {
      while (result.next()) {
        values.add(result.getString(1));
      }
    }
    return values;
  }
}
