package dev.plumbline.core.route;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is known of one table when its route is decided.
 *
 * @param at when the facts were gathered
 * @param integration as {@code SVV_INTEGRATION} says it; {@code unknown} when it could not be read
 * @param state of the replica's table; {@code unknown} or {@code missing} where it is that
 * @param stateReason the integration's reason for that state
 * @param lag of the replica; empty when unknown
 * @param replica the last comparison of source and replica
 * @param pin a person's decision, expired or not
 */
public record TableFacts(
    String table,
    Instant at,
    String integration,
    String state,
    String stateReason,
    Optional<Duration> lag,
    Optional<Proof> replica,
    Fallback fallback,
    Optional<Pin> pin) {
  /** The state in which zero-ETL lets a table be read. */
  public static final String SYNCED = "Synced";

  /** The state of an integration that replicates. */
  public static final String REPLICATING = "CdcRefreshState";

  /** What could not be read. */
  public static final String UNKNOWN = "unknown";

  /** Whether readers of the replica's table surely get an error. */
  public boolean unreadable() {
    return !state.equals(SYNCED) && !state.equals(UNKNOWN);
  }

  /** The pin that holds now. */
  public Optional<Pin> heldPin() {
    return pin.filter(held -> held.holds(at));
  }
}
