package dev.plumbline.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.route.Router.Subject;
import dev.plumbline.core.table.RouteSpec;
import dev.plumbline.core.table.RouteSpec.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated histories of one group, with unknowns, stale verdicts, digests of another version,
 * flapping lag and expired pins. What must hold is stated here anew, from the facts alone.
 */
class RouterPropertyTest {
  private static final Instant START = Instant.parse("2026-07-01T00:00:00Z");

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void limitsHoldReasonsAreTrueAndHistoryDecides(int seed) {
    List<List<TableFacts>> history = history(new Random(seed));
    RouteSpec spec = spec(new Random(seed * 31L + 7));

    List<List<RouteDecision>> decisions = follow(spec, history);

    assertThat(follow(spec, history)).as("same history, same decisions").isEqualTo(decisions);
    List<Integer> clean = new ArrayList<>(List.of(0, 0));
    List<Integer> doubtful = new ArrayList<>(List.of(0, 0));
    for (int step = 0; step < history.size(); step++) {
      List<TableFacts> facts = history.get(step);
      List<RouteDecision> made = decisions.get(step);
      for (int i = 0; i < facts.size(); i++) {
        doubtful.set(i, wellProven(spec, facts.get(i)) ? 0 : doubtful.get(i) + 1);
        boolean news = step == 0 || newVerdict(history, step, i);
        clean.set(i, !wellProven(spec, facts.get(i)) ? 0 : news ? clean.get(i) + 1 : clean.get(i));
      }
      holds(seed + "/" + step, spec, facts, made, clean, doubtful);
    }
  }

  private static void holds(
      String where,
      RouteSpec spec,
      List<TableFacts> facts,
      List<RouteDecision> made,
      List<Integer> clean,
      List<Integer> doubtful) {
    RouteDecision one = made.get(0);
    assertThat(made).as(where).allSatisfy(d -> assertThat(d.target()).isEqualTo(one.target()));
    TableFacts by =
        facts.stream().filter(f -> f.table().equals(one.decidedBy())).findFirst().orElseThrow();
    boolean pinned = facts.stream().anyMatch(RouterPropertyTest::held);
    assertThat(one.cause() == Cause.PINNED).as(where).isEqualTo(pinned);
    if (pinned) {
      Pin pin = by.pin().orElseThrow();
      assertThat(one.target()).as(where + " the pin's copy").isEqualTo(pin.target());
      assertThat(one.reason()).as(where).contains("until " + pin.until());
      return;
    }
    boolean fit = facts.stream().allMatch(f -> fit(spec, f));
    boolean mustLeave = facts.stream().anyMatch(f -> mustLeave(spec, f));
    boolean wasOnReplica = one.from().filter(Target.REPLICA::equals).isPresent();
    if (one.target() == Target.FALLBACK && one.switches()) {
      assertThat(fit).as(where + " moved to a fallback that is fit").isTrue();
    }
    if (mustLeave && spec.mode() == Mode.USE_FALLBACK && fit) {
      assertThat(one.target()).as(where + " left at once").isEqualTo(Target.FALLBACK);
    }
    if (one.target() == Target.REPLICA && mustLeave) {
      assertThat(one.needsPeople()).as(where + " people are told").isTrue();
    }
    if (one.from().isPresent() && !wasOnReplica && one.target() == Target.REPLICA) {
      assertThat(facts).as(where).allMatch(f -> wellProven(spec, f));
      int needed = one.cause() == Cause.FALLBACK_WORSE ? 1 : spec.returnAfter();
      assertThat(clean).as(where + " clean checks").allMatch(n -> n >= needed);
      assertThat(one.cause() == Cause.FALLBACK_WORSE && fit).as(where).isFalse();
    }
    if (wasOnReplica && one.switches() && !mustLeave) {
      assertThat(one.cause()).as(where).isEqualTo(Cause.BAD_CHECKS);
      assertThat(doubtful.get(facts.indexOf(by)))
          .as(where + " bad checks")
          .isGreaterThanOrEqualTo(spec.leaveAfter());
    }
    assertThat(isTrue(one.cause(), spec, by, facts, one)).as(where + " " + one).isTrue();
    assertThat(one.reason()).as(where).isNotBlank();
  }

  /** Whether the cause may be given for those facts. */
  private static boolean isTrue(
      Cause cause, RouteSpec spec, TableFacts by, List<TableFacts> all, RouteDecision made) {
    return switch (cause) {
      case PINNED -> held(by);
      case REPLICA_PROVEN, PROVEN_AGAIN, FALLBACK_WORSE ->
          all.stream().allMatch(f -> wellProven(spec, f));
      case UNREADABLE -> by.unreadable();
      case LAG -> by.lag().orElseThrow().compareTo(spec.maxLag()) > 0;
      case MISMATCH -> by.replica().orElseThrow().verdict() == Verdict.MISMATCH;
      case CRITICAL ->
          by.replica()
              .orElseThrow()
              .columns()
              .map(columns -> columns.stream().anyMatch(spec.critical()::contains))
              .orElse(true);
      case BAD_CHECKS, BAD_CHECKS_BORNE -> !wellProven(spec, by) && !mustLeave(spec, by);
      case MISMATCH_BORNE ->
          by.replica().orElseThrow().verdict() == Verdict.MISMATCH && !mustLeave(spec, by);
      case KEPT_BY_POLICY -> spec.mode() == Mode.KEEP_REPLICA && made.trouble().isPresent();
      case NO_FIT_FALLBACK ->
          all.stream().anyMatch(f -> !fit(spec, f)) && made.trouble().isPresent();
      case NOTHING_PROVEN -> !wellProven(spec, by) && all.stream().anyMatch(f -> !fit(spec, f));
      case WAITING -> made.target() != Target.REPLICA;
    };
  }

  private static boolean held(TableFacts f) {
    return f.pin().filter(pin -> f.at().isBefore(pin.until())).isPresent();
  }

  private static boolean wellProven(RouteSpec spec, TableFacts f) {
    return f.state().equals("Synced")
        && f.integration().equals("CdcRefreshState")
        && f.lag().filter(lag -> lag.compareTo(spec.slowLag()) <= 0).isPresent()
        && f.replica()
            .filter(p -> p.version().equals("V1"))
            .filter(p -> p.depth().compareTo(Depth.CHECKSUMS) >= 0)
            .filter(p -> p.verdict() == Verdict.MATCH || p.verdict() == Verdict.EXPECTED_LOSS)
            .filter(p -> Duration.between(p.at(), f.at()).compareTo(spec.maxVerdictAge()) <= 0)
            .isPresent();
  }

  private static boolean mustLeave(RouteSpec spec, TableFacts f) {
    boolean unreadable = !Set.of("Synced", "unknown").contains(f.state());
    boolean lag = f.lag().filter(l -> l.compareTo(spec.maxLag()) > 0).isPresent();
    return unreadable || lag || f.replica().filter(p -> overLimit(spec, p)).isPresent();
  }

  private static boolean overLimit(RouteSpec spec, Proof p) {
    if (p.verdict() != Verdict.MISMATCH || !p.version().equals("V1")) {
      return false;
    }
    boolean critical =
        !spec.critical().isEmpty()
            && (p.columns().isEmpty()
                || p.columns().get().stream().anyMatch(spec.critical()::contains));
    boolean unlimited = spec.maxWrongRows().isEmpty() && spec.maxWrongShare().isEmpty();
    return critical
        || p.wrong() < 0
        || (unlimited && p.wrong() > 0)
        || spec.maxWrongRows().filter(limit -> p.wrong() > limit).isPresent()
        || spec.maxWrongShare().filter(share -> p.wrong() > share * p.rows()).isPresent();
  }

  private static boolean fit(RouteSpec spec, TableFacts f) {
    Fallback b = f.fallback();
    return b.kept()
        && b.asOf()
            .filter(at -> Duration.between(at, f.at()).compareTo(spec.maxFallbackAge()) <= 0)
            .isPresent()
        && proves(b.bronze())
        && proves(b.loaded());
  }

  private static boolean proves(Optional<Proof> proof) {
    return proof
        .filter(p -> p.version().equals("V1"))
        .filter(p -> p.depth().compareTo(Depth.CHECKSUMS) >= 0)
        .filter(p -> p.verdict() == Verdict.MATCH || p.verdict() == Verdict.EXPECTED_LOSS)
        .isPresent();
  }

  private static boolean newVerdict(List<List<TableFacts>> history, int step, int table) {
    Optional<Instant> now = history.get(step).get(table).replica().map(Proof::at);
    return history.subList(0, step).stream()
        .flatMap(facts -> facts.get(table).replica().map(Proof::at).stream())
        .noneMatch(at -> now.filter(n -> !n.isAfter(at)).isPresent());
  }

  private static List<List<RouteDecision>> follow(RouteSpec spec, List<List<TableFacts>> history) {
    List<Optional<RouteMemory>> memory =
        new ArrayList<>(List.of(Optional.empty(), Optional.empty()));
    List<List<RouteDecision>> decisions = new ArrayList<>();
    for (List<TableFacts> facts : history) {
      List<RouteDecision> made =
          Router.decide(
              List.of(
                  new Subject(spec, memory.get(0), facts.get(0)),
                  new Subject(spec, memory.get(1), facts.get(1))));
      for (int i = 0; i < made.size(); i++) {
        memory.set(i, Optional.of(made.get(i).memory()));
      }
      decisions.add(made);
    }
    return decisions;
  }

  private static RouteSpec spec(Random random) {
    return new RouteSpec(
        random.nextInt(4) > 0 ? Mode.USE_FALLBACK : Mode.values()[random.nextInt(3)],
        Duration.ofMinutes(15),
        Duration.ofMinutes(5),
        random.nextBoolean() ? Optional.of((long) random.nextInt(6)) : Optional.empty(),
        random.nextBoolean() ? Optional.of(random.nextInt(4) / 100.0) : Optional.empty(),
        random.nextBoolean() ? Set.of("amount") : Set.of(),
        1 + random.nextInt(4),
        1 + random.nextInt(3),
        Duration.ofHours(6),
        Duration.ofHours(12));
  }

  private static List<List<TableFacts>> history(Random random) {
    List<List<TableFacts>> history = new ArrayList<>();
    Instant now = START;
    boolean calm = random.nextBoolean();
    Optional<Proof> first = Optional.empty();
    Optional<Proof> second = Optional.empty();
    for (int step = 0; step < 40; step++) {
      now = now.plusSeconds(60L * (1 + random.nextInt(90)));
      first = next(first, now, random, calm);
      second = next(second, now, random, calm);
      history.add(
          List.of(
              facts("orders", now, first, random, calm),
              facts("items", now, second, random, calm)));
      calm = random.nextInt(8) == 0 ? !calm : calm;
    }
    return history;
  }

  private static Optional<Proof> next(
      Optional<Proof> before, Instant now, Random random, boolean calm) {
    return random.nextInt(3) == 0 ? before : Optional.of(proof(now, random, calm));
  }

  private static Proof proof(Instant now, Random random, boolean calm) {
    boolean good = random.nextInt(calm ? 20 : 2) > 0;
    Verdict verdict =
        good ? Verdict.MATCH : Verdict.values()[random.nextInt(Verdict.values().length)];
    Depth depth =
        good && calm ? Depth.CHECKSUMS : Depth.values()[random.nextInt(Depth.values().length)];
    long wrong = verdict == Verdict.MISMATCH ? random.nextInt(8) - 1 : 0;
    Proof proof =
        new Proof(
            depth,
            verdict,
            Optional.empty(),
            now.minusSeconds(random.nextInt(30)),
            wrong == 0 && verdict == Verdict.MISMATCH ? -1 : wrong,
            100,
            Optional.empty(),
            random.nextInt(12) == 0 ? "V0" : "V1");
    return random.nextBoolean()
        ? proof.withColumns(random.nextBoolean() ? Set.of("note") : Set.of("amount", "note"))
        : proof;
  }

  private static TableFacts facts(
      String table, Instant now, Optional<Proof> replica, Random random, boolean calm) {
    boolean odd = random.nextInt(calm ? 25 : 4) == 0;
    List<String> states = List.of("unknown", "Failed", "ResyncRequired", "missing", "Deleted");
    List<String> integrations = List.of("unknown", "ErrorState", "PendingDbConnectState");
    return new TableFacts(
        table,
        now,
        odd && random.nextBoolean() ? integrations.get(random.nextInt(3)) : "CdcRefreshState",
        odd ? states.get(random.nextInt(5)) : "Synced",
        "",
        random.nextInt(calm ? 30 : 6) == 0
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(random.nextInt(calm ? 310 : 1200))),
        replica,
        fallback(now, random),
        pin(now, random));
  }

  private static Fallback fallback(Instant now, Random random) {
    if (random.nextInt(15) == 0) {
      return Fallback.none();
    }
    return new Fallback(
        true,
        random.nextInt(15) == 0
            ? Optional.empty()
            : Optional.of(now.minusSeconds(60L * random.nextInt(400))),
        Optional.of(proof(now, random, random.nextInt(6) > 0)),
        random.nextInt(15) == 0
            ? Optional.empty()
            : Optional.of(proof(now, random, random.nextInt(6) > 0)));
  }

  private static Optional<Pin> pin(Instant now, Random random) {
    if (random.nextInt(10) > 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Pin(
            Target.values()[random.nextInt(3)],
            // One in four ends just now, which is no longer held.
            random.nextInt(4) == 0 ? now : now.plusSeconds(random.nextInt(7200) - 5400),
            "why",
            "ann"));
  }
}
