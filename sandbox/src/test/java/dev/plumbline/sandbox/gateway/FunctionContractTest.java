package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionContractTest {

  static List<String> functions() {
    return Lines.of("function-results.txt");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void givesRedshiftsResult(String line) throws SQLException {
    int equals = line.lastIndexOf(" = ");
    try (Connection etl = Warehouse.running().etl()) {
      assertThat(value(etl, "select " + line.substring(0, equals)))
          .as(line)
          .isEqualTo(line.substring(equals + 3));
    }
  }

  @Test
  void aSettingThatIsResetHasItsDefaultAgain() throws SQLException {
    try (Connection etl = Warehouse.running().etl()) {
      run(etl, "set enable_case_sensitive_identifier to false");
      assertThat(value(etl, "show enable_case_sensitive_identifier")).isEqualTo("off");
      run(etl, "reset enable_case_sensitive_identifier");
      assertThat(value(etl, "show enable_case_sensitive_identifier")).isEqualTo("on");
    }
  }

  @Test
  void theLocalDatabaseHasItsPrivileges() throws SQLException {
    try (Connection etl = Warehouse.running().etl();
        Connection reader = Warehouse.running().reader()) {
      String may = "select has_database_privilege(current_database(), 'CREATE')";
      assertThat(value(etl, may)).isEqualTo("t");
      assertThat(value(reader, may)).isEqualTo("f");
    }
  }

  @Test
  void aggregatesAsRedshiftDoes() throws SQLException {
    String table = Warehouse.running().schema() + ".t";
    try (Connection etl = Warehouse.running().etl()) {
      run(
          etl,
          "create table "
              + table
              + " (g int, n int, b bigint, d decimal(10,2), f float8, s varchar(9))",
          "insert into "
              + table
              + " values (1, 1, 1, 1.00, 1, 'b'), (1, 2, 4, 2.01, 2, 'a'),"
              + " (2, null, null, null, null, null)");
      assertThat(value(etl, "select avg(n), avg(b), avg(f) from " + table)).isEqualTo("1|2|1.5");
      assertThat(value(etl, "select avg(d) from " + table)).startsWith("1.505");
      assertThat(
              Warehouse.rows(
                  etl,
                  "select g, listagg(s, '+') within group (order by s), count(distinct n), sum(b),"
                      + " bool_or(n > 1), max(s) from "
                      + table
                      + " group by g order by g"))
          .containsExactly("1|a+b|2|5|t|b", "2|null|0|null|null|null");
      assertThat(
              Warehouse.rows(
                  etl,
                  "select top 1 n, row_number() over (partition by g order by n desc) from "
                      + table
                      + " where n is not null order by n desc"))
          .containsExactly("2|1");
      assertThat(
              Warehouse.rows(
                  etl, "with a as (select 1 as x) select x from a minus select 2 order by x"))
          .containsExactly("1");
    }
  }

  @Test
  void everyAllowedFunctionIsThere() throws SQLException {
    Set<String> syntax =
        Set.of("coalesce", "extract", "greatest", "least", "nullif", "position", "trim", "user");
    try (Connection postgres = Warehouse.running().direct()) {
      Set<String> builtIn =
          Set.copyOf(
              Warehouse.rows(
                  postgres,
                  "select distinct proname from pg_proc where pronamespace = 'pg_catalog'::regnamespace"));
      Set<String> provided =
          Set.copyOf(
              Warehouse.rows(
                  postgres,
                  "select distinct proname from pg_proc where pronamespace = 'redshift'::regnamespace"));
      assertThat(Lines.of("allowed-functions.txt"))
          .allSatisfy(
              line -> {
                if (line.startsWith("+")) {
                  assertThat(provided).contains(line.substring(1));
                } else if (!line.startsWith("*") && !syntax.contains(line)) {
                  assertThat(builtIn).contains(line);
                }
              });
    }
  }
}
