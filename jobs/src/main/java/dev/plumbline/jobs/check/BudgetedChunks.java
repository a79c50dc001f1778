package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.judge.ChunkOutcome;
import dev.plumbline.core.reconcile.judge.ChunkRunner;
import dev.plumbline.core.reconcile.plan.Chunk;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One chunk after another while the budget lasts.
 *
 * @param onBothSides on which the right side is asked while the left is
 */
record BudgetedChunks(WorkItem item, Budget budget, Executor onBothSides) implements ChunkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetedChunks.class);

  /**
   * @throws Budget.SpentException when the budget is over before the chunks are
   */
  @Override
  public void run(List<Chunk> chunks, ChunkWork work, Predicate<ChunkOutcome> sink) {
    int[] left = {chunks.size()};
    work.compare(
        chunks,
        onBothSides,
        outcome -> {
          budget.read(outcome.leftRows() * item.bytesPerRow());
          boolean more = sink.test(outcome);
          LOG.info("finished chunk {} of {}", outcome.chunk(), item.name());
          left[0]--;
          if (more && left[0] > 0) {
            budget
                .spent()
                .ifPresent(
                    why -> {
                      throw new Budget.SpentException(why);
                    });
          }
          return more;
        });
  }
}
