package dev.plumbline.jobs.serve;

import dev.plumbline.core.route.RouteDecision;
import dev.plumbline.core.run.PlumblineException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a look at the routes came to for one group.
 *
 * @param decisions one for each table
 * @param at when it was decided
 * @param switched whether readers were moved
 * @param seconds that the switch took
 * @param failure why a switch that was decided did not happen
 * @param switchBack where the SQL lies that takes the switch back; empty when there was none
 */
public record GroupOutcome(
    String group,
    List<RouteDecision> decisions,
    Instant at,
    boolean switched,
    double seconds,
    Optional<PlumblineException> failure,
    String switchBack) {

  /** The decision that all tables of the group share. */
  public RouteDecision decision() {
    return decisions.get(0);
  }

  /** Whether views were made, anew or for another copy. */
  boolean made() {
    return failure.isEmpty() && !switchBack.isEmpty();
  }

  /** Whether somebody has to look. */
  public boolean needsPeople() {
    return failure.isPresent() || decision().needsPeople();
  }

  List<String> tables() {
    return decisions.stream().map(RouteDecision::table).toList();
  }
}
