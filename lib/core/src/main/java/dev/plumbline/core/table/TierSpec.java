package dev.plumbline.core.table;

import java.time.Duration;
import java.util.Optional;

/**
 * How often and how deep a table is compared where nobody asks for more.
 *
 * @param depth the deepest rung to go to, such as {@code checksums}; empty for as deep as it has to
 * @param every so long a comparison with the replica that found nothing spares the next; empty for
 *     a comparison in each run
 */
public record TierSpec(Optional<String> depth, Optional<Duration> every) {
  /** In each run, as deep as it has to. */
  public static final TierSpec ALWAYS = new TierSpec(Optional.empty(), Optional.empty());
}
