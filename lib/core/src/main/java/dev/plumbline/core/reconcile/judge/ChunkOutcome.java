package dev.plumbline.core.reconcile.judge;

import java.io.Serializable;
import java.util.List;

/**
 * What became of one chunk. Small enough to be kept, so that a run that died goes on after the last
 * chunk it finished.
 *
 * @param buckets with rows on either side
 * @param differing buckets whose digests differ
 * @param suspects keys that differ, empty at depth checksums
 * @param complete false where there were more suspects than the limit
 * @param digestNanos how long the stores took for the digests
 * @param rowNanos how long they took for rows
 */
public record ChunkOutcome(
    int chunk,
    long leftRows,
    long rightRows,
    int buckets,
    int differing,
    List<Suspect> suspects,
    boolean complete,
    long digestNanos,
    long rowNanos)
    implements Serializable {
  public ChunkOutcome {
    suspects = List.copyOf(suspects);
  }

  /** One of which nobody knows how long it took. */
  public ChunkOutcome(
      int chunk,
      long leftRows,
      long rightRows,
      int buckets,
      int differing,
      List<Suspect> suspects,
      boolean complete) {
    this(chunk, leftRows, rightRows, buckets, differing, suspects, complete, 0, 0);
  }
}
