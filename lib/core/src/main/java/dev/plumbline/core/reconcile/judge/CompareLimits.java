package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.plan.PlanLimits;
import java.io.Serializable;
import java.time.Duration;

/**
 * Bounds on memory and work.
 *
 * @param rowsInMemory row digests of both sides that are held at once
 * @param maxSuspects differing keys of a table after which it is called very different and is read
 *     no further
 * @param keysPerQuery keys that one statement looks up
 * @param samples differences that a result carries along
 * @param stopPercent share of the rows read that may differ before the table is called very
 *     different; 0 for whatever share
 * @param chunkTime the left side's chunks are cut finer where one statement takes longer; zero for
 *     however long
 */
public record CompareLimits(
    PlanLimits plan,
    int rowsInMemory,
    int maxSuspects,
    int keysPerQuery,
    int samples,
    int stopPercent,
    Duration chunkTime)
    implements Serializable {
  /** Bounds without rules of when to stop or how long a statement may take. */
  public CompareLimits(
      PlanLimits plan, int rowsInMemory, int maxSuspects, int keysPerQuery, int samples) {
    this(plan, rowsInMemory, maxSuspects, keysPerQuery, samples, 0, Duration.ZERO);
  }

  public static final CompareLimits DEFAULT =
      new CompareLimits(PlanLimits.DEFAULT, 100_000, 100_000, 200, 20);

  /** The same in chunks of about that many rows. */
  public CompareLimits withChunks(long chunkRows) {
    PlanLimits chunks =
        new PlanLimits(
            chunkRows, Math.min(plan.bucketRows(), chunkRows), plan.maxBuckets(), plan.fitting());
    return with(chunks);
  }

  /** The same with other sizes of chunks and buckets. */
  CompareLimits with(PlanLimits sizes) {
    return new CompareLimits(
        sizes, rowsInMemory, maxSuspects, keysPerQuery, samples, stopPercent, chunkTime);
  }

  /** The same, where one statement takes no longer than that. */
  public CompareLimits withChunkTime(Duration most) {
    return new CompareLimits(
        plan, rowsInMemory, maxSuspects, keysPerQuery, samples, stopPercent, most);
  }

  /** The same, which ends after so many differing keys or such a share of the rows. */
  public CompareLimits stoppingAt(int differences, int percent) {
    return new CompareLimits(
        plan, rowsInMemory, differences, keysPerQuery, samples, percent, chunkTime);
  }

  /** Whether so many differing keys among so many rows are enough to stop. */
  boolean enough(long differing, long rows) {
    boolean share = stopPercent > 0 && differing * 100 > rows * stopPercent;
    return differing >= maxSuspects || share;
  }
}
