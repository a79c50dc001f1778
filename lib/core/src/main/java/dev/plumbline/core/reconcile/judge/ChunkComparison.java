package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.measure.BucketDigest;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.measure.DigestException;
import dev.plumbline.core.reconcile.measure.RowDigest;
import dev.plumbline.core.reconcile.measure.TooSlowException;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Bucketing.ByRange;
import dev.plumbline.core.reconcile.plan.Chunk;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * Compares one chunk: digests of its buckets, then the rows of the buckets that differ. Memory is
 * bounded by the limits, whatever the table holds.
 */
public final class ChunkComparison {
  /** How often a bucket that holds too many rows is cut up before it is read as it is. */
  private static final int MAX_LEVELS = 3;

  /** How often a piece that takes too long is cut in two before it may take as long as it does. */
  private static final int MAX_CUTS = 16;

  private final BothSides sides;
  private final Depth depth;
  private final CompareLimits limits;
  private final ChunkCutter cutter;

  /**
   * @param depth rows are read from {@link Depth#ROWS} on
   * @param executor on which the right side is asked while the left is
   */
  public ChunkComparison(
      ComparedStore left,
      ComparedStore right,
      Depth depth,
      CompareLimits limits,
      Executor executor) {
    this.sides = new BothSides(left, right, executor);
    this.depth = depth;
    this.limits = limits;
    this.cutter = new ChunkCutter(limits.plan(), limits.chunkTime());
  }

  public ChunkOutcome compare(Chunk chunk) {
    Progress progress = new Progress();
    for (Chunk piece : cutter.pieces(chunk)) {
      inTime(piece, progress, 0);
    }
    return progress.outcome(chunk.number());
  }

  /** Cuts the piece in two as long as its statement takes too long and it can be cut. */
  private void inTime(Chunk piece, Progress progress, int cuts) {
    List<Chunk> halves = cuts < MAX_CUTS ? cutter.halves(piece) : List.of();
    if (halves.isEmpty()) {
      compare(piece, progress, 0, Duration.ZERO);
      return;
    }
    try {
      compare(piece, progress, 0, limits.chunkTime());
    } catch (TooSlowException e) {
      cutter.tooSlow();
      halves.forEach(half -> inTime(half, progress, cuts + 1));
    }
  }

  private void compare(Chunk chunk, Progress progress, int level) {
    compare(chunk, progress, level, Duration.ZERO);
  }

  private void compare(Chunk chunk, Progress progress, int level, Duration atMost) {
    int most = limits.plan().maxBuckets();
    long begun = System.nanoTime();
    var answers = sides.ask(store -> store.digests(chunk, most, time(store, atMost)));
    long spent = System.nanoTime() - begun;
    progress.digestNanos += spent;
    cutter.took(Duration.ofNanos(spent));
    if (answers.left().size() > most || answers.right().size() > most) {
      // Far more keys than planned, as beyond the bounds: hash buckets are bounded in number.
      compare(
          new Chunk(chunk.number(), chunk.range(), new Bucketing.ByKeyHash(most)),
          progress,
          level + 1);
      return;
    }
    Map<BigInteger, Long> differing = differing(answers, progress, level == 0);
    if (depth.compareTo(Depth.ROWS) >= 0 && !differing.isEmpty()) {
      if (level < MAX_LEVELS && chunk.bucketing() instanceof ByRange) {
        for (Chunk finer : CrowdedBuckets.taken(chunk, differing, limits.plan())) {
          compare(finer, progress, level + 1);
        }
      }
      readRows(chunk, differing, progress, level);
    }
  }

  /** The buckets that differ, with the larger side's rows. */
  private Map<BigInteger, Long> differing(
      BothSides.Answers<List<BucketDigest>> answers, Progress progress, boolean count) {
    Map<BigInteger, BucketDigest> left = byBucket(answers.left());
    Map<BigInteger, BucketDigest> right = byBucket(answers.right());
    Set<BigInteger> all = new HashSet<>(left.keySet());
    all.addAll(right.keySet());
    // Neighbours are read together, so that a store looks through few keys between them.
    Map<BigInteger, Long> differing =
        new TreeMap<>(Comparator.nullsFirst(Comparator.naturalOrder()));
    for (BigInteger bucket : all) {
      BucketDigest mine = left.get(bucket);
      BucketDigest theirs = right.get(bucket);
      requireHashed(mine, theirs);
      if (mine == null || theirs == null || !mine.provesEqual(theirs)) {
        differing.put(bucket, Math.max(rows(mine), rows(theirs)));
      }
      if (count) {
        progress.leftRows += rows(mine);
        progress.rightRows += rows(theirs);
      }
    }
    if (count) {
      progress.buckets += all.size();
      progress.differing += differing.size();
    }
    return differing;
  }

  private static Map<BigInteger, BucketDigest> byBucket(List<BucketDigest> digests) {
    Map<BigInteger, BucketDigest> map = new HashMap<>();
    digests.forEach(digest -> map.put(digest.bucket(), digest));
    return map;
  }

  private static long rows(BucketDigest digest) {
    return digest == null ? 0 : digest.rows();
  }

  private static void requireHashed(BucketDigest left, BucketDigest right) {
    long unhashed = (left == null ? 0 : left.unhashed()) + (right == null ? 0 : right.unhashed());
    if (unhashed > 0) {
      throw new DigestException(
          "Cannot digest "
              + unhashed
              + " rows in the store: their text is longer than max_allowed_packet allows");
    }
  }

  /** Only the source is spared. */
  private Duration time(ComparedStore store, Duration atMost) {
    return store == sides.left() ? atMost : Duration.ZERO;
  }

  private void readRows(
      Chunk chunk, Map<BigInteger, Long> differing, Progress progress, int level) {
    progress.rowsRead = true;
    List<BigInteger> batch = new ArrayList<>();
    long rows = 0;
    for (Map.Entry<BigInteger, Long> bucket : differing.entrySet()) {
      if (!progress.complete) {
        return;
      }
      boolean large = bucket.getValue() > limits.rowsInMemory();
      if (large && level < MAX_LEVELS && chunk.bucketing() instanceof ByRange range) {
        compare(cutUp(chunk, range, bucket), progress, level + 1);
        continue;
      }
      if (!batch.isEmpty()
          && (rows + bucket.getValue() > limits.rowsInMemory()
              || batch.size() >= limits.keysPerQuery())) {
        matchRows(chunk, batch, progress);
        batch.clear();
        rows = 0;
      }
      batch.add(bucket.getKey());
      rows += bucket.getValue();
    }
    if (!batch.isEmpty() && progress.complete) {
      matchRows(chunk, batch, progress);
    }
  }

  private Chunk cutUp(Chunk chunk, ByRange range, Map.Entry<BigInteger, Long> bucket) {
    return new Chunk(
        chunk.number(),
        bucket.getKey() == null
            ? chunk.range()
            : range.span(bucket.getKey()).intersect(chunk.range()),
        new Bucketing.ByKeyHash(limits.plan().hashBuckets(bucket.getValue())));
  }

  private void matchRows(Chunk chunk, List<BigInteger> buckets, Progress progress) {
    RowTally tally = new RowTally();
    long begun = System.nanoTime();
    sides.ask(
        store -> {
          store.rows(
              chunk,
              buckets,
              store == sides.left()
                  ? (RowDigest row) -> tally.left(row)
                  : (RowDigest row) -> tally.right(row));
          return true;
        });
    progress.rowNanos += System.nanoTime() - begun;
    tally.differing(suspect -> progress.add(suspect, limits.maxSuspects()));
  }

  /** What is known of the chunk so far. */
  private static final class Progress {
    private long leftRows;
    private long rightRows;
    private int buckets;
    private int differing;
    private boolean complete = true;
    private boolean rowsRead;
    private long digestNanos;
    private long rowNanos;
    private final List<Suspect> suspects = new ArrayList<>();

    void add(Suspect suspect, int most) {
      if (suspects.size() < most) {
        suspects.add(suspect);
      } else {
        complete = false;
      }
    }

    /**
     * A bucket whose rows were then found equal does not differ: what told the digests apart has
     * arrived in between.
     */
    ChunkOutcome outcome(int number) {
      boolean arrived = rowsRead && complete && suspects.isEmpty();
      return new ChunkOutcome(
          number,
          leftRows,
          rightRows,
          buckets,
          arrived ? 0 : differing,
          suspects,
          complete,
          digestNanos,
          rowNanos);
    }
  }
}
