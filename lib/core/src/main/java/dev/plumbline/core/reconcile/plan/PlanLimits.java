package dev.plumbline.core.reconcile.plan;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * Sizes to aim at.
 *
 * @param chunkRows rows that one statement digests: about half a second's work for a store
 * @param bucketRows rows that share a digest, and are read one by one when it differs
 * @param maxBuckets digests that one statement may return
 */
public record PlanLimits(long chunkRows, long bucketRows, int maxBuckets) implements Serializable {
  public static final PlanLimits DEFAULT = new PlanLimits(400_000, 1_000, 65_536);

  public PlanLimits {
    if (chunkRows < bucketRows || bucketRows < 1 || maxBuckets < 2) {
      throw new IllegalArgumentException(
          "Cannot plan chunks of " + chunkRows + " rows in buckets of " + bucketRows);
    }
  }

  /** Half of what may be returned, since a chunk that is open holds more than was planned. */
  public BigInteger bucketsPerChunk() {
    return BigInteger.valueOf(Math.max(1, Math.min(maxBuckets / 2, chunkRows / bucketRows)));
  }

  /** Hash buckets for that many rows. */
  public long hashBuckets(long rows) {
    return Math.min(maxBuckets, rows / bucketRows + 1);
  }
}
