package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.route.Target;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RouteLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs that are killed when a step has begun: one state, and the outcome can be told. */
@ExtendWith(SandboxExtension.class)
class RouteKillIT {
  private static final List<String> ROUTE =
      List.of("route step look", "route step decide", "route step switch", "route step record");
  private static final List<String> RESYNC =
      List.of(
          "resync step prove",
          "resync step switch",
          "resync step order",
          "resync step wait",
          "resync step compare",
          "resync step return");
  private static final List<String> MAINTENANCE =
      List.of("maintenance step begin", "route step switch");
  private static final List<String> END =
      List.of("maintenance step follow", "maintenance step return", "route step look");

  @TempDir Path folder;

  private RouteFixture route;

  @BeforeEach
  void open(Sandbox sandbox) throws SQLException, IOException {
    route = new RouteFixture(sandbox, folder);
    route.compared(Verdict.MATCH, 0);
    assertThat(route.job("route").code()).isZero();
  }

  @AfterEach
  void close() throws SQLException {
    route.close();
  }

  static Stream<String> routeSteps() {
    return each(ROUTE, "route step switch");
  }

  static Stream<String> resyncSteps() {
    return each(RESYNC, "resync step order");
  }

  static Stream<String> maintenanceSteps() {
    return each(MAINTENANCE, "route step switch");
  }

  static Stream<String> endSteps() {
    return each(END, "maintenance step return");
  }

  private static Stream<String> each(List<String> all, String one) {
    return Boolean.getBoolean("plumbline.kills.each") ? all.stream() : Stream.of(one);
  }

  @ParameterizedTest
  @MethodSource("routeSteps")
  void routeThatIsKilled(String step, Sandbox sandbox) throws SQLException {
    route.compared(Verdict.MISMATCH, 1);
    kill(sandbox, step, "route");
    assertOneState();

    RouteFixture.Ended ended = route.job("route");

    assertThat(ended.code()).as(ended.out()).isEqualTo(3);
    assertThat(route.sides()).isEqualTo("F|F");
    assertOneState();
  }

  @ParameterizedTest
  @MethodSource("resyncSteps")
  void resyncThatIsKilledIsTakenUpWhereItWas(String step, Sandbox sandbox) throws SQLException {
    kill(sandbox, step, "resync", "credit", "--yes");
    assertOneState();
    assertThat(route.job("status").out())
        .contains(
            "a resync of credit began at ", "'plumbline resync credit --yes' goes on with it");

    RouteFixture.Ended ended = route.job("resync", "credit", "--yes");

    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(route.sides()).isEqualTo("R|R");
    assertThat(route.book().repairs()).isEmpty();
    assertOneState();
  }

  @ParameterizedTest
  @MethodSource("maintenanceSteps")
  void maintenanceThatIsKilled(String step, Sandbox sandbox) throws SQLException {
    kill(sandbox, step, "maintenance", "start", "--until", "1h", "--no-refresh", "--yes");
    assertOneState();

    RouteFixture.Ended begun =
        route.job("maintenance", "start", "--until", "1h", "--no-refresh", "--yes");

    assertThat(begun.code()).as(begun.out()).isZero();
    assertThat(route.sides()).isEqualTo("F|F");
    assertThat(route.job("maintenance", "end", "--yes").code()).isZero();
    route.compared(Verdict.MATCH, 0);
    assertThat(route.job("watch", "--once").code()).isZero();
    assertThat(route.sides()).isEqualTo("R|R");
  }

  @ParameterizedTest
  @MethodSource("endSteps")
  void anEndOfAMaintenanceThatIsKilled(String step, Sandbox sandbox) throws SQLException {
    assertThat(route.job("maintenance", "start", "--until", "1h", "--no-refresh", "--yes").code())
        .isZero();
    kill(sandbox, step, "maintenance", "end", "--yes");
    assertOneState();

    RouteFixture.Ended ended = route.job("maintenance", "end", "--yes");

    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(route.sides()).as("not before it has proven itself").isEqualTo("F|F");
    route.compared(Verdict.MATCH, 0);
    assertThat(route.job("watch", "--once").code()).isZero();
    assertThat(route.sides()).isEqualTo("R|R");
    assertThat(route.book().maintenance()).isNull();
  }

  private void kill(Sandbox sandbox, String step, String job, String... more) {
    new Plumbline(sandbox, folder).start(route.arguments(job, more)).awaitLog(step).kill();
  }

  /** The views, both of them, stand on what the last row of the ledger says. */
  private void assertOneState() throws SQLException {
    try (RedshiftSession session = route.fixture.etl().open()) {
      var ledger = RouteLedger.latest(session, route.name);
      Target credit = ledger.get("credit").target();
      assertThat(ledger.get("debit").target()).isEqualTo(credit);
      String letter = credit == Target.REPLICA ? "R" : "F";
      assertThat(route.sides()).isEqualTo(letter + "|" + letter);
    }
  }
}
