package dev.plumbline.core.route;

import java.time.Instant;
import java.util.Optional;

/**
 * What the router keeps of a table's history.
 *
 * @param target what serves the table
 * @param since when readers were moved there
 * @param bad bad checks in a row
 * @param good clean comparisons in a row since then
 * @param counted the last comparison that was counted
 */
public record RouteMemory(
    Target target, Instant since, int bad, int good, Optional<Instant> counted) {

  /** A table that has just been moved. */
  static RouteMemory moved(Target target, Instant at, Optional<Instant> counted) {
    return new RouteMemory(target, at, 0, 0, counted);
  }

  RouteMemory counts(int nowBad, int nowGood, Optional<Instant> nowCounted) {
    return new RouteMemory(target, since, nowBad, nowGood, nowCounted);
  }
}
