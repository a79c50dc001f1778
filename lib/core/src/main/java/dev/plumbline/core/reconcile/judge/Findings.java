package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.fence.ReplicaClock.Passage;
import dev.plumbline.core.reconcile.judge.Stopwatch.Part;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.plan.KeyBounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a comparison has found so far. */
final class Findings {
  private final DifferenceTally tally;
  private final List<Suspect> suspects = new ArrayList<>();
  private final Stopwatch stopwatch = new Stopwatch();
  private long leftRows;
  private long rightRows;
  private int buckets;
  private int differingBuckets;
  private long arrived;
  private long unsettled;
  private boolean complete = true;
  private Passage passage = Passage.PASSED;
  private Depth depth = Depth.CHECKSUMS;

  Findings(DifferenceSink sink, int samples, CommitTime time) {
    this.tally = new DifferenceTally(sink, samples, time);
  }

  void counted(KeyBounds left, KeyBounds right) {
    leftRows = left.rows();
    rightRows = right.rows();
    depth = Depth.COUNTS;
  }

  void add(ChunkOutcome outcome) {
    leftRows += outcome.leftRows();
    rightRows += outcome.rightRows();
    buckets += outcome.buckets();
    differingBuckets += outcome.differing();
    complete &= outcome.complete();
    stopwatch.add(Part.CHECKSUMS, outcome.digestNanos());
    if (outcome.rowNanos() > 0) {
      stopwatch.add(Part.ROWS, outcome.rowNanos());
    }
    if (!outcome.suspects().isEmpty()) {
      depth = Depth.ROWS;
    }
    suspects.addAll(outcome.suspects());
  }

  /** Whether reading should stop. */
  boolean tooMany(CompareLimits limits) {
    if (!suspects.isEmpty() && limits.enough(suspects.size(), Math.max(leftRows, rightRows))) {
      complete = false;
    }
    return !complete;
  }

  void settled(Fence.Settled settled) {
    arrived = settled.arrived().size();
    unsettled = settled.unsettled().size();
    passage = settled.passage();
    for (RowKey key : settled.unsettled()) {
      tally.add(new Difference(DifferenceKind.UNSETTLED, key, null, 1, List.of()));
    }
  }

  void passage(Passage known) {
    passage = known;
  }

  Stopwatch stopwatch() {
    return stopwatch;
  }

  DifferenceTally tally() {
    return tally;
  }

  List<Suspect> suspects() {
    return suspects;
  }

  long leftRows() {
    return leftRows;
  }

  long rightRows() {
    return rightRows;
  }

  int differingBuckets() {
    return differingBuckets;
  }

  long unsettled() {
    return unsettled;
  }

  boolean complete() {
    return complete;
  }

  Passage passage() {
    return passage;
  }

  Depth depth() {
    boolean cells = !tally.differingColumns().isEmpty() || !tally.tolerated().isEmpty();
    return cells ? Depth.CELLS : depth;
  }

  ComparisonResult result(
      String left,
      String right,
      Judgement judgement,
      String columnsProven,
      Instant startedAt,
      Instant finishedAt) {
    return new ComparisonResult(
        left,
        right,
        judgement,
        depth(),
        leftRows,
        rightRows,
        tally.rows(DifferenceKind.MISSING),
        tally.rows(DifferenceKind.EXTRA),
        tally.rows(DifferenceKind.CHANGED) + tally.rows(DifferenceKind.KEY_CASE),
        tally.rows(DifferenceKind.DUPLICATE),
        tally.rows(DifferenceKind.EXPECTED_LOSS),
        arrived,
        unsettled,
        complete,
        buckets,
        differingBuckets,
        depth == Depth.COUNTS ? "" : columnsProven,
        tally.samples(),
        tally.differingColumns(),
        tally.tolerated(),
        Stream.of(DifferenceKind.values()).flatMap(kind -> tally.committed(kind).stream()).toList(),
        stopwatch.rungs(),
        startedAt,
        finishedAt);
  }
}
