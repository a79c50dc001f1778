package dev.plumbline.core.route;

import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.table.RouteSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** One look at a table's replica: what is wrong with it now, and how the counts go on. */
final class Checkup {
  private final RouteSpec spec;
  private final TableFacts facts;
  private final int bad;
  private final int good;
  private final Optional<Instant> counted;
  private final Optional<Trouble> atOnce;
  private final Optional<String> doubt;

  /** A cause to leave, in words. */
  record Trouble(Cause cause, String text) {}

  Checkup(RouteSpec spec, Optional<RouteMemory> memory, TableFacts facts) {
    this.spec = spec;
    this.facts = facts;
    this.atOnce = atOnce();
    this.doubt = doubt();
    Optional<Instant> before = memory.flatMap(RouteMemory::counted);
    boolean fresh =
        facts
            .replica()
            .filter(proof -> before.filter(at -> !proof.at().isAfter(at)).isEmpty())
            .isPresent();
    this.counted =
        facts
            .replica()
            .map(Proof::at)
            .filter(at -> before.filter(at::isBefore).isEmpty())
            .or(() -> before);
    int badBefore = memory.map(RouteMemory::bad).orElse(0);
    this.bad = bad(badBefore, fresh);
    this.good = good(memory, fresh);
  }

  /** What makes the replica a copy to leave, by what is known now and was counted before. */
  Optional<Trouble> trouble() {
    if (atOnce.isPresent()) {
      return atOnce;
    }
    return doubt
        .filter(text -> bad >= spec.leaveAfter())
        .map(
            text ->
                new Trouble(
                    Cause.BAD_CHECKS,
                    bad + " bad checks in a row (limit " + spec.leaveAfter() + "): " + text));
  }

  /** What is not as it should be, without being a cause to leave at once. */
  Optional<String> doubt() {
    return mismatchBorne().isPresent() ? health().or(this::noProof) : health().or(this::noMatch);
  }

  /** A proven difference that the limits bear. */
  Optional<String> mismatchBorne() {
    return facts
        .replica()
        .filter(Proof::disproves)
        .filter(proof -> mismatch(proof).isEmpty())
        .map(proof -> wrong(proof) + ", which its limits bear");
  }

  /** Whether the replica is healthy and proven now. */
  boolean clean() {
    return atOnce.isEmpty()
        && health().isEmpty()
        && facts.replica().filter(Proof::proves).filter(this::fresh).isPresent();
  }

  /** Whether it was clean often enough to go back to. */
  boolean provenAgain() {
    return clean() && good >= spec.returnAfter();
  }

  int bad() {
    return bad;
  }

  int good() {
    return good;
  }

  TableFacts facts() {
    return facts;
  }

  RouteSpec spec() {
    return spec;
  }

  Optional<String> fallbackUnusable() {
    return facts.fallback().unusable(facts.at(), spec.maxFallbackAge());
  }

  RouteMemory stays(RouteMemory memory) {
    return memory.counts(bad, good, counted);
  }

  RouteMemory moves(Target target) {
    return RouteMemory.moved(target, facts.at(), counted);
  }

  /** How the replica is known to be equal to the source, for reasons. */
  String proof() {
    Proof proof = facts.replica().orElseThrow();
    return "proven equal to the source at "
        + proof.depth().label()
        + " "
        + Spans.of(proof.age(facts.at()))
        + " ago"
        + facts.lag().map(lag -> ", lag " + Spans.of(lag)).orElse("");
  }

  private int bad(int before, boolean fresh) {
    if (atOnce.isPresent() || health().isPresent()) {
      return before + 1;
    }
    if (doubt.isEmpty()) {
      return 0;
    }
    // A comparison that settled nothing is one bad check, however often it is looked at.
    boolean again = facts.replica().filter(proof -> !proof.proves()).isPresent() && !fresh;
    return again ? before : before + 1;
  }

  private int good(Optional<RouteMemory> memory, boolean fresh) {
    int before = memory.map(RouteMemory::good).orElse(0);
    if (!clean()) {
      return 0;
    }
    boolean since =
        memory.isEmpty()
            || facts.replica().orElseThrow().at().isAfter(memory.orElseThrow().since());
    return fresh && since ? before + 1 : before;
  }

  private Optional<Trouble> atOnce() {
    if (facts.unreadable()) {
      String reason = facts.stateReason().isBlank() ? "" : ": " + facts.stateReason();
      return Optional.of(
          new Trouble(
              Cause.UNREADABLE, facts.table() + " is " + facts.state() + " in zero-ETL" + reason));
    }
    Optional<Duration> over = facts.lag().filter(lag -> lag.compareTo(spec.maxLag()) > 0);
    if (over.isPresent()) {
      return Optional.of(
          new Trouble(
              Cause.LAG,
              "the replica is "
                  + Spans.of(over.get())
                  + " behind, the limit is "
                  + Spans.of(spec.maxLag())));
    }
    return facts.replica().filter(Proof::disproves).flatMap(this::mismatch);
  }

  private Optional<Trouble> mismatch(Proof proof) {
    if (!spec.critical().isEmpty() && !onlyUncritical(proof)) {
      return Optional.of(new Trouble(Cause.CRITICAL, wrong(proof) + criticalColumns(proof)));
    }
    return spec.tooMany(proof.wrong(), proof.rows())
        ? Optional.of(new Trouble(Cause.MISMATCH, wrong(proof)))
        : Optional.empty();
  }

  private boolean onlyUncritical(Proof proof) {
    return proof
        .columns()
        .filter(columns -> spec.critical().stream().noneMatch(columns::contains))
        .isPresent();
  }

  private String criticalColumns(Proof proof) {
    Set<String> hit = new LinkedHashSet<>(proof.columns().orElse(spec.critical()));
    hit.retainAll(spec.critical());
    return proof.columns().isPresent()
        ? ", among them in critical " + String.join(", ", hit.stream().sorted().toList())
        : ", and critical columns may be among what differs";
  }

  private String wrong(Proof proof) {
    return facts.table()
        + " has "
        + (proof.wrong() < 0 ? "an unknown number of" : Long.toString(proof.wrong()))
        + (proof.wrong() == 1 ? " wrong row" : " wrong rows")
        + (proof.rows() > 0 ? " of " + proof.rows() : "");
  }

  /** What the integration says that is not well, or does not say. */
  private Optional<String> health() {
    if (facts.state().equals(TableFacts.UNKNOWN)) {
      return Optional.of("the state of " + facts.table() + " in zero-ETL is unknown");
    }
    if (!facts.integration().equals(TableFacts.REPLICATING)) {
      return Optional.of("the integration is in state " + facts.integration());
    }
    if (facts.lag().isEmpty()) {
      return Optional.of("the replica's lag is unknown");
    }
    return facts
        .lag()
        .filter(lag -> lag.compareTo(spec.slowLag()) > 0)
        .map(
            lag ->
                "the replica is "
                    + Spans.of(lag)
                    + " behind, more than "
                    + Spans.of(spec.slowLag()));
  }

  private Optional<String> noMatch() {
    return noProof().or(this::noTrustedMatch);
  }

  private Optional<String> noProof() {
    if (facts.replica().isEmpty()) {
      return Optional.of(facts.table() + " was never compared with its source");
    }
    Proof proof = facts.replica().get();
    if (!proof.isCurrent()) {
      return Optional.of(facts.table() + " was compared under digest version " + proof.version());
    }
    return Optional.empty();
  }

  private Optional<String> noTrustedMatch() {
    Proof proof = facts.replica().orElseThrow();
    if (proof.disproves()) {
      return Optional.empty();
    }
    if (!proof.proves()) {
      return Optional.of(
          proof.verdict() == Verdict.MATCH
              ? facts.table() + " was compared by " + proof.depth().label() + " only"
              : "the comparison of " + facts.table() + " came to " + proof.verdict());
    }
    return fresh(proof)
        ? Optional.empty()
        : Optional.of(
            facts.table()
                + " was last proven "
                + Spans.of(proof.age(facts.at()))
                + " ago, the limit is "
                + Spans.of(spec.maxVerdictAge()));
  }

  private boolean fresh(Proof proof) {
    return proof.age(facts.at()).compareTo(spec.maxVerdictAge()) <= 0;
  }
}
