package dev.plumbline.core.reconcile.fence;

import java.time.Duration;

/**
 * How patient the fence is.
 *
 * @param patience how long the replica may take to pass a mark, in every round
 * @param poll between two looks at the replica's checkpoint
 * @param rounds after which a key that keeps moving is given up as unsettled
 * @param confirmations rounds in a row that must see the same two values before they are called a
 *     difference, unless the source did not move at all
 */
public record FenceTiming(Duration patience, Duration poll, int rounds, int confirmations) {
  public static final FenceTiming DEFAULT =
      new FenceTiming(Duration.ofMinutes(5), Duration.ofMillis(500), 8, 3);

  public FenceTiming {
    if (confirmations < 1 || rounds < confirmations) {
      throw new IllegalArgumentException(
          "Cannot confirm " + confirmations + " times in " + rounds + " rounds");
    }
  }
}
