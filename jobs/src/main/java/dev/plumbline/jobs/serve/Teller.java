package dev.plumbline.jobs.serve;

import dev.plumbline.core.route.Target;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.stores.alert.Alert;
import dev.plumbline.stores.alert.Alerts;
import dev.plumbline.stores.ledger.RouteBook;
import dev.plumbline.stores.ledger.RouteBook.Ack;
import dev.plumbline.stores.ledger.RouteBook.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells people what changed, once. */
public final class Teller {
  /** The group under which is remembered that Redshift does not answer. */
  private static final String WAREHOUSE = "*";

  private static final String QUIET = "OK";

  private final JobContext context;
  private final Alerts alerts;

  public Teller(JobContext context, Alerts alerts) {
    this.context = context;
    this.alerts = alerts;
  }

  /**
   * What was told.
   *
   * @param book with what was told, so that it is not told again
   * @param failures of places that could not be told
   */
  public record Report(RouteBook book, List<Alert> told, List<String> failures) {}

  /** Tells of a pass that looked at Redshift. */
  public Report of(RouteBook book, Look look, List<GroupOutcome> outcomes) {
    RouteBook next = book;
    List<Alert> told = new ArrayList<>();
    for (GroupOutcome outcome : outcomes) {
      String key = key(outcome);
      Optional<Alert> alert = alert(look, outcome, key, before(book, outcome.group()));
      if (acked(book, outcome.group(), outcome.at())) {
        continue;
      }
      if (!key.equals(before(book, outcome.group()))) {
        next = next.with(outcome.group(), new Told(key, outcome.at()));
      }
      alert.ifPresent(told::add);
    }
    next = next.with(WAREHOUSE, (Told) null);
    return send(next, told);
  }

  /** Tells that Redshift does not answer. */
  public Report down(RouteBook book, Instant at, String reason) {
    String key = "DOWN";
    boolean again = key.equals(before(book, WAREHOUSE)) || acked(book, WAREHOUSE, at);
    Alert alert =
        new Alert(
            at,
            "PAGE",
            context.pipeline().name(),
            WAREHOUSE,
            List.of(),
            "",
            "REDSHIFT_DOWN",
            "[PAGE] "
                + context.pipeline().name()
                + ": Redshift does not answer, readers get no numbers at all\n "
                + reason
                + "\n Views stand as they did when it answered last, at "
                + (book.checkedAt() == null ? "no known time" : book.checkedAt())
                + ". Now: plumbline status");
    return send(book.with(WAREHOUSE, new Told(key, at)), again ? List.of() : List.of(alert));
  }

  private Report send(RouteBook book, List<Alert> told) {
    List<String> failures = new ArrayList<>();
    told.forEach(alert -> failures.addAll(alerts.tell(alert)));
    return new Report(book, told, failures);
  }

  private Optional<Alert> alert(Look look, GroupOutcome outcome, String key, String before) {
    if (key.equals(before)) {
      return Optional.empty();
    }
    Messages messages = new Messages(context, look, outcome);
    if (key.startsWith("PAGE")) {
      return Optional.of(messages.page());
    }
    if (key.equals(QUIET)) {
      return before.isEmpty() ? Optional.empty() : Optional.of(messages.returned());
    }
    return Optional.of(messages.handled());
  }

  private static String key(GroupOutcome outcome) {
    if (outcome.failure().isPresent()) {
      return "PAGE:SWITCH_FAILED:" + outcome.decision().target();
    }
    if (outcome.needsPeople()) {
      return "PAGE:" + outcome.decision().target() + ":" + outcome.decision().cause();
    }
    return outcome.decision().target() == Target.REPLICA ? QUIET : "HANDLED";
  }

  private static String before(RouteBook book, String group) {
    Told told = book.told().get(group);
    return told == null ? "" : told.key();
  }

  private static boolean acked(RouteBook book, String group, Instant now) {
    Ack ack = book.acks().get(group);
    return ack != null && now.isBefore(ack.until());
  }
}
