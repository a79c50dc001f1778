package dev.plumbline.jobs.stage;

import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.lake.LakeOrphans;
import dev.plumbline.spark.lake.LakeTable;
import dev.plumbline.stores.ledger.RunRecords;
import dev.plumbline.stores.s3.ObjectStore.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs that died wrote into the lake and did not commit, and what they staged. Drafts and
 * staging tables are removed by who makes the next one; files that nothing knows are looked for
 * here, once after such a run.
 *
 * <p>Made and used by a run that holds the leases of the pipeline, so that a record without an end
 * is of a run that is dead, and nobody else writes to the tables.
 */
public final class DeadRuns {
  private static final Logger LOG = LoggerFactory.getLogger(DeadRuns.class);
  private static final int RUNS = 20;

  /** How far the clocks of machines and of the store may be apart. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final JobContext context;
  private final Instant begin;
  private final Optional<Instant> first;

  private DeadRuns(JobContext context, Instant begin, Optional<Instant> first) {
    this.context = context;
    this.begin = begin;
    this.first = first;
  }

  /** Looks for them, before this run's own record is written. */
  public static DeadRuns before(JobContext context, RunRecords records) {
    Instant begin = context.clock().instant();
    Instant seen =
        context.store().get(context.stateObject("tidied")).map(Instant::parse).orElse(Instant.MIN);
    return new DeadRuns(
        context,
        begin,
        records.latest(context.pipeline().name(), RUNS).stream()
            .filter(run -> run.finishedAt() == null)
            .map(RunReport::startedAt)
            .filter(seen::isBefore)
            .min(Instant::compareTo));
  }

  /** Removes their files. A file that stays does no harm, so a failure is none of the run. */
  public void tidy(Engine engine) {
    if (first.isEmpty()) {
      return;
    }
    try {
      LakeTables.of(context.pipeline()).forEach(name -> tidy(engine, engine.lake().table(name)));
      String staged = context.stagedPrefix() + "/" + context.pipeline().name() + "/";
      for (Listed file : context.store().list(staged)) {
        if (file.modifiedAt().isBefore(begin)) {
          context.store().delete(file.uri());
        }
      }
      context.store().put(context.stateObject("tidied"), begin.toString());
    } catch (PlumblineException e) {
      LOG.warn("Files of runs that died stay for the next run", e);
    }
  }

  private void tidy(Engine engine, LakeTable table) {
    if (!table.exists()) {
      return;
    }
    LakeOrphans orphans = new LakeOrphans(engine.spark(), table);
    Instant since = first.orElseThrow().minus(CLOCKS);
    List<Listed> files =
        context.store().list(orphans.folder()).stream()
            .filter(file -> file.modifiedAt().isBefore(begin))
            .toList();
    // Whatever age they are of: a run may die after its commit and before it removes what that let
    // go of. Without a file of its own it has committed nothing.
    if (files.stream().anyMatch(file -> file.modifiedAt().isAfter(since))) {
      LOG.info("{}: {} files of dead runs are removed", table.name(), orphans.remove(files, begin));
    }
  }
}
