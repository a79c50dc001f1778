package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.judge.Difference;
import dev.plumbline.core.reconcile.judge.DifferenceKind;
import dev.plumbline.core.table.TableName;
import dev.plumbline.stores.mysql.MySqlCatalog;
import dev.plumbline.stores.mysql.MySqlTable;
import dev.plumbline.tests.SandboxControl.Planted;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * While five tables are written to, what a comparison reports is exactly what was planted, and
 * without faults it reports nothing. What was planted is judged by reading both copies to the last
 * cell once the writing has ended.
 */
@ExtendWith(SandboxExtension.class)
class DetectionUnderLoadIT {
  private static final int SEEDS = Integer.getInteger("plumbline.detection.seeds", 1);
  private static final String SCHEMA = "detection";
  private static final double RATE = 100;
  private static final int ROWS = 2_000;
  private static final int MOST = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The columns that make each table's key. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "orders", List.of("id"),
          "customers", List.of("id"),
          "items", List.of("order_id", "line"),
          "sessions", List.of("token"),
          "labels", List.of("label"));

  private static final List<String> KINDS =
      List.of("drop", "duplicate", "corrupt", "shift", "truncate", "swap");

  private SandboxControl control;

  private static List<Long> seeds() {
    return LongStream.rangeClosed(1, SEEDS).boxed().toList();
  }

  @AfterEach
  void end() {
    control.stopWorkload();
    control.clearFaults();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reportsExactlyWhatWasPlanted(long seed, Sandbox sandbox) throws SQLException {
    control = sandbox.control();
    List<String> tables = control.startWorkload(SCHEMA, RATE, seed, 5, ROWS);
    control.awaitReplica();
    plant(tables, seed, false);
    plant(tables, seed + 2, true);
    await("faults in flight").atMost(PATIENCE.multipliedBy(2)).until(() -> control.armed() == 0);
    // Struck rows are left alone from then on; what was committed of them before is applied now.
    control.awaitReplica();

    for (String table : tables) {
      ComparedPairs.Compared underLoad = compare(sandbox, table, PATIENCE);
      Map<String, String> expected = planted(table);
      assertThat(found(underLoad, expected)).as("%s under load", table).isEqualTo(expected);
      assertSettled(table, underLoad);
    }

    assertWrote(control.stopWorkload());
    control.awaitReplica();
    for (String table : tables) {
      Map<String, String> expected = planted(table);
      assertThat(new BruteForce(sandbox, SCHEMA).differing(table, KEYS.get(table).size()))
          .as("%s to the last cell", table)
          .isEqualTo(new TreeSet<>(expected.keySet()));
      ComparedPairs.Compared still = compare(sandbox, table, PATIENCE);
      assertThat(found(still, expected)).as("%s when nobody writes", table).isEqualTo(expected);
      assertThat(still.result().unsettled()).as("%s when nobody writes", table).isZero();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reportsNothingWhereNothingWasPlanted(long seed, Sandbox sandbox) throws SQLException {
    control = sandbox.control();
    List<String> tables = control.startWorkload(SCHEMA, RATE, 1_000 + seed, 5, ROWS);
    control.awaitReplica();

    for (String table : tables) {
      ComparedPairs.Compared underLoad = compare(sandbox, table, PATIENCE);
      assertThat(found(underLoad, Map.of())).as("%s under load", table).isEmpty();
      assertSettled(table, underLoad);
    }

    assertWrote(control.stopWorkload());
    assertOnlyTheHotKeyStaysOpen(sandbox);
    control.awaitReplica();
    for (String table : tables) {
      ComparedPairs.Compared still = compare(sandbox, table, PATIENCE);
      assertThat(still.result().judgement().verdict())
          .as("%s: %s", table, still.result().judgement())
          .isEqualTo(Verdict.MATCH);
      assertThat(new BruteForce(sandbox, SCHEMA).differing(table, KEYS.get(table).size()))
          .as("%s to the last cell", table)
          .isEmpty();
    }
  }

  /** One key is written as fast as a session can; all others have settled, and it never differs. */
  private static void assertOnlyTheHotKeyStaysOpen(Sandbox sandbox) throws SQLException {
    try (HotRow hot = HotRow.of(sandbox, SCHEMA + ".orders", "id", "customer")) {
      long before = hot.writes();
      ComparedPairs.Compared compared = compare(sandbox, "orders", PATIENCE);

      assertThat(hot.writes() - before).as("writes while it was compared").isGreaterThan(10);
      assertThat(found(compared, Map.of())).isEmpty();
      assertThat(compared.differences())
          .extracting(one -> one.key().toString())
          .isSubsetOf(hot.key());
      assertThat(compared.result().judgement().verdict()).isIn(Verdict.MATCH, Verdict.INCONCLUSIVE);
    }
  }

  @Test
  void aReplicaThatIsLateIsInFlightAndNotDifferent(Sandbox sandbox) throws SQLException {
    control = sandbox.control();
    List<String> tables = control.startWorkload(SCHEMA, RATE, 500, 5, ROWS);
    control.awaitReplica();
    control.plant(Map.of("kind", "pause"));
    control.stopWorkload();
    // Nobody writes any more, and the replica lacks some of what was written.
    onSource(sandbox, "UPDATE detection.orders SET customer = customer + 1 WHERE id % 100 = 0");
    ComparedPairs.Compared paused = compare(sandbox, "orders", Duration.ofSeconds(1));
    assertThat(found(paused, Map.of())).isEmpty();
    assertThat(paused.result().judgement().verdict()).isEqualTo(Verdict.IN_FLIGHT);

    control.clearFaults();
    control.plant(Map.of("kind", "delay", "seconds", 1));
    control.startWorkload(SCHEMA, RATE, 501, 5, ROWS);
    for (String table : tables.subList(0, 2)) {
      ComparedPairs.Compared late = compare(sandbox, table, PATIENCE);
      assertThat(found(late, Map.of())).as("%s under load", table).isEmpty();
      assertSettled(table, late);
    }
  }

  private static void onSource(Sandbox sandbox, String sql) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  /** Every kind once, in tables and of sizes that the seed decides; the least and the most too. */
  private void plant(List<String> tables, long seed, boolean inFlight) {
    Random random = new Random(seed);
    for (int i = 0; i < KINDS.size(); i++) {
      String kind = KINDS.get(i);
      String table = tables.get((int) ((i + seed) % tables.size()));
      if (kind.equals("truncate") && table.equals("sessions")) {
        table = "customers";
      }
      int rows = i == seed % 6 ? 1 : i == (seed + 1) % 6 ? MOST : 1 + random.nextInt(MOST);
      Map<String, Object> order = new HashMap<>();
      order.put("kind", kind);
      order.put("table", SCHEMA + "." + table);
      order.put("rows", rows);
      order.put("seed", seed);
      order.put("inFlight", inFlight);
      assertThat(control.plant(order))
          .hasSize(inFlight ? 0 : kind.equals("swap") ? 2 * rows : rows);
    }
  }

  /** By key what a comparison has to say. */
  private Map<String, String> planted(String table) {
    Map<String, String> expected = new TreeMap<>();
    for (Planted one : control.planted()) {
      if (one.table().equals(SCHEMA + "." + table)) {
        String what =
            switch (one.kind()) {
              case "drop" -> dropped(one);
              case "duplicate" -> "DUPLICATE";
              default -> "CHANGED " + one.column();
            };
        assertThat(expected.put(BruteForce.key(one.key()), what)).as("struck twice").isNull();
      }
    }
    return expected;
  }

  /** A lost insert, delete or update; which cells the last one changed is not said. */
  private static String dropped(Planted one) {
    return one.after() == null ? "MISSING" : one.before() == null ? "EXTRA" : "CHANGED";
  }

  private static Map<String, String> found(
      ComparedPairs.Compared compared, Map<String, String> expected) {
    Map<String, String> found = new TreeMap<>();
    for (Difference one : compared.differences()) {
      if (one.kind() != DifferenceKind.UNSETTLED) {
        String cells =
            one.cells().stream().map(cell -> " " + cell.column()).collect(Collectors.joining());
        boolean anyCells = "CHANGED".equals(expected.get(one.key().toString()));
        assertThat(anyCells && cells.isEmpty()).as("no cell of %s", one).isFalse();
        found.put(one.key().toString(), one.kind() + (anyCells ? "" : cells));
      }
    }
    return found;
  }

  private static void assertSettled(String table, ComparedPairs.Compared compared) {
    long rows = compared.result().leftRows();
    assertThat(rows).as("%s has rows", table).isGreaterThan(ROWS / 4);
    assertThat(compared.result().unsettled())
        .as("unsettled of %d keys of %s", rows, table)
        .isLessThanOrEqualTo(rows / 100);
  }

  private static void assertWrote(JsonNode workload) {
    assertThat(workload.path("transactions").asLong()).as(workload.toString()).isPositive();
    assertThat(workload.path("failures").asLong()).as(workload.toString()).isZero();
  }

  private static ComparedPairs.Compared compare(Sandbox sandbox, String table, Duration patience)
      throws SQLException {
    ComparedPairs pair =
        new ComparedPairs(sandbox, SCHEMA, table, types(sandbox, table), KEYS.get(table))
            .withPatience(patience);
    return pair.live(pair.form);
  }

  private static Map<String, String> types(Sandbox sandbox, String table) throws SQLException {
    TableName name = new TableName(SCHEMA, table);
    try (Connection aurora = sandbox.aurora()) {
      MySqlTable described = new MySqlCatalog("aurora", aurora).describe(Set.of(name)).get(name);
      Map<String, String> types = new LinkedHashMap<>();
      described.columns().forEach(column -> types.put(column.name(), column.sqlType()));
      return types;
    }
  }
}
