package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.plan.Chunk;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Spreads the chunks of a table over threads or executors. */
public interface ChunkRunner {
  /**
   * Compares chunks until all are done or {@code sink} has had enough.
   *
   * @param sink takes outcomes one at a time, in any order; false stops the run
   */
  void run(List<Chunk> chunks, ChunkWork work, Predicate<ChunkOutcome> sink);

  /**
   * What a worker needs; travels to executors.
   *
   * @param keeper takes each outcome before the next chunk begins
   */
  record ChunkWork(
      ComparedSide left, ComparedSide right, Depth depth, CompareLimits limits, ChunkKeeper keeper)
      implements Serializable {
    /** Compares some chunks over one session per side. */
    public void compare(List<Chunk> chunks, Executor executor, Predicate<ChunkOutcome> sink) {
      try (ChunkKeeper kept = keeper;
          ComparedStore mine = left.open();
          ComparedStore theirs = right.open()) {
        ChunkComparison comparison = new ChunkComparison(mine, theirs, depth, limits, executor);
        for (Chunk chunk : chunks) {
          ChunkOutcome outcome = comparison.compare(chunk);
          kept.keep(outcome);
          if (!sink.test(outcome)) {
            return;
          }
        }
      }
    }
  }

  /** One chunk after another, both sides at once where the executor has threads. */
  static ChunkRunner sequential(Executor executor) {
    return (chunks, work, sink) -> work.compare(chunks, executor, sink);
  }
}
