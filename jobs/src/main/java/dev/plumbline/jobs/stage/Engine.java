package dev.plumbline.jobs.stage;

import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.spark.SparkSessions;
import dev.plumbline.spark.lake.Lake;
import org.apache.spark.sql.SparkSession;

/** Spark and the lake, started when the first step needs them and shared by all. */
public final class Engine implements AutoCloseable {
  private final JobContext context;
  private SparkSession spark;
  private Lake lake;

  public Engine(JobContext context) {
    this.context = context;
  }

  /** The session of this run, made the active one of the calling thread. */
  public synchronized SparkSession spark() {
    if (spark == null) {
      spark =
          SparkSessions.start(
              context.env(),
              context.secrets(),
              "plumbline " + context.job().label() + " " + context.pipeline().name());
    }
    // Spark looks up settings, and with them catalogs, in the active session of each thread.
    SparkSession.setActiveSession(spark);
    return spark;
  }

  /** Makes the session, if there is one, the active one of a thread that works for a step. */
  synchronized void adopt() {
    if (spark != null) {
      SparkSession.setActiveSession(spark);
    }
  }

  /** On a thread of its own, which sees the run's Spark session. */
  void beside(Runnable task) {
    Thread thread =
        new Thread(
            () -> {
              adopt();
              task.run();
            },
            "compare");
    thread.setDaemon(true);
    thread.start();
  }

  /** The lake as that session sees it. */
  public synchronized Lake lake() {
    SparkSession session = spark();
    if (lake == null) {
      lake = new Lake(session);
    }
    return lake;
  }

  /** Stops the session, if one was started. */
  @Override
  public synchronized void close() {
    if (spark != null) {
      spark.stop();
    }
  }
}
