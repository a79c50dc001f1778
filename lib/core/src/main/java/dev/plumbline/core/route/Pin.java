package dev.plumbline.core.route;

import java.time.Instant;

/**
 * A person's decision, which stands above the policy until it expires.
 *
 * @param by who made it
 */
public record Pin(Target target, Instant until, String why, String by) {
  /** Whether it still holds. */
  public boolean holds(Instant now) {
    return now.isBefore(until);
  }
}
