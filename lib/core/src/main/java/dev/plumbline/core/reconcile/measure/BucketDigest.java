package dev.plumbline.core.reconcile.measure;

import java.math.BigInteger;
import java.util.List;

/**
 * The digest of one bucket.
 *
 * @param bucket null for the rows whose numeric key is NULL
 * @param unhashed rows that the store could not hash; their bucket proves nothing
 * @param lanes exact sums of the rows' lanes: the store's, then the tool's
 */
public record BucketDigest(BigInteger bucket, long rows, long unhashed, List<BigInteger> lanes) {
  public BucketDigest {
    lanes = List.copyOf(lanes);
  }

  /** Whether both buckets hold the same rows, up to the chance that the digest leaves. */
  public boolean provesEqual(BucketDigest other) {
    return unhashed == 0 && other.unhashed == 0 && rows == other.rows && lanes.equals(other.lanes);
  }
}
