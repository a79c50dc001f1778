package dev.plumbline.core.route;

import java.util.Optional;

/**
 * What serves one table from now on, and why.
 *
 * @param from what served it before; empty when nothing did
 * @param cause of the table that decided for its group
 * @param decidedBy that table
 * @param trouble what makes the replica a copy to leave, where something does
 * @param reason in words
 * @param needsPeople whether readers are not given a right number, or soon will not be
 */
public record RouteDecision(
    String table,
    Target target,
    Optional<Target> from,
    Cause cause,
    String decidedBy,
    Optional<Cause> trouble,
    String reason,
    boolean needsPeople,
    RouteMemory memory) {

  /** Whether readers are moved. */
  public boolean switches() {
    return from.filter(target::equals).isEmpty();
  }
}
