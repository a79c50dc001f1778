package dev.plumbline.core.reconcile.plan;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * Sizes to aim at.
 *
 * @param chunkRows rows that one statement digests: about half a second's work for a store
 * @param bucketRows rows that share a digest, and are read one by one when it differs
 * @param maxBuckets digests that one statement may return
 * @param fitting whether fewer share a digest where the counts of rows say that many differ
 */
public record PlanLimits(long chunkRows, long bucketRows, int maxBuckets, boolean fitting)
    implements Serializable {
  public static final PlanLimits DEFAULT = new PlanLimits(400_000, 1_000, 65_536);

  private static final long LEAST_BUCKET_ROWS = 16;

  /** A bucket is crowded that has so many times the rows that were planned. */
  private static final int CROWDED = 8;

  /** A bucket's digest takes as many bytes as so many keys of its rows. */
  private static final double KEYS_PER_DIGEST = 2.7;

  public PlanLimits {
    if (chunkRows < bucketRows || bucketRows < 1 || maxBuckets < 2) {
      throw new IllegalArgumentException(
          "Cannot plan chunks of " + chunkRows + " rows in buckets of " + bucketRows);
    }
  }

  /** Buckets of one size. */
  public PlanLimits(long chunkRows, long bucketRows, int maxBuckets) {
    this(chunkRows, bucketRows, maxBuckets, false);
  }

  /**
   * The same with buckets of the size at which the digests and the keys of the buckets that differ
   * are the fewest bytes together, where that is smaller: rows that only one side has may lie
   * anywhere, one to a bucket.
   *
   * @param left rows of the one side
   * @param right rows of the other
   */
  public PlanLimits fitting(long left, long right) {
    if (!fitting) {
      return this;
    }
    double share = (double) Math.abs(left - right) / Math.max(1, Math.max(left, right));
    double best = Math.sqrt(KEYS_PER_DIGEST / share);
    long rows = Math.max(LEAST_BUCKET_ROWS, Math.min(bucketRows, (long) best));
    return new PlanLimits(chunkRows, rows, maxBuckets, true);
  }

  /** Whether so many rows in one bucket are worth smaller ones, since keys are spread unevenly. */
  public boolean crowded(long rows) {
    return fitting && rows > CROWDED * bucketRows;
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
