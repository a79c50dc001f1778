package dev.plumbline.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.Integration;
import dev.plumbline.sandbox.replicator.warehouse.TableState;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults in a real replica: what the list says is what differs, and nothing else does. */
class FaultsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final ReservedKeys reserved = new ReservedKeys();
  private final List<String> warehouse = new ArrayList<>();
  private Integration shop;
  private TableName users;
  private Faults faults;

  @BeforeEach
  void start() throws SQLException {
    shop = new Integration();
    users = new TableName(shop.database(), "users");
    shop.run(
        "create table users (id bigint primary key, name varchar(40), born date, score"
            + " decimal(10,2))",
        "insert into users select seq, concat('name ', seq), '1990-01-01' + interval seq day, seq *"
            + " 1.25 from seq_1_to_200");
    shop.start().catchUp();
    faults =
        new Faults(
            shop.replicator(),
            new Warehouse() {
              @Override
              public void leave() {
                warehouse.add("left");
              }

              @Override
              public void comeBack() {
                warehouse.add("came back");
              }
            },
            reserved,
            CLOCK);
  }

  @AfterEach
  void end() throws SQLException {
    shop.close();
  }

  private Map<String, List<List<String>>> rows(List<List<String>> all) {
    Map<String, List<List<String>>> byKey = new LinkedHashMap<>();
    all.forEach(row -> byKey.computeIfAbsent(row.get(0), key -> new ArrayList<>()).add(row));
    return byKey;
  }

  /** Keys of which the replica holds something else than the source. */
  private List<String> differing() throws SQLException {
    Map<String, List<List<String>>> source =
        rows(shop.source("select id, name, born, score from users order by 1"));
    Map<String, List<List<String>>> replica =
        rows(shop.warehouse("select id, name, born, score from " + shop.replica("users")));
    List<String> keys = new ArrayList<>();
    source.forEach(
        (key, row) -> {
          if (!row.equals(replica.remove(key))) {
            keys.add(key);
          }
        });
    keys.addAll(replica.keySet());
    return keys;
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP", "DUPLICATE", "CORRUPT", "SHIFT", "TRUNCATE", "SWAP"})
  void listsExactlyWhatItPlantedAtRest(FaultKind kind) throws SQLException {
    List<PlantedFault> planted = faults.plant(FaultOrder.rows(kind, users, 7, 3));

    assertThat(planted).hasSize(kind == FaultKind.SWAP ? 14 : 7);
    assertThat(faults.list()).isEqualTo(planted);
    assertThat(differing())
        .containsExactlyInAnyOrderElementsOf(
            planted.stream().map(one -> one.key().get(0)).toList());
    assertThat(planted)
        .allSatisfy(
            one -> {
              assertThat(one.kind()).isEqualTo(kind.word());
              assertThat(one.table()).isEqualTo(users.toString());
              assertThat(one.at()).isEqualTo("2026-01-01T00:00:00Z");
              assertThat(one.inFlight()).isFalse();
              assertThat(reserved.isReserved(users, one.key())).isTrue();
            });
    assertThat(reserved.count(users)).isEqualTo(planted.size());

    faults.clear();
    assertThat(differing()).isEmpty();
    assertThat(faults.list()).isEmpty();
    assertThat(reserved.count(users)).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP", "DUPLICATE", "CORRUPT", "SHIFT", "TRUNCATE", "SWAP"})
  void listsExactlyWhatItPlantedInFlight(FaultKind kind) throws SQLException {
    assertThat(faults.plant(FaultOrder.rows(kind, users, 3, 3).flying())).isEmpty();
    shop.run(
        "update users set name = concat(name, ' jr'), score = score + 1 where id <= 20",
        "insert into users values (500, 'Edsger', '1990-01-01', 1)");
    shop.catchUp();

    assertThat(faults.list()).hasSize(kind == FaultKind.SWAP ? 6 : 3);
    assertThat(differing())
        .containsExactlyInAnyOrderElementsOf(
            faults.list().stream().map(one -> one.key().get(0)).toList());
    shop.run("update users set score = score + 1 where id <= 20");
    shop.catchUp();
    assertThat(differing())
        .as("after further changes of the struck rows")
        .containsExactlyInAnyOrderElementsOf(
            faults.list().stream().map(one -> one.key().get(0)).toList());

    faults.clear();
    shop.run("update users set score = score + 1");
    shop.catchUp();
    assertThat(differing()).isEmpty();
    assertThat(faults.list()).isEmpty();
  }

  @Test
  void recordsTheCellBeforeAndAfter() throws SQLException {
    FaultOrder order =
        FaultOrder.rows(FaultKind.SHIFT, users, 1, 1)
            .in("born")
            .on(List.of(List.of("5"), List.of("9")));
    assertThat(faults.plant(order))
        .extracting(PlantedFault::column, PlantedFault::before, PlantedFault::after)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("born", "1990-01-06", "1990-01-07"),
            org.assertj.core.groups.Tuple.tuple("born", "1990-01-10", "1990-01-11"));
    assertThat(
            shop.warehouse(
                "select id, born from " + shop.replica("users") + " where id in (5, 9) order by 1"))
        .containsExactly(List.of("5", "1990-01-07"), List.of("9", "1990-01-11"));
  }

  @Test
  void theSeedDecidesAndNoRowIsStruckTwice() {
    FaultOrder order = FaultOrder.rows(FaultKind.DROP, users, 5, 11);
    List<List<String>> first = faults.plant(order).stream().map(PlantedFault::key).toList();
    List<List<String>> second = faults.plant(order).stream().map(PlantedFault::key).toList();
    assertThat(second).hasSize(5).doesNotContainAnyElementsOf(first);

    faults.clear();
    assertThat(faults.plant(order).stream().map(PlantedFault::key).toList()).isEqualTo(first);
  }

  @Test
  void saysWhatItCannotPlantAndChangesNothing() throws SQLException {
    assertRefused(
        FaultOrder.rows(FaultKind.DROP, new TableName(shop.database(), "none"), 1, 1),
        "Cannot plant drop in %s.none: its replica is not there".formatted(shop.database()));
    assertRefused(
        FaultOrder.rows(FaultKind.CORRUPT, users, 1, 1).in("nam"),
        "Cannot plant corrupt in %s: there is no column nam, only id, name, born, score"
            .formatted(users));
    assertRefused(
        FaultOrder.rows(FaultKind.CORRUPT, users, 1, 1).in("id"),
        "Cannot plant corrupt in %s: column id belongs to the key".formatted(users));
    assertRefused(
        FaultOrder.rows(FaultKind.TRUNCATE, users, 3, 1).in("score"),
        "Cannot plant truncate in %s: it strikes 3 rows, and only 0 can be struck so"
            .formatted(users));
    assertRefused(
        FaultOrder.rows(FaultKind.DROP, users, 1, 1).on(List.of(List.of("1"), List.of("999"))),
        "Cannot plant drop in %s: the replica has 1 of the 2 keys".formatted(users));
    assertThat(differing()).isEmpty();
    assertThat(faults.list()).isEmpty();
    assertThat(reserved.count(users)).isZero();
  }

  private void assertRefused(FaultOrder order, String message) {
    assertThatThrownBy(() -> faults.plant(order))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void strikesATableOrEverything() throws SQLException {
    faults.plant(FaultOrder.rows(FaultKind.FAIL, users, 1, 1));
    assertThat(shop.state("users")).isEqualTo(TableState.FAILED);
    assertThat(shop.reason("users")).isEqualTo("Fault on purpose");
    faults.plant(all(FaultKind.WAREHOUSE_AWAY));
    assertThat(warehouse).containsExactly("left");
    faults.plant(all(FaultKind.DELAY));
    faults.plant(all(FaultKind.PAUSE));
    assertThat(shop.replicator().status().paused()).isTrue();
    assertThat(shop.replicator().status().delay()).isEqualTo(Duration.ofSeconds(2));
    assertThat(faults.list())
        .extracting(PlantedFault::kind)
        .containsExactly("fail", "warehouse-away", "delay", "pause");
    assertRefused(
        FaultOrder.rows(FaultKind.DROP, users, 1, 1),
        "Cannot plant drop in %s: the replicator is paused, so it cannot be told what its rows should be"
            .formatted(users));

    faults.clear();
    assertThat(warehouse).containsExactly("left", "came back");
    assertThat(shop.replicator().status().paused()).isFalse();
    assertThat(shop.replicator().status().delay()).isZero();
    assertThat(shop.state("users")).isEqualTo(TableState.SYNCED);
  }

  private static FaultOrder all(FaultKind kind) {
    return new FaultOrder(kind, false, null, 1, null, List.of(), 1, Duration.ofSeconds(2));
  }
}
