package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.plan.Bucketing.ByRange;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.reconcile.plan.PlanLimits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Buckets of a span of keys in which many more rows lie than were planned. */
final class CrowdedBuckets {
  private CrowdedBuckets() {}

  /**
   * Takes the crowded ones from among those that differ.
   *
   * @param chunk cut into spans of keys
   * @param differing buckets that differ, with their rows; what is taken is no longer there
   * @return the same keys in finer buckets, neighbours together
   */
  static List<Chunk> taken(Chunk chunk, Map<BigInteger, Long> differing, PlanLimits plan) {
    ByRange spans = (ByRange) chunk.bucketing();
    TreeMap<BigInteger, Long> crowded = new TreeMap<>();
    differing.forEach(
        (bucket, rows) -> {
          if (bucket != null && plan.crowded(rows)) {
            crowded.put(bucket, rows);
          }
        });
    differing.keySet().removeAll(crowded.keySet());
    List<Chunk> chunks = new ArrayList<>();
    KeyRange run = null;
    long rows = 0;
    for (Map.Entry<BigInteger, Long> bucket : crowded.entrySet()) {
      KeyRange span = spans.span(bucket.getKey());
      boolean next =
          run != null
              && run.until().equals(span.from())
              && rows + bucket.getValue() <= plan.chunkRows();
      if (run != null && !next) {
        chunks.add(finer(chunk, run, rows, plan));
      }
      run = next ? new KeyRange(run.from(), span.until()) : span;
      rows = next ? rows + bucket.getValue() : bucket.getValue();
    }
    if (run != null) {
      chunks.add(finer(chunk, run, rows, plan));
    }
    return chunks;
  }

  /** Spans that hold as many rows as were planned, if these lie evenly. */
  private static Chunk finer(Chunk chunk, KeyRange keys, long rows, PlanLimits plan) {
    BigInteger width =
        keys.until()
            .subtract(keys.from())
            .multiply(BigInteger.valueOf(plan.bucketRows()))
            .divide(BigInteger.valueOf(rows));
    return new Chunk(
        chunk.number(), keys.intersect(chunk.range()), new ByRange(width.max(BigInteger.ONE)));
  }
}
