package dev.plumbline.core.route;

import dev.plumbline.core.table.RouteSpec;
import dev.plumbline.core.table.RouteSpec.Mode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides what serves the tables of one group, which are moved together.
 *
 * <p>Pure: the same history gives the same decision. The replica is left at once when it cannot be
 * read, is too far behind or is proven wrong beyond the table's limits; after several bad checks
 * when it is slow or nothing is known for sure; and gone back to after several clean comparisons
 * that were made since. Unknown never counts as fine.
 */
public final class Router {
  private Router() {}

  /**
   * One table on which to decide.
   *
   * @param memory empty when nothing serves it yet
   */
  public record Subject(RouteSpec spec, Optional<RouteMemory> memory, TableFacts facts) {}

  /** What was found for the whole group. */
  private record Ruling(
      Target target,
      Cause cause,
      String decidedBy,
      Optional<Cause> trouble,
      String reason,
      boolean needsPeople) {}

  /**
   * Decides for all tables of one group, in their order.
   *
   * @throws IllegalArgumentException when there are none
   */
  public static List<RouteDecision> decide(List<Subject> group) {
    if (group.isEmpty()) {
      throw new IllegalArgumentException("a group has one table at least");
    }
    List<Checkup> checkups =
        group.stream()
            .map(subject -> new Checkup(subject.spec(), subject.memory(), subject.facts()))
            .toList();
    Ruling ruling = pinned(checkups).orElseGet(() -> judged(group, checkups));
    return IntStream.range(0, group.size())
        .mapToObj(i -> decision(group.get(i), checkups.get(i), ruling))
        .toList();
  }

  private static RouteDecision decision(Subject subject, Checkup checkup, Ruling ruling) {
    Optional<Target> from = subject.memory().map(RouteMemory::target);
    boolean stays = from.filter(ruling.target()::equals).isPresent();
    return new RouteDecision(
        subject.facts().table(),
        ruling.target(),
        from,
        ruling.cause(),
        ruling.decidedBy(),
        ruling.trouble(),
        ruling.reason(),
        ruling.needsPeople(),
        stays ? checkup.stays(subject.memory().orElseThrow()) : checkup.moves(ruling.target()));
  }

  private static Optional<Ruling> pinned(List<Checkup> checkups) {
    return checkups.stream()
        .filter(checkup -> checkup.facts().heldPin().isPresent())
        .findFirst()
        .map(
            checkup -> {
              Pin pin = checkup.facts().heldPin().orElseThrow();
              Optional<Checkup.Trouble> trouble = trouble(checkups);
              boolean hurts = pin.target() == Target.REPLICA && trouble.isPresent();
              return new Ruling(
                  pin.target(),
                  Cause.PINNED,
                  checkup.facts().table(),
                  trouble.map(Checkup.Trouble::cause),
                  "pinned to the "
                      + pin.target().label()
                      + " by "
                      + pin.by()
                      + " until "
                      + pin.until()
                      + ": "
                      + pin.why()
                      + trouble.map(found -> " (" + found.text() + ")").orElse(""),
                  hurts);
            });
  }

  private static Ruling judged(List<Subject> group, List<Checkup> checkups) {
    Optional<Target> present =
        group.stream()
            .flatMap(subject -> subject.memory().stream())
            .map(RouteMemory::target)
            .findFirst();
    // Tables of one group that stand apart are brought together on what serves the first of them.
    return present.isEmpty()
        ? first(checkups)
        : present.get() == Target.REPLICA ? onReplica(checkups) : away(present.get(), checkups);
  }

  private static Ruling first(List<Checkup> checkups) {
    if (checkups.stream().allMatch(Checkup::clean)) {
      return healthy(checkups);
    }
    Optional<Checkup> troubled = troubled(checkups);
    if (troubled.isPresent()) {
      return leave(troubled.get(), checkups);
    }
    Optional<Checkup> borne =
        checkups.stream().filter(c -> c.mismatchBorne().isPresent()).findFirst();
    if (unfit(checkups).isEmpty()) {
      Checkup by = checkups.stream().filter(c -> !c.clean()).findFirst().orElseThrow();
      return new Ruling(
          Target.FALLBACK,
          Cause.WAITING,
          by.facts().table(),
          Optional.empty(),
          "the fallback is proven and the replica is not: " + doubts(by),
          false);
    }
    if (borne.isPresent()) {
      return onReplica(checkups);
    }
    Checkup by = checkups.stream().filter(c -> !c.clean()).findFirst().orElseThrow();
    return new Ruling(
        Target.REPLICA,
        Cause.NOTHING_PROVEN,
        by.facts().table(),
        Optional.empty(),
        "nothing is proven: " + doubts(by) + "; " + unfit(checkups).orElseThrow(),
        true);
  }

  private static String doubts(Checkup checkup) {
    return checkup.doubt().or(checkup::mismatchBorne).orElse("");
  }

  private static Ruling onReplica(List<Checkup> checkups) {
    Optional<Checkup> troubled = troubled(checkups);
    if (troubled.isPresent()) {
      return leave(troubled.get(), checkups);
    }
    Optional<Checkup> doubted = checkups.stream().filter(c -> c.doubt().isPresent()).findFirst();
    if (doubted.isPresent()) {
      Checkup by = doubted.get();
      return stay(
          Cause.BAD_CHECKS_BORNE,
          by,
          "bad check "
              + by.bad()
              + " of "
              + by.spec().leaveAfter()
              + ": "
              + by.doubt().orElseThrow());
    }
    Optional<Checkup> borne =
        checkups.stream().filter(c -> c.mismatchBorne().isPresent()).findFirst();
    return borne
        .map(by -> stay(Cause.MISMATCH_BORNE, by, by.mismatchBorne().orElseThrow()))
        .orElseGet(() -> healthy(checkups));
  }

  private static Ruling healthy(List<Checkup> checkups) {
    Checkup by = checkups.get(0);
    return stay(Cause.REPLICA_PROVEN, by, by.proof());
  }

  private static Ruling stay(Cause cause, Checkup by, String reason) {
    return new Ruling(Target.REPLICA, cause, by.facts().table(), Optional.empty(), reason, false);
  }

  /** The replica is to be left; the two wrongs are weighed by the policy of the table at fault. */
  private static Ruling leave(Checkup by, List<Checkup> checkups) {
    Checkup.Trouble trouble = by.trouble().orElseThrow();
    Optional<Cause> cause = Optional.of(trouble.cause());
    String table = by.facts().table();
    Mode mode = by.spec().mode();
    if (mode == Mode.KEEP_REPLICA) {
      return new Ruling(
          Target.REPLICA,
          Cause.KEPT_BY_POLICY,
          table,
          cause,
          trouble.text() + "; its policy keeps readers on the replica",
          true);
    }
    if (mode == Mode.BLOCK) {
      return new Ruling(
          Target.BLOCKED,
          trouble.cause(),
          table,
          cause,
          trouble.text() + "; its policy gives readers an error rather than a wrong number",
          true);
    }
    return unfit(checkups)
        .map(
            why ->
                new Ruling(
                    Target.REPLICA,
                    Cause.NO_FIT_FALLBACK,
                    table,
                    cause,
                    trouble.text() + "; readers stay on the replica, since " + why,
                    true))
        .orElseGet(
            () ->
                new Ruling(Target.FALLBACK, trouble.cause(), table, cause, trouble.text(), false));
  }

  /** On the fallback, or blocked. */
  private static Ruling away(Target present, List<Checkup> checkups) {
    if (checkups.stream().allMatch(Checkup::provenAgain)) {
      Checkup by = checkups.get(0);
      return new Ruling(
          Target.REPLICA,
          Cause.PROVEN_AGAIN,
          by.facts().table(),
          Optional.empty(),
          cleans(by.good()) + " since readers left; " + by.proof(),
          false);
    }
    Optional<String> unfit = unfit(checkups);
    boolean once = checkups.stream().allMatch(c -> c.clean() && c.good() > 0);
    if (once && unfit.isPresent()) {
      Checkup by = checkups.get(0);
      return new Ruling(
          Target.REPLICA,
          Cause.FALLBACK_WORSE,
          by.facts().table(),
          Optional.empty(),
          unfit.get() + ", and the replica is " + by.proof(),
          false);
    }
    Checkup by = checkups.stream().filter(c -> !c.provenAgain()).findFirst().orElseThrow();
    boolean unblocks =
        present == Target.BLOCKED && by.spec().mode() == Mode.USE_FALLBACK && unfit.isEmpty();
    Target target = unblocks ? Target.FALLBACK : present;
    return new Ruling(
        target,
        Cause.WAITING,
        by.facts().table(),
        trouble(checkups).map(Checkup.Trouble::cause),
        waits(by) + (target == Target.FALLBACK ? unfit.map(why -> "; " + why).orElse("") : ""),
        target == Target.BLOCKED || unfit.isPresent());
  }

  private static String waits(Checkup by) {
    String count =
        by.good() + " of " + by.spec().returnAfter() + " clean checks of " + by.facts().table();
    return by.trouble()
        .map(Checkup.Trouble::text)
        .or(by::doubt)
        .or(by::mismatchBorne)
        .map(text -> count + "; " + text)
        .orElse(count);
  }

  private static String cleans(int number) {
    return number + (number == 1 ? " clean check" : " clean checks");
  }

  private static Optional<Checkup> troubled(List<Checkup> checkups) {
    return checkups.stream().filter(checkup -> checkup.trouble().isPresent()).findFirst();
  }

  private static Optional<Checkup.Trouble> trouble(List<Checkup> checkups) {
    return troubled(checkups).flatMap(Checkup::trouble);
  }

  /** Why the group cannot be moved to its fallbacks; empty when it can. */
  private static Optional<String> unfit(List<Checkup> checkups) {
    List<String> reasons =
        checkups.stream()
            .flatMap(
                checkup ->
                    checkup.fallbackUnusable().stream()
                        .map(why -> checkup.facts().table() + ": " + why))
            .toList();
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    int more = reasons.size() - 1;
    return Optional.of(
        reasons.get(0) + (more == 0 ? "" : ", and so with " + more + " more of its group"));
  }
}
