package dev.plumbline.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.route.Router.Subject;
import dev.plumbline.core.table.RouteSpec;
import dev.plumbline.core.table.RouteSpec.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final Instant NOW = Instant.parse("2026-07-01T03:05:00Z");
  private static final RouteSpec SPEC = RouteSpec.standard();

  @Test
  void aHealthyProvenReplicaServes() {
    RouteDecision decision = first(facts());
    assertThat(decision.target()).isEqualTo(Target.REPLICA);
    assertThat(decision.cause()).isEqualTo(Cause.REPLICA_PROVEN);
    assertThat(decision.reason())
        .isEqualTo("proven equal to the source at checksums 1 min ago, lag 6 s");
    assertThat(decision.switches()).isTrue();
  }

  @Test
  void aTableThatFailedIsLeftAtOnceWithItsReason() {
    RouteDecision decision =
        on(Target.REPLICA, withState(facts(), "Failed", "unsupported type, column gift GEOMETRY"));
    assertThat(decision.target()).isEqualTo(Target.FALLBACK);
    assertThat(decision.reason())
        .isEqualTo("orders is Failed in zero-ETL: unsupported type, column gift GEOMETRY");
    assertThat(decision.needsPeople()).isFalse();
  }

  @Test
  void withoutAFitFallbackReadersStayAndPeopleAreTold() {
    TableFacts failed = withState(facts(), "Failed", "");
    RouteDecision decision = on(Target.REPLICA, withFallback(failed, Duration.ofHours(25)));
    assertThat(decision.target()).isEqualTo(Target.REPLICA);
    assertThat(decision.cause()).isEqualTo(Cause.NO_FIT_FALLBACK);
    assertThat(decision.reason())
        .isEqualTo(
            "orders is Failed in zero-ETL; readers stay on the replica, since orders: its fallback"
                + " is 1 d 1 h old, the limit is 1 d");
    assertThat(decision.needsPeople()).isTrue();
  }

  @Test
  void countsProveNothing() {
    Proof counted = proof(Depth.COUNTS, Verdict.MATCH, 0);
    TableFacts facts = withReplica(facts(), Optional.of(counted));
    assertThat(first(facts).target()).isEqualTo(Target.FALLBACK);
    assertThat(on(Target.REPLICA, facts).cause()).isEqualTo(Cause.BAD_CHECKS_BORNE);
    TableFacts nothing =
        new TableFacts(
            "orders",
            NOW,
            TableFacts.REPLICATING,
            TableFacts.SYNCED,
            "",
            Optional.of(Duration.ZERO),
            Optional.of(counted),
            new Fallback(true, Optional.of(NOW), Optional.of(counted), Optional.of(counted)),
            Optional.empty());
    assertThat(first(nothing).cause()).isEqualTo(Cause.NOTHING_PROVEN);
    assertThat(first(nothing).reason())
        .isEqualTo(
            "nothing is proven: orders was compared by counts only; orders: its fallback is not"
                + " proven: source/bronze is MATCH at counts");
  }

  @Test
  void aProvenDifferenceIsBorneUpToTheLimitsButNotInACriticalColumn() {
    RouteSpec limits =
        new RouteSpec(
            Mode.USE_FALLBACK,
            SPEC.maxLag(),
            SPEC.slowLag(),
            Optional.of(5L),
            Optional.of(0.01),
            Set.of("amount"),
            3,
            2,
            SPEC.maxFallbackAge(),
            SPEC.maxVerdictAge());
    Proof five = proof(Depth.CELLS, Verdict.MISMATCH, 5);
    assertThat(decide(limits, five.withColumns(Set.of("note"))).cause())
        .isEqualTo(Cause.MISMATCH_BORNE);
    assertThat(
            decide(limits, proof(Depth.CELLS, Verdict.MISMATCH, 6).withColumns(Set.of("note")))
                .cause())
        .isEqualTo(Cause.MISMATCH);
    RouteDecision critical = decide(limits, five.withColumns(Set.of("note", "amount")));
    assertThat(critical.cause()).isEqualTo(Cause.CRITICAL);
    assertThat(critical.reason())
        .isEqualTo("orders has 5 wrong rows of 1000, among them in critical amount");
    assertThat(decide(limits, five).cause()).isEqualTo(Cause.CRITICAL);
    assertThat(decide(limits, proof(Depth.CHECKSUMS, Verdict.MISMATCH, -1)).cause())
        .isEqualTo(Cause.CRITICAL);
  }

  @Test
  void aPinStandsAboveThePolicyUntilItExpires() {
    TableFacts failed = withState(facts(), "Failed", "");
    RouteDecision held = on(Target.FALLBACK, withPin(failed, NOW.plusSeconds(1)));
    assertThat(held.target()).isEqualTo(Target.REPLICA);
    assertThat(held.needsPeople()).isTrue();
    assertThat(held.reason())
        .isEqualTo(
            "pinned to the replica by ann until 2026-07-01T03:05:01Z: a look (orders is Failed in"
                + " zero-ETL)");
    assertThat(on(Target.FALLBACK, withPin(failed, NOW)).target()).isEqualTo(Target.FALLBACK);
  }

  @Test
  void tablesOfAGroupMoveTogetherOrNotAtAll() {
    TableFacts items = named("items", facts());
    TableFacts failed = withState(facts(), "Failed", "");
    List<RouteDecision> moved =
        Router.decide(List.of(subject(Target.REPLICA, failed), subject(Target.REPLICA, items)));
    assertThat(moved).allSatisfy(d -> assertThat(d.target()).isEqualTo(Target.FALLBACK));
    assertThat(moved).allSatisfy(d -> assertThat(d.decidedBy()).isEqualTo("orders"));
    TableFacts old = withFallback(items, Duration.ofHours(30));
    assertThat(
            Router.decide(List.of(subject(Target.REPLICA, failed), subject(Target.REPLICA, old))))
        .allSatisfy(d -> assertThat(d.target()).isEqualTo(Target.REPLICA));
  }

  private static RouteDecision decide(RouteSpec spec, Proof replica) {
    return Router.decide(
            List.of(
                new Subject(
                    spec,
                    Optional.of(memory(Target.REPLICA)),
                    withReplica(facts(), Optional.of(replica)))))
        .get(0);
  }

  private static RouteDecision first(TableFacts facts) {
    return Router.decide(List.of(new Subject(SPEC, Optional.empty(), facts))).get(0);
  }

  private static RouteDecision on(Target target, TableFacts facts) {
    return Router.decide(List.of(subject(target, facts))).get(0);
  }

  private static Subject subject(Target target, TableFacts facts) {
    return new Subject(SPEC, Optional.of(memory(target)), facts);
  }

  private static RouteMemory memory(Target target) {
    return new RouteMemory(target, NOW.minusSeconds(600), 0, 0, Optional.empty());
  }

  static Proof proof(Depth depth, Verdict verdict, long wrong) {
    return new Proof(
        depth,
        verdict,
        Optional.empty(),
        NOW.minusSeconds(60),
        wrong,
        1000,
        Optional.empty(),
        Proof.currentVersion());
  }

  private static TableFacts facts() {
    Proof match = proof(Depth.CHECKSUMS, Verdict.MATCH, 0);
    return new TableFacts(
        "orders",
        NOW,
        TableFacts.REPLICATING,
        TableFacts.SYNCED,
        "",
        Optional.of(Duration.ofSeconds(6)),
        Optional.of(match),
        new Fallback(
            true, Optional.of(NOW.minusSeconds(300)), Optional.of(match), Optional.of(match)),
        Optional.empty());
  }

  private static TableFacts named(String name, TableFacts f) {
    return new TableFacts(
        name, f.at(), f.integration(), f.state(), "", f.lag(), f.replica(), f.fallback(), f.pin());
  }

  private static TableFacts withState(TableFacts f, String state, String reason) {
    return new TableFacts(
        f.table(),
        f.at(),
        f.integration(),
        state,
        reason,
        f.lag(),
        f.replica(),
        f.fallback(),
        f.pin());
  }

  private static TableFacts withReplica(TableFacts f, Optional<Proof> proof) {
    return new TableFacts(
        f.table(), f.at(), f.integration(), f.state(), "", f.lag(), proof, f.fallback(), f.pin());
  }

  private static TableFacts withFallback(TableFacts f, Duration age) {
    Fallback old =
        new Fallback(
            true, Optional.of(NOW.minus(age)), f.fallback().bronze(), f.fallback().loaded());
    return new TableFacts(
        f.table(), f.at(), f.integration(), f.state(), "", f.lag(), f.replica(), old, f.pin());
  }

  private static TableFacts withPin(TableFacts f, Instant until) {
    return new TableFacts(
        f.table(),
        f.at(),
        f.integration(),
        f.state(),
        "",
        f.lag(),
        f.replica(),
        f.fallback(),
        Optional.of(new Pin(Target.REPLICA, until, "a look", "ann")));
  }
}
