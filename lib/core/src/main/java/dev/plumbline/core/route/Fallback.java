package dev.plumbline.core.route;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a table's fallback. It is as good as the weaker of its two proofs: bronze
 * against the source it was read from, and the fallback against bronze.
 *
 * @param kept whether the table has a fallback at all
 * @param asOf the instant of the source that it shows; empty when unknown
 */
public record Fallback(
    boolean kept, Optional<Instant> asOf, Optional<Proof> bronze, Optional<Proof> loaded) {

  /** A table that keeps none. */
  public static Fallback none() {
    return new Fallback(false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** How old the data are; empty when unknown. */
  public Optional<Duration> age(Instant now) {
    return asOf.map(instant -> Duration.between(instant, now));
  }

  /** Whether both comparisons prove it equal to the source as it was. */
  public boolean proven() {
    return bronze.filter(Proof::proves).isPresent() && loaded.filter(Proof::proves).isPresent();
  }

  /** Why readers may not be moved there; empty when they may. */
  public Optional<String> unusable(Instant now, Duration maxAge) {
    if (!kept) {
      return Optional.of("it keeps no fallback");
    }
    if (asOf.isEmpty()) {
      return Optional.of("the age of its fallback is unknown");
    }
    if (!proven()) {
      return Optional.of("its fallback is not proven: " + unproven());
    }
    Duration age = age(now).orElseThrow();
    return age.compareTo(maxAge) > 0
        ? Optional.of("its fallback is " + Spans.of(age) + " old, the limit is " + Spans.of(maxAge))
        : Optional.empty();
  }

  private String unproven() {
    boolean first = bronze.filter(Proof::proves).isEmpty();
    String pair = first ? "source/bronze" : "bronze/fallback";
    return (first ? bronze : loaded)
        .map(proof -> pair + " is " + proof.verdict() + " at " + proof.depth().label())
        .orElse(pair + " was not compared");
  }
}
