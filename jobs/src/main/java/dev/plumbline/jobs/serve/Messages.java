package dev.plumbline.jobs.serve;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.route.Cause;
import dev.plumbline.core.route.RouteDecision;
import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.table.RouteSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.text.Human;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.alert.Alert;
import dev.plumbline.stores.ledger.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is said when readers were moved, or ought to be: for a phone at night. */
final class Messages {
  private final JobContext context;
  private final Look look;
  private final GroupOutcome outcome;
  private final List<TableSpec> tables;

  Messages(JobContext context, Look look, GroupOutcome outcome) {
    this.context = context;
    this.look = look;
    this.outcome = outcome;
    this.tables = outcome.tables().stream().map(context.pipeline()::table).toList();
  }

  /** Readers were moved and are safe. */
  Alert handled() {
    List<String> lines = new ArrayList<>();
    lines.add("[HANDLED] " + subject() + " now served from the fallback");
    lines.add(" " + what());
    lines.add(" " + data());
    RouteSpec spec = spec();
    lines.add(
        " You are paged only if the fallback gets older than "
            + span(spec.maxFallbackAge())
            + " or its refresh fails. Returns after "
            + Human.count(spec.returnAfter(), "clean check")
            + ".");
    lines.add(
        " Morning: "
            + remedy()
            + "plumbline resync "
            + by()
            + ".  Undo: plumbline route "
            + by()
            + " --to replica --for 2h");
    return alert("HANDLED", lines);
  }

  /** Somebody has to look. */
  Alert page() {
    List<String> lines = new ArrayList<>();
    lines.add("[PAGE] " + subject() + " " + trouble());
    lines.add(" " + what());
    lines.add(" " + data());
    lines.add(" Now: " + now());
    lines.add(" Known and borne? plumbline ack " + by() + " --until 8h --why '…'");
    return alert("PAGE", lines);
  }

  /** Readers are back on the replica. */
  Alert returned() {
    return alert(
        "RETURNED",
        List.of("[RETURNED] " + subject() + " served from the replica again", " " + what()));
  }

  private Alert alert(String level, List<String> lines) {
    return new Alert(
        outcome.at(),
        level,
        context.pipeline().name(),
        outcome.group(),
        outcome.tables(),
        outcome.decision().target().label(),
        outcome.decision().cause().name(),
        String.join("\n", lines));
  }

  private String subject() {
    return context.pipeline().name()
        + ": "
        + String.join(", ", outcome.tables())
        + (outcome.tables().size() > 1 ? " (group " + outcome.group() + ")" : "");
  }

  private String what() {
    String reason =
        outcome.failure().map(Throwable::getMessage).orElse(outcome.decision().reason());
    String text = Human.timeOfDay(outcome.at()) + " " + reason;
    if (!outcome.switched()) {
      return text;
    }
    Instant done = outcome.at().plusMillis(Math.round(outcome.seconds() * 1000));
    return text
        + " · "
        + Human.timeOfDay(done)
        + " switched "
        + Human.count(outcome.tables().size(), "view")
        + " in "
        + Human.seconds(outcome.seconds());
  }

  private String data() {
    Target target =
        outcome.failure().isPresent()
            ? outcome.decision().from().orElse(Target.REPLICA)
            : outcome.decision().target();
    if (target == Target.BLOCKED) {
      return "Readers get an error: the policy of " + by() + " is block";
    }
    String lag =
        look.health()
            .map(ReplicaReport::lagMillis)
            .filter(l -> l >= 0)
            .map(l -> Human.whole(l / 1000))
            .orElse("unknown");
    if (target == Target.REPLICA) {
      return "Readers see the replica as it is (lag " + lag + ")";
    }
    Optional<Instant> asOf =
        evidence().stream().flatMap(e -> e.asOf().stream()).min(Comparator.naturalOrder());
    return "Readers see data as of "
        + asOf.map(Messages::minute).orElse("an unknown time")
        + asOf.map(at -> " (" + span(Duration.between(at, outcome.at())) + "; before: " + lag + ")")
            .orElse("")
        + proof();
  }

  private String proof() {
    List<ReconcileReport> proofs = evidence().stream().flatMap(e -> e.bronze().stream()).toList();
    boolean proven = evidence().stream().allMatch(e -> e.fallback(tables.get(0)).proven());
    if (!proven || proofs.isEmpty()) {
      return ", not proven equal to the source";
    }
    Instant at =
        proofs.stream().map(ReconcileReport::verifiedAt).min(Comparator.naturalOrder()).get();
    long rows = proofs.stream().mapToLong(p -> Math.max(0, p.right().rows())).sum();
    String columns =
        proofs.size() == 1 && !proofs.get(0).columnsProven().isEmpty()
            ? ", " + proofs.get(0).columnsProven() + " columns"
            : ", all columns compared";
    return ", proven equal to the source at "
        + minute(at)
        + ", "
        + Human.count(rows, "row")
        + columns;
  }

  private String trouble() {
    if (outcome.failure().isPresent()) {
      return "could not be moved";
    }
    RouteDecision decision = outcome.decision();
    return switch (decision.target()) {
      case BLOCKED -> "blocked: readers get an error";
      case FALLBACK -> "served from a fallback that is no longer fit";
      case REPLICA ->
          decision.cause() == Cause.NOTHING_PROVEN
              ? "served from a replica of which nothing is proven"
              : "still served from a replica that ought to be left";
    };
  }

  private String now() {
    if (outcome.failure().isPresent()) {
      return outcome
          .failure()
          .get()
          .nextCommand()
          .orElse("plumbline route, once the cause is gone");
    }
    return switch (outcome.decision().target()) {
      case BLOCKED, FALLBACK ->
          "plumbline run --select group:"
              + outcome.group()
              + " renews the fallback; "
              + remedy()
              + "plumbline resync "
              + by();
      case REPLICA ->
          "plumbline run --select group:"
              + outcome.group()
              + " makes and proves a fallback; then plumbline route";
    };
  }

  /** What to do at the source before a resync, where the integration's reason tells. */
  private String remedy() {
    String reason =
        tables.stream()
            .filter(table -> table.id().equals(by()))
            .map(table -> look.state(table).reason())
            .findFirst()
            .orElse("");
    return reason.isBlank() ? "" : "mend what it says (" + reason + "), then ";
  }

  private RouteSpec spec() {
    return context.pipeline().table(by()).route();
  }

  private String by() {
    return outcome.decision().decidedBy();
  }

  private List<Evidence> evidence() {
    return tables.stream().map(table -> look.evidence().get(table.id())).toList();
  }

  private static String minute(Instant instant) {
    String text = instant.truncatedTo(ChronoUnit.MINUTES).toString();
    return text.substring(11, 16) + "Z";
  }

  private static String span(Duration span) {
    return Human.whole(Math.max(0, span.toSeconds()));
  }
}
