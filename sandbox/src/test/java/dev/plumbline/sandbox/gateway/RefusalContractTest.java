package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.failure;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalContractTest {
  private static String schema;
  private static Connection etl;

  @BeforeAll
  static void prepare() throws SQLException {
    schema = Warehouse.running().schema();
    etl = Warehouse.running().etl();
    run(
        etl,
        "create table " + schema + ".t (id bigint, name varchar(20))",
        "create table " + schema + ".t2 (id bigint, name varchar(20))",
        "create view " + schema + ".v1 as select id from " + schema + ".t");
  }

  @AfterAll
  static void disconnect() throws SQLException {
    etl.close();
  }

  static List<String> refusals() {
    return Lines.of("refusals.txt");
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWithStateAndWords(String line) throws SQLException {
    String[] parts = line.replace("{s}", schema).split(" \\| ", 3);
    Warehouse.Failure refused = failure(etl, parts[2]);
    assertThat(refused.message()).contains(parts[1]);
    assertThat(refused.state()).isEqualTo(parts[0]);
    assertThat(value(etl, "select 1")).isEqualTo("1");
  }

  @Test
  void aRefusalFailsTheTransactionAsAnyErrorDoes() throws SQLException {
    String table = schema + ".t";
    try (Connection session = Warehouse.running().etl()) {
      session.setAutoCommit(false);
      run(session, "insert into " + table + " values (1, 'kept?')");
      failure(session, "create index i on " + table + " (id)");
      assertThat(failure(session, "select 1").state()).isEqualTo("25P02");
      session.rollback();
      assertThat(value(session, "select count(*) from " + table)).isEqualTo("0");
    }
  }
}
