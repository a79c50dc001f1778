package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.plan.ChunkPlan;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a comparison keeps of its progress, so that one that died goes on after the last chunk it
 * finished.
 */
public interface ChunkLedger {
  /** The plan that was begun, or the supplied one, which is then kept. */
  ChunkPlan plan(Supplier<ChunkPlan> planned);

  /** The chunks that were finished, by number. */
  Map<Integer, ChunkOutcome> finished();

  /** Keeps a chunk's outcome; returns when it is safe. Called by one thread at a time. */
  void finished(ChunkOutcome outcome);

  /**
   * Keeps outcomes where the chunks are compared, which can be another machine, before they come to
   * {@link #finished(ChunkOutcome)}. Asked for after the plan.
   */
  default ChunkKeeper keeper() {
    return ChunkKeeper.NONE;
  }

  /** Keeps nothing. */
  static ChunkLedger none() {
    return new ChunkLedger() {
      @Override
      public ChunkPlan plan(Supplier<ChunkPlan> planned) {
        return planned.get();
      }

      @Override
      public Map<Integer, ChunkOutcome> finished() {
        return Map.of();
      }

      @Override
      public void finished(ChunkOutcome outcome) {}
    };
  }
}
