package dev.plumbline.core.reconcile.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;

/** How the rows of a chunk fall into buckets, each of which gets a digest. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Bucketing.ByRange.class, name = "range"),
  @JsonSubTypes.Type(value = Bucketing.ByKeyHash.class, name = "key-hash"),
  @JsonSubTypes.Type(value = Bucketing.ByRowHash.class, name = "row-hash")
})
public sealed interface Bucketing extends Serializable {
  /**
   * Buckets are spans of a numeric key. A key's bucket is {@code key - key mod width} with the
   * remainder's sign that of the key, as all the stores' SQL has it, so bucket 0 spans both sides
   * of zero.
   */
  record ByRange(BigInteger width) implements Bucketing {
    /** To find a key in a list takes as long as to hold it against so many spans. */
    private static final int LISTED = 16;

    /** The bucket of a key. */
    public BigInteger bucket(BigInteger key) {
      return key.subtract(key.remainder(width));
    }

    /** The keys of a bucket. */
    public KeyRange span(BigInteger bucket) {
      BigInteger low = bucket.signum() > 0 ? bucket : bucket.subtract(width).add(BigInteger.ONE);
      BigInteger high = bucket.signum() < 0 ? bucket.add(BigInteger.ONE) : bucket.add(width);
      return new KeyRange(low, high);
    }

    /** The keys from the least of some buckets to the greatest, those in between too. */
    public KeyRange span(Collection<BigInteger> buckets) {
      return new KeyRange(
          span(Collections.min(buckets)).from(), span(Collections.max(buckets)).until());
    }

    /**
     * Whether looking through all keys between some buckets, each held against a list, is less work
     * than holding each key of these buckets against every one of them.
     */
    public boolean manyOf(Collection<BigInteger> buckets) {
      if (buckets.isEmpty()) {
        return false;
      }
      KeyRange all = span(buckets);
      BigInteger held = BigInteger.valueOf(buckets.size()).pow(2).multiply(width);
      return held.compareTo(BigInteger.valueOf(LISTED).multiply(all.until().subtract(all.from())))
          > 0;
    }
  }

  /** Buckets by the MD5 of the canonical key, for keys without an order that stores share. */
  record ByKeyHash(long buckets) implements Bucketing {}

  /** Buckets by the row's own hash, for tables without a key. */
  record ByRowHash(long buckets) implements Bucketing {}
}
