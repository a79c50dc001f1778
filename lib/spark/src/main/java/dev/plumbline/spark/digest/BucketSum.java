package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.measure.BucketDigest;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;

/** The rows and lanes of one bucket so far, as they travel between executors. */
record BucketSum(long rows, ArrayList<BigInteger> lanes) implements Serializable {
  BucketSum plus(BucketSum other) {
    ArrayList<BigInteger> sums = new ArrayList<>(lanes.size());
    for (int i = 0; i < lanes.size(); i++) {
      sums.add(lanes.get(i).add(other.lanes.get(i)));
    }
    return new BucketSum(rows + other.rows, sums);
  }

  BucketDigest digest(BigInteger bucket) {
    return new BucketDigest(bucket, rows, 0, lanes);
  }
}
