package dev.plumbline.core.table;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * When readers of one table are moved from the replica to the fallback, and back.
 *
 * @param mode what is done once the replica has to be left
 * @param maxLag a replica that is further behind is left at once
 * @param slowLag a lag above this is a bad check; at most {@code maxLag}
 * @param maxWrongRows so many rows may be proven wrong; empty for no limit of this kind
 * @param maxWrongShare such a share of the rows may be proven wrong, 0 to 1; empty for no limit of
 *     this kind. Where neither limit is declared, a single wrong row is one too many
 * @param critical columns in which no difference is borne, whatever the limits
 * @param leaveAfter bad checks in a row after which the replica is left
 * @param returnAfter clean comparisons in a row after which readers go back to it
 * @param maxFallbackAge a fallback that is older is not switched to
 * @param maxVerdictAge a MATCH that is older proves nothing any more
 */
public record RouteSpec(
    Mode mode,
    Duration maxLag,
    Duration slowLag,
    Optional<Long> maxWrongRows,
    Optional<Double> maxWrongShare,
    Set<String> critical,
    int leaveAfter,
    int returnAfter,
    Duration maxFallbackAge,
    Duration maxVerdictAge) {

  /** What is done once the replica has to be left. */
  public enum Mode {
    /** Readers stay on the replica; people are told. */
    KEEP_REPLICA,
    /** Readers are moved to the fallback, if that is proven and fresh enough. */
    USE_FALLBACK,
    /** Readers get an error rather than a wrong number. */
    BLOCK
  }

  public RouteSpec {
    critical = Set.copyOf(critical);
  }

  /** What holds for a table that declares nothing. */
  public static RouteSpec standard() {
    return new RouteSpec(
        Mode.USE_FALLBACK,
        Duration.ofMinutes(15),
        Duration.ofMinutes(5),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        3,
        2,
        Duration.ofHours(24),
        Duration.ofHours(36));
  }

  /** Whether so many wrong rows are more than may be borne; an unknown number (-1) is. */
  public boolean tooMany(long wrong, long rows) {
    if (wrong < 0 || (maxWrongRows.isEmpty() && maxWrongShare.isEmpty())) {
      return wrong != 0;
    }
    boolean byRows = maxWrongRows.filter(limit -> wrong > limit).isPresent();
    boolean byShare =
        maxWrongShare.filter(limit -> wrong > 0 && (rows <= 0 || wrong > limit * rows)).isPresent();
    return byRows || byShare;
  }
}
