package dev.plumbline.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.StateUnknownException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.stores.redshift.Fence;
import dev.plumbline.stores.redshift.Reader;
import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.RouteLedger;
import dev.plumbline.stores.redshift.ServedTable;
import dev.plumbline.stores.redshift.ServingViews;
import dev.plumbline.stores.redshift.ServingViews.Order;
import dev.plumbline.stores.redshift.SessionSource;
import dev.plumbline.stores.redshift.SwitchPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Readers, views, decisions and people, on real servers. */
@ExtendWith(SandboxExtension.class)
class RouteIT {
  @TempDir Path folder;

  private RouteFixture route;
  private long token;

  @BeforeEach
  void open(Sandbox sandbox) throws SQLException, IOException {
    route = new RouteFixture(sandbox, folder);
  }

  @AfterEach
  void close() throws SQLException {
    route.close();
  }

  @Test
  void aProvenDifferenceMovesTheGroupAndAProofBringsItBack() throws SQLException {
    route.compared(Verdict.MATCH, 0);
    assertThat(route.job("watch", "--once").code()).isZero();
    assertThat(route.sides()).isEqualTo("R|R");

    route.compared(Verdict.MISMATCH, 1);
    RouteFixture.Ended left = route.job("watch", "--once");
    assertThat(left.code()).as(left.out()).isEqualTo(3);
    assertThat(left.out())
        .contains("[HANDLED] " + route.name + ": credit, debit (group pair) now served from the")
        .contains("credit has 1 wrong row of 2")
        .contains("switched 2 views in")
        .contains("proven equal to the source")
        .contains("Undo: plumbline route credit --to replica --for 2h");
    assertThat(route.sides()).isEqualTo("F|F");
    assertThat(route.job("watch", "--once").out()).doesNotContain("[HANDLED]");

    route.compared(Verdict.MATCH, 0);
    RouteFixture.Ended back = route.job("watch", "--once");
    assertThat(back.code()).as(back.out()).isZero();
    assertThat(back.out()).contains("[RETURNED] ", "1 clean check since readers left");
    assertThat(route.sides()).isEqualTo("R|R");
    assertThat(Files.exists(folder.resolve("alerts.jsonl"))).isTrue();
  }

  @Test
  void aPinHoldsAndIsShownAndEnds() throws SQLException {
    route.compared(Verdict.MATCH, 0);
    assertThat(route.job("route").code()).isZero();
    assertThat(
            route.fixture.query(
                "SELECT job, status FROM plumbline.runs WHERE pipeline = '" + route.name + "'"))
        .as("runs that are noted for SQL")
        .singleElement()
        .satisfies(row -> assertThat(row.text("job")).contains("route"));
    RouteFixture.Ended pinned =
        route.job("route", "debit", "--to", "fallback", "--for", "2h", "--why", "a look");
    assertThat(pinned.code()).as(pinned.out()).isEqualTo(3);
    assertThat(route.sides()).isEqualTo("F|F");
    assertThat(route.job("watch", "--once").out()).doesNotContain("[PAGE]");
    assertThat(route.job("status").out())
        .contains("credit is pinned to the fallback by ", "a look");
    assertThat(switchBack(route)).contains("CREATE OR REPLACE VIEW \"serving_" + route.name + "\"");

    route.compared(Verdict.MATCH, 0);
    assertThat(route.job("route", "debit", "--to", "auto").code()).isZero();
    assertThat(route.sides()).isEqualTo("R|R");
    assertThat(route.job("route", "debit", "--to", "fallback").code()).isEqualTo(2);
  }

  private static String switchBack(RouteFixture route) {
    return route
        .fixture
        .store
        .list(route.fixture.stagedPrefix().replace("/staged", "/state/routes/" + route.name + "/"))
        .stream()
        .filter(object -> object.uri().endsWith("pair.switch-back.sql"))
        .map(object -> route.fixture.store.get(object.uri()).orElseThrow())
        .reduce("", String::concat);
  }

  @Test
  void whatWasSwitchedBackByHandIsTakenOver(Sandbox sandbox) throws SQLException {
    route.compared(Verdict.MATCH, 0);
    route.job("route");
    route.compared(Verdict.MISMATCH, 1);
    route.job("route");
    assertThat(route.sides()).isEqualTo("F|F");
    String sql = lastSwitchBack();
    try (Connection etl = sandbox.redshift();
        Statement statement = etl.createStatement()) {
      for (String part : sql.replaceAll("--[^\n]*\n", "").split(";\n")) {
        statement.execute(part);
      }
    }
    assertThat(route.sides()).isEqualTo("R|R");
    assertThat(route.job("status").out()).contains("switched back by hand");
  }

  private String lastSwitchBack() {
    String runId = route.book().tables().get("credit").runId();
    return route
        .fixture
        .store
        .get(
            route.fixture.stagedPrefix().replace("/staged", "/state/routes/")
                + route.name
                + "/"
                + runId
                + "/pair.switch-back.sql")
        .orElseThrow();
  }

  @Test
  void aChangedShapeIsMadeAnewWithItsGrants(Sandbox sandbox) throws SQLException, IOException {
    route.compared(Verdict.MATCH, 0);
    route.job("route");
    route.fixture.execute("GRANT SELECT ON serving_" + route.name + ".credit TO admin");
    // What new tables and views are given by default is more than the view has.
    onPostgres(
        sandbox,
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + sandbox.endpoints().redshift().etl().user()
            + " IN SCHEMA serving_"
            + route.name
            + " GRANT SELECT ON TABLES TO PUBLIC");
    for (String table : RouteFixture.TABLES) {
      route.onSource("ALTER TABLE " + route.name + "." + table + " ADD COLUMN note VARCHAR(20)");
    }
    sandbox.control().awaitReplica();
    route.writePipeline("  note: varchar(20)\n");

    RouteFixture.Ended ended = route.job("route");

    assertThat(ended.code()).as(ended.out()).isIn(0, 3, 11);
    assertThat(
            route.fixture.query(
                "SELECT column_name FROM svv_columns WHERE table_schema = 'serving_"
                    + route.name
                    + "' AND table_name = 'credit' ORDER BY ordinal_position"))
        .extracting(row -> row.text("column_name").orElseThrow())
        .containsExactly("id", "amount", "side", "note");
    assertThat(
            route.fixture.query(
                "SELECT identity_name FROM svv_relation_privileges WHERE namespace_name = 'serving_"
                    + route.name
                    + "' AND relation_name = 'credit' AND privilege_type = 'SELECT' AND"
                    + " identity_name <> current_user"))
        .extracting(row -> row.text("identity_name").orElseThrow())
        .containsExactlyInAnyOrder("reader", "admin");
  }

  private static void onPostgres(Sandbox sandbox, String... statements) throws SQLException {
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void aSwitchToACopyThatReadersHaveNoRightOnNowIsRefused(Sandbox sandbox) throws SQLException {
    apply(Optional.empty(), Target.REPLICA);
    String replica = "\"zeroetl$" + route.name + "\".credit";
    onPostgres(
        sandbox,
        "REVOKE SELECT ON " + replica + " FROM rs_everyone",
        "GRANT SELECT ON " + replica + " TO " + sandbox.endpoints().redshift().etl().user());

    assertThatThrownBy(() -> apply(REPLICA, Target.FALLBACK))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining(
            "readers would see more than now, since user reader may read fallback_"
                + route.name
                + ".credit and not zeroetl."
                + route.name
                + ".credit");
    onPostgres(sandbox, "REVOKE SELECT ON fallback_" + route.name + ".credit FROM reader");
    apply(REPLICA, Target.FALLBACK);
  }

  @Test
  void aReaderThatIsNotThereIsNamedAndHarmsNobody() throws SQLException, IOException {
    Path file = folder.resolve("pipeline.yaml");
    Files.writeString(
        file, Files.readString(file).replace("grantTo: [reader]", "grantTo: [reader, ghost]"));
    route.compared(Verdict.MATCH, 0);

    RouteFixture.Ended ended = route.job("route");

    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(ended.out())
        .contains(
            "serve.grantTo of pipeline "
                + route.name
                + " names user ghost, which warehouse does not have",
            "GRANT USAGE ON SCHEMA \"serving_" + route.name + "\" TO \"ghost\"");
    assertThat(route.sides()).isEqualTo("R|R");
  }

  @Test
  void aLongQueryThatHoldsAViewIsNamedAndNobodyIsHeldUp(Sandbox sandbox) throws SQLException {
    apply(Optional.empty(), Target.REPLICA);
    try (Connection holder = sandbox.redshift(sandbox.endpoints().redshift().reader());
        Connection reader = sandbox.redshift(sandbox.endpoints().redshift().reader())) {
      holder.setAutoCommit(false);
      route.sides(holder, true);
      CompletableFuture<PublishException> refused =
          CompletableFuture.supplyAsync(
              () ->
                  org.assertj.core.api.Assertions.catchThrowableOfType(
                      PublishException.class,
                      () ->
                          views(route.fixture.etl(), HASTY)
                              .apply(orders(REPLICA, Target.FALLBACK), runId())));
      Readers readers = new Readers(sandbox, route, 1);
      PublishException failure = refused.orTimeout(30, TimeUnit.SECONDS).join();
      readers.stop();

      assertThat(failure)
          .hasMessageContaining("a query held the view until the switch gave up")
          .hasMessageMatching("(?s).*is read by process \\d+ of reader.*")
          .hasMessageEndingWith("Readers see what they saw");
      assertThat(readers.failures()).isEmpty();
      assertThat(readers.slowest()).isLessThan(Duration.ofSeconds(1));
      assertThat(route.sides(reader, false)).isEqualTo("R|R");
    }
  }

  @Test
  void readersSeeNoErrorAndNoTornPairThroughManySwitches(Sandbox sandbox) throws SQLException {
    int switches = Integer.getInteger("plumbline.route.switches", 8);
    apply(Optional.empty(), Target.REPLICA);
    OpenQuery open = new OpenQuery(sandbox, route);
    Readers readers = new Readers(sandbox, route, 4);
    Optional<Target> now = REPLICA;
    int made = 0;
    while (made < switches || open.age().compareTo(OPEN) < 0) {
      Target next = now.get() == Target.REPLICA ? Target.FALLBACK : Target.REPLICA;
      if (made == switches / 2) {
        openQueryHoldsUpOnlyTheSwitch(sandbox, now, next);
      }
      apply(now, next);
      now = Optional.of(next);
      made++;
      open.fetch();
    }
    readers.stop();
    open.finish();

    System.out.printf(
        "%d switches, %d reads, the slowest %d ms; a query open for %d s%n",
        made, readers.reads(), readers.slowest().toMillis(), open.age().toSeconds());
    assertThat(readers.failures()).isEmpty();
    assertThat(readers.sides()).containsOnly("R|R", "F|F");
    assertThat(readers.slowest()).isLessThan(Duration.ofSeconds(1));
    assertThat(readers.reads()).isGreaterThan(made);
    assertThat(open.answers()).as("of the query that was open all the time").containsOnly("R|F");
    assertThat(open.fetched()).isEqualTo(OpenQuery.ROWS);
  }

  private void openQueryHoldsUpOnlyTheSwitch(Sandbox sandbox, Optional<Target> now, Target next)
      throws SQLException {
    try (Connection holder = sandbox.redshift(sandbox.endpoints().redshift().reader())) {
      holder.setAutoCommit(false);
      route.sides(holder, false);
      assertThatThrownBy(() -> views(route.fixture.etl(), HASTY).apply(orders(now, next), runId()))
          .isInstanceOf(PublishException.class)
          .hasMessageContaining("of reader");
    }
  }

  @Test
  void aLostCommitIsSettledByTheLedger() throws SQLException {
    apply(Optional.empty(), Target.REPLICA);
    views(
            LosingSessions.afterTheCommit(route.fixture.etl(), "INSERT INTO plumbline.routes"),
            ServingViews.standard())
        .apply(orders(REPLICA, Target.FALLBACK), runId());
    assertThat(route.sides()).isEqualTo("F|F");

    assertThatThrownBy(
            () ->
                views(
                        LosingSessions.beforeTheCommit(
                            route.fixture.etl(), "INSERT INTO plumbline.routes"),
                        ServingViews.standard())
                    .apply(orders(Optional.of(Target.FALLBACK), Target.REPLICA), runId()))
        .isInstanceOf(PublishException.class)
        .isNotInstanceOf(StateUnknownException.class)
        .hasMessageContaining("the ledger shows that it did not take effect");
    assertThat(route.sides()).isEqualTo("F|F");
  }

  @Test
  void anEarlierHolderOfTheLeaseSwitchesNothing() throws SQLException {
    apply(Optional.empty(), Target.REPLICA);
    ServingViews late =
        new ServingViews(
            route.fixture.etl(),
            new Fence(route.name, "route", token - 1),
            List.of(),
            ServingViews.standard(),
            Clock.systemUTC(),
            Waiting.REAL);
    assertThatThrownBy(() -> late.apply(orders(REPLICA, Target.FALLBACK), runId()))
        .hasMessageContaining("another run holds the lease");
    assertThat(route.sides()).isEqualTo("R|R");
  }

  @Test
  void redshiftThatIsGoneDuringASwitchLeavesOneState(Sandbox sandbox) throws Exception {
    route.compared(Verdict.MATCH, 0);
    route.job("route");
    CompletableFuture<RouteFixture.Ended> switching;
    try (Connection holder = sandbox.redshift(sandbox.endpoints().redshift().reader())) {
      holder.setAutoCommit(false);
      route.sides(holder, true);
      switching =
          CompletableFuture.supplyAsync(
              () -> route.job("route", "credit", "--to", "fallback", "--for", "1h"));
      org.awaitility.Awaitility.await("the record of the switch that is tried")
          .atMost(Duration.ofSeconds(30))
          .until(() -> switchBack(route).contains("zeroetl"));
      sandbox.control().down("redshift");
    }
    RouteFixture.Ended ended = switching.get(60, TimeUnit.SECONDS);
    sandbox.control().up("redshift");

    assertThat(ended.code()).as(ended.out()).isEqualTo(50);
    assertThat(route.sides()).isEqualTo("R|R");
    assertThat(route.job("status").out()).contains("credit  replica");
    RouteFixture.Ended again = route.job("route");
    assertThat(again.code()).as(again.out()).isEqualTo(3);
    assertThat(route.sides()).isEqualTo("F|F");
  }

  @Test
  void twoAtOnceEndInOneState() throws Exception {
    route.compared(Verdict.MATCH, 0);
    route.job("route");
    List<CompletableFuture<RouteFixture.Ended>> both =
        List.of(
            CompletableFuture.supplyAsync(
                () -> route.job("route", "credit", "--to", "fallback", "--for", "1h")),
            CompletableFuture.supplyAsync(
                () -> route.job("route", "debit", "--to", "replica", "--for", "1h")));
    List<Integer> codes = new ArrayList<>();
    for (CompletableFuture<RouteFixture.Ended> one : both) {
      codes.add(one.get(60, TimeUnit.SECONDS).code());
    }
    assertThat(codes).isSubsetOf(0, 3, 10);
    String sides = route.sides();
    assertThat(sides).isIn("R|R", "F|F");
    try (RedshiftSession session = route.fixture.etl().open()) {
      Target ledger = RouteLedger.latest(session, route.name).get("credit").target();
      assertThat(sides.startsWith("R")).isEqualTo(ledger == Target.REPLICA);
      assertThat(route.book().tables().get("credit").target()).isEqualTo(ledger);
    }
  }

  @Test
  void statusAndWatchAnswerWithRedshiftUpAndDown(Sandbox sandbox) {
    route.compared(Verdict.MATCH, 0);
    route.job("watch", "--once");
    timed("status, Redshift up", () -> assertThat(route.job("status").code()).isZero());
    timed(
        "watch --once, Redshift up",
        () -> assertThat(route.job("watch", "--once").code()).isZero());
    sandbox.control().down("redshift");
    try {
      timed(
          "status, Redshift down",
          () -> {
            RouteFixture.Ended ended = route.job("status");
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.out())
                .contains("Redshift does not answer", "from the records on S3", "credit  replica");
          });
      timed(
          "watch --once, Redshift down",
          () -> assertThat(route.job("watch", "--once").out()).contains("[PAGE] " + route.name));
      assertThat(route.job("watch", "--once").out()).doesNotContain("[PAGE]");
    } finally {
      sandbox.control().up("redshift");
    }
    assertThat(route.job("watch", "--once").code()).isZero();
  }

  private static void timed(String what, Runnable task) {
    long start = System.nanoTime();
    task.run();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("%s: %d ms%n", what, took.toMillis());
    assertThat(took).as(what).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void acknowledgedAlertsAreNotSentUntilTheEnd() {
    route.compared(Verdict.MATCH, 0);
    route.job("watch", "--once");
    assertThat(route.job("ack", "credit", "--until", "1h", "--why", "known").code()).isZero();
    route.compared(Verdict.MISMATCH, 1);
    RouteFixture.Ended quiet = route.job("watch", "--once");
    assertThat(quiet.code()).isEqualTo(3);
    assertThat(quiet.out()).doesNotContain("[HANDLED]");
    assertThat(route.job("status").out()).contains("nobody is told of group pair until ", "known");
  }

  @Test
  void whoReadsTheReplicaPastTheViewsIsListed(Sandbox sandbox) throws SQLException {
    route.compared(Verdict.MATCH, 0);
    route.job("route");
    try (Connection reader = sandbox.redshift(sandbox.endpoints().redshift().reader());
        Statement statement = reader.createStatement()) {
      statement.executeQuery("SELECT COUNT(*) AS n FROM zeroetl." + route.name + ".debit").close();
    }
    org.awaitility.Awaitility.await("the history of queries")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(route.job("status").out()).contains("reader debit: 1 time, last at "));
    assertThat(route.job("status").out()).doesNotContain("reader credit");
  }

  /** How long a query stays open while views are switched, at the least. */
  private static final Duration OPEN =
      Duration.ofSeconds(Integer.getInteger("plumbline.route.open", 0));

  private static final Optional<Target> REPLICA = Optional.of(Target.REPLICA);
  private static final SwitchPolicy HASTY =
      new SwitchPolicy(
          Duration.ofMillis(150),
          Duration.ofMillis(500),
          Duration.ofMillis(20),
          Duration.ofMillis(900));

  private void apply(Optional<Target> from, Target to) {
    views(route.fixture.etl(), ServingViews.standard()).apply(orders(from, to), runId());
  }

  private ServingViews views(SessionSource sessions, SwitchPolicy policy) {
    return new ServingViews(
        sessions,
        new Fence(route.name, "route", ++token),
        List.of(Reader.parse("reader")),
        policy,
        Clock.systemUTC(),
        Waiting.REAL);
  }

  private RunId runId() {
    return new RunId("switch" + token);
  }

  private List<Order> orders(Optional<Target> from, Target to) {
    List<TableSpec> tables =
        new ConfigLoader(new LocalConfigSource(), UnaryOperator.identity(), Map.of())
            .pipeline(folder.toString())
            .tables();
    return tables.stream()
        .map(table -> new Order(ServedTable.of(table, Optional.of("zeroetl")), from, to, "a test"))
        .toList();
  }
}
