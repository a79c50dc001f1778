package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.rows;
import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static dev.plumbline.sandbox.gateway.Warehouse.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.sandbox.server.Account;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ConnectContractTest {
  private final Warehouse warehouse = Warehouse.running();

  @Test
  void connectsOverTlsWithACheckedCertificate() throws SQLException {
    try (Connection etl = warehouse.etl()) {
      assertThat(value(etl, "select version()")).contains("Redshift 1.0");
      assertThat(value(etl, "select current_database()")).isEqualTo("dev");
      assertThat(value(etl, "select current_user")).isEqualTo("etl");
      assertThat(etl.getMetaData().getDatabaseProductName()).isEqualTo("Redshift");
    }
  }

  @Test
  void refusesAWrongPassword() {
    assertThatThrownBy(() -> warehouse.connect("dev", new Account("etl", "wrong")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed for user \"etl\"");
  }

  @Test
  void refusesADatabaseThatDoesNotExist() {
    assertThatThrownBy(() -> warehouse.connect("nowhere", warehouse.postgres().roles().etl()))
        .hasMessageContaining("database \"nowhere\" does not exist");
  }

  @Test
  void preparedStatementsBindAndRepeat() throws SQLException {
    String schema = warehouse.schema();
    try (Connection etl = warehouse.etl()) {
      run(etl, "create table " + schema + ".t (id bigint, name varchar(20), primary key (id))");
      try (PreparedStatement insert =
          etl.prepareStatement("insert into " + schema + ".t values (?, ?)")) {
        for (int i = 0; i < 100; i++) {
          insert.setLong(1, i);
          insert.setString(2, i % 10 == 0 ? null : "n" + i);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(100);
      }
      try (PreparedStatement query =
          etl.prepareStatement("select name from " + schema + ".t where id = ?")) {
        for (long id = 1; id < 9; id++) {
          query.setLong(1, id);
          try (ResultSet rows = query.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("n" + id);
          }
        }
      }
      assertThat(rows(etl, "select count(*), count(name) from " + schema + ".t"))
          .containsExactly("100|90");
    }
  }
}
