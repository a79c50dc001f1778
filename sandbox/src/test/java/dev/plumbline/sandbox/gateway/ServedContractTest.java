package dev.plumbline.sandbox.gateway;

import static dev.plumbline.sandbox.gateway.Warehouse.run;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ServedContractTest {

  @Test
  void servesEachStatement() throws SQLException {
    String schema = Warehouse.running().unique("served");
    try (Connection etl = Warehouse.running().etl()) {
      for (String line : Lines.of("served.txt")) {
        String sql = line.replace("{s}", schema);
        assertThatCode(() -> run(etl, sql)).as(sql).doesNotThrowAnyException();
      }
    }
  }
}
