package dev.plumbline.jobs.stage;

import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.lake.LakeTable;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the lake forget what is older than the pipeline keeps, with the files that nothing else
 * holds. For a run that holds the leases of the pipeline, so that nobody else writes to the tables.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** How often the tables are looked through in the time that is kept. */
  private static final int LOOKS = 10;

  /** Says when they were looked through last. */
  private static final String MARK = "expired";

  private final JobContext context;

  public Retention(JobContext context) {
    this.context = context;
  }

  /** Forgets, if it is time. What stays does no harm, so a failure is none of the run. */
  public void apply(Engine engine) {
    Instant now = context.clock().instant();
    Duration keep = context.pipeline().keep();
    try {
      boolean due =
          context
              .store()
              .get(context.stateObject(MARK))
              .map(Instant::parse)
              .filter(last -> last.plus(keep.dividedBy(LOOKS)).isAfter(now))
              .isEmpty();
      if (due) {
        for (String name : LakeTables.of(context.pipeline())) {
          LakeTable table = engine.lake().table(name);
          if (table.exists()) {
            table.expire(now.minus(keep));
          }
        }
        context.store().put(context.stateObject(MARK), now.toString());
      }
    } catch (PlumblineException e) {
      LOG.warn("What is older than the pipeline keeps stays for the next run", e);
    }
  }
}
