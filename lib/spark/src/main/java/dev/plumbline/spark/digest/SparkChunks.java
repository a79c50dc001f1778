package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.judge.ChunkOutcome;
import dev.plumbline.core.reconcile.judge.ChunkRunner;
import dev.plumbline.core.reconcile.measure.DigestException;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.spark.SparkFailures;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;

/**
 * Spreads the chunks of a large table over Spark's tasks, each with a session of its own on either
 * side. A table of one chunk is compared where it is: it is not worth a task.
 *
 * @param spark asked for when there is more than one chunk
 * @param sessions on either side at once, at most
 * @param onBothSides on which the right side is asked while the left is, on the driver
 */
public record SparkChunks(Supplier<SparkSession> spark, int sessions, Executor onBothSides)
    implements ChunkRunner {
  /** Chunks of a task: what it costs to start one and to open its sessions is shared by them. */
  private static final int CHUNKS_PER_TASK = 4;

  /** The same over no more sessions than that on either side. */
  public SparkChunks atMost(int most) {
    return new SparkChunks(spark, Math.min(sessions, most), onBothSides);
  }

  @Override
  public void run(List<Chunk> chunks, ChunkWork work, Predicate<ChunkOutcome> sink) {
    if (chunks.size() == 1 || sessions == 1) {
      work.compare(chunks, onBothSides, sink);
      return;
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.get().sparkContext());
    // In waves, so that a table that turns out to be very different is not read to its end.
    int wave = sessions * CHUNKS_PER_TASK;
    for (int from = 0; from < chunks.size(); from += wave) {
      List<Chunk> some =
          new ArrayList<>(chunks.subList(from, Math.min(from + wave, chunks.size())));
      for (ChunkOutcome outcome : outcomes(context, some, work)) {
        if (!sink.test(outcome)) {
          return;
        }
      }
    }
  }

  private List<ChunkOutcome> outcomes(
      JavaSparkContext context, List<Chunk> chunks, ChunkWork work) {
    FlatMapFunction<Iterator<Chunk>, ChunkOutcome> compare =
        mine -> {
          List<Chunk> all = new ArrayList<>();
          mine.forEachRemaining(all::add);
          List<ChunkOutcome> outcomes = new ArrayList<>();
          work.compare(all, SparkChunks::beside, outcomes::add);
          return outcomes.iterator();
        };
    try {
      return SparkFailures.call(
          "compare " + work.left().table().label() + " and " + work.right().table().label(),
          () ->
              context
                  .parallelize(chunks, Math.min(sessions, chunks.size()))
                  .mapPartitions(compare)
                  .collect());
    } catch (PlumblineException e) {
      throw SparkFailures.causes(e).stream()
          .filter(DigestException.class::isInstance)
          .map(DigestException.class::cast)
          .findFirst()
          .<RuntimeException>map(cause -> cause)
          .orElse(e);
    }
  }

  private static void beside(Runnable question) {
    Thread thread = new Thread(question, "compare");
    thread.setDaemon(true);
    thread.start();
  }
}
