package dev.plumbline.sandbox.replicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZeroEtlReplicatorTest {

  @Test
  void readsWhatIsThereAndFollowsWhatComes() throws SQLException {
    try (Integration shop = new Integration()) {
      shop.run(
          "create table users (id bigint primary key, name varchar(40))",
          "insert into users values (1, 'Ada'), (2, 'Grace')");
      shop.start().catchUp();

      assertThat(shop.state("users")).isEqualTo(TableState.SYNCED);
      assertThat(shop.warehouse("select id, name from " + shop.replica("users") + " order by 1"))
          .containsExactly(List.of("1", "Ada"), List.of("2", "Grace"));

      shop.run(
          "insert into users values (3, 'Edsger')",
          "update users set name = 'Ada L.' where id = 1",
          "update users set id = 20 where id = 2",
          "delete from users where id = 3",
          "insert into users values (4, 'Barbara')");
      shop.catchUp();

      assertThat(shop.warehouse("select id, name from " + shop.replica("users") + " order by 1"))
          .containsExactly(List.of("1", "Ada L."), List.of("4", "Barbara"), List.of("20", "Grace"));
      assertThat(
              shop.warehouseValue(
                  "select table_rows from sandbox.integration_table where integration_id = '"
                      + shop.config().integrationId()
                      + "'"))
          .isEqualTo("3");
    }
  }
}
