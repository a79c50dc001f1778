package dev.plumbline.core.reconcile.plan;

import dev.plumbline.core.reconcile.form.TableForm;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The chunks of a table. Together they cover every key once: the first is open below and the last
 * open above, so that rows beyond the bounds known at planning time are compared too.
 */
public record ChunkPlan(List<Chunk> chunks) {
  /** Keys per row from which on equal spans may hold very unequal numbers of rows. */
  private static final BigInteger SPARSE = BigInteger.valueOf(64);

  public ChunkPlan {
    chunks = List.copyOf(chunks);
  }

  /**
   * Plans equal spans of a numeric key, otherwise one pass over hash buckets.
   *
   * @param bounds of both copies together
   */
  public static ChunkPlan of(TableForm form, KeyBounds bounds, PlanLimits limits) {
    if (form.keyless()) {
      return whole(new Bucketing.ByRowHash(limits.hashBuckets(bounds.rows())));
    }
    if (!form.numericKey() || !bounds.known()) {
      return whole(new Bucketing.ByKeyHash(limits.hashBuckets(bounds.rows())));
    }
    return spans(bounds, limits);
  }

  /**
   * Whether equal spans may be too uneven, so that {@link #between} should be given boundaries that
   * were read along the key.
   */
  public static boolean sparse(TableForm form, KeyBounds bounds, PlanLimits limits) {
    return form.numericKey()
        && bounds.known()
        && bounds.rows() > limits.chunkRows()
        && bounds.span().divide(BigInteger.valueOf(bounds.rows())).compareTo(SPARSE) >= 0;
  }

  /**
   * Chunks between given keys, for a sparse key.
   *
   * @param starts first keys of the second and later chunks, ascending
   * @param bounds of both copies together; their ends are known
   */
  public static ChunkPlan between(List<BigInteger> starts, KeyBounds bounds, PlanLimits limits) {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i <= starts.size(); i++) {
      boolean last = i == starts.size();
      BigInteger low = i == 0 ? bounds.min() : starts.get(i - 1);
      BigInteger high = last ? bounds.max().max(low).add(BigInteger.ONE) : starts.get(i);
      BigInteger width = ceil(high.subtract(low), limits.bucketsPerChunk());
      chunks.add(
          new Chunk(
              i,
              new KeyRange(i == 0 ? null : low, last ? null : high),
              new Bucketing.ByRange(width.max(BigInteger.ONE))));
    }
    return new ChunkPlan(chunks);
  }

  private static ChunkPlan spans(KeyBounds bounds, PlanLimits limits) {
    BigInteger rows = BigInteger.valueOf(Math.max(1, bounds.rows()));
    BigInteger width = ceil(bounds.span().multiply(BigInteger.valueOf(limits.bucketRows())), rows);
    BigInteger step = width.multiply(limits.bucketsPerChunk());
    Bucketing.ByRange bucketing = new Bucketing.ByRange(width);
    List<Chunk> chunks = new ArrayList<>();
    BigInteger from = null;
    // Aligned to whole buckets, so that none is cut in two.
    BigInteger until = bucketing.bucket(bounds.min()).add(step);
    while (until.compareTo(bounds.max()) <= 0) {
      chunks.add(new Chunk(chunks.size(), new KeyRange(from, until), bucketing));
      from = until;
      until = until.add(step);
    }
    chunks.add(new Chunk(chunks.size(), new KeyRange(from, null), bucketing));
    return new ChunkPlan(chunks);
  }

  private static ChunkPlan whole(Bucketing bucketing) {
    return new ChunkPlan(List.of(new Chunk(0, KeyRange.ALL, bucketing)));
  }

  private static BigInteger ceil(BigInteger dividend, BigInteger divisor) {
    return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
  }
}
