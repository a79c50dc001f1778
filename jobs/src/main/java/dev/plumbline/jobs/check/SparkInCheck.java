package dev.plumbline.jobs.check;

import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.spark.SparkSessions;
import dev.plumbline.spark.lake.Lake;
import dev.plumbline.stores.aws.Secrets;
import org.apache.spark.sql.SparkSession;

/** Spark for a check of the lake, started when it is first needed and shared by its threads. */
final class SparkInCheck {
  private final EnvConfig env;
  private final Secrets secrets;
  private SparkSession session;
  private Lake lake;

  SparkInCheck(EnvConfig env, Secrets secrets) {
    this.env = env;
    this.secrets = secrets;
  }

  /** The lake, as a session sees it that is made the active one of the calling thread. */
  synchronized Lake lake() {
    if (session == null) {
      session = SparkSessions.start(env, secrets, "plumbline check");
      lake = new Lake(session);
    }
    adopt();
    return lake;
  }

  /** Makes the session, if there is one, the active one of the calling thread. */
  synchronized void adopt() {
    if (session != null) {
      SparkSession.setActiveSession(session);
    }
  }

  /** Stops the session, if one was started. */
  synchronized void close() {
    if (session != null) {
      session.stop();
      session = null;
    }
  }
}
