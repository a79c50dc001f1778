package dev.plumbline.sandbox.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.fault.FaultKind;
import dev.plumbline.sandbox.fault.FaultOrder;
import dev.plumbline.sandbox.fault.Faults;
import dev.plumbline.sandbox.fault.PlantedFault;
import dev.plumbline.sandbox.fault.ReservedKeys;
import dev.plumbline.sandbox.fault.Warehouse;
import dev.plumbline.sandbox.replicator.Integration;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the list says is true of every row, although all tables were written to meanwhile. */
class FaultsUnderWorkloadTest {
  private static final List<FaultKind> KINDS =
      List.of(
          FaultKind.DROP,
          FaultKind.DUPLICATE,
          FaultKind.CORRUPT,
          FaultKind.SHIFT,
          FaultKind.TRUNCATE,
          FaultKind.SWAP);
  private static final Map<String, Integer> KEY_COLUMNS =
      Map.of("orders", 1, "customers", 1, "items", 2, "sessions", 1, "labels", 1);
  private static final Warehouse STAYS =
      new Warehouse() {
        @Override
        public void leave() {}

        @Override
        public void comeBack() {}
      };

  @Test
  void theListIsExact() throws SQLException {
    ReservedKeys reserved = new ReservedKeys();
    try (Integration shop = new Integration();
        Workload workload = new Workload(shop::connect, reserved)) {
      workload.start(new WorkloadOrder(300, 11, 5, 600, shop.database()));
      shop.start().catchUp();
      Faults faults = new Faults(shop.replicator(), STAYS, reserved, Clock.systemUTC());
      for (int i = 0; i < KINDS.size(); i++) {
        plant(faults, shop, KINDS.get(i), List.of("orders", "customers", "items").get(i % 3));
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> faults.armed() == 0);
      assertThat(workload.stop().problem()).isEmpty();
      shop.catchUp();

      Map<String, TreeSet<String>> listed = new TreeMap<>();
      for (PlantedFault one : faults.list()) {
        listed
            .computeIfAbsent(one.table().replace(shop.database() + ".", ""), t -> new TreeSet<>())
            .add(one.key().toString());
      }
      Map<String, Map<List<String>, Long>> faulty = new TreeMap<>();
      for (String table : KEY_COLUMNS.keySet()) {
        faulty.put(table, rows(shop, table));
      }
      // Reads the struck tables anew from the source.
      faults.clear();
      for (String table : KEY_COLUMNS.keySet()) {
        assertThat(differing(faulty.get(table), rows(shop, table), KEY_COLUMNS.get(table)))
            .as(table)
            .isEqualTo(listed.getOrDefault(table, new TreeSet<>()));
      }
      assertThat(listed).containsOnlyKeys("orders", "customers", "items");
    }
  }

  private static void plant(Faults faults, Integration shop, FaultKind kind, String table) {
    TableName name = new TableName(shop.database(), table);
    FaultOrder order = FaultOrder.rows(kind, name, 20, 5);
    assertThat(faults.plant(order)).hasSize(kind == FaultKind.SWAP ? 40 : 20);
    assertThat(faults.plant(order.flying())).isEmpty();
  }

  private static Map<List<String>, Long> rows(Integration shop, String table) throws SQLException {
    String columns =
        shop
            .source(
                "select column_name from information_schema.columns where table_schema = '%s' and"
                        .formatted(shop.database())
                    + " table_name = '%s' order by ordinal_position".formatted(table))
            .stream()
            .map(row -> row.get(0))
            .collect(Collectors.joining(", "));
    Map<List<String>, Long> rows = new HashMap<>();
    shop.warehouse("select " + columns + " from " + shop.replica(table))
        .forEach(row -> rows.merge(row, 1L, Long::sum));
    return rows;
  }

  private static TreeSet<String> differing(
      Map<List<String>, Long> one, Map<List<String>, Long> other, int key) {
    Map<List<String>, Long> surplus = new HashMap<>(one);
    other.forEach((row, count) -> surplus.merge(row, -count, Long::sum));
    return surplus.entrySet().stream()
        .filter(row -> row.getValue() != 0)
        .map(row -> row.getKey().subList(0, key).toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
