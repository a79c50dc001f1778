package dev.plumbline.spark;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;

/** Brings a failure out of Spark's wrapping: what a task threw is what the caller gets. */
public final class SparkFailures {
  private SparkFailures() {}

  /** Something that starts a Spark job; checked exceptions are Spark's and Iceberg's own. */
  @FunctionalInterface
  public interface Action {
    /** Runs it. */
    void run() throws Exception;
  }

  /**
   * Runs an action.
   *
   * @param what what is done, for the message of a failure that has none of ours
   * @throws PlumblineException the one that a task threw, or a defect that names what was done
   */
  public static void run(String what, Action action) {
    try {
      action.run();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw unwrap(what, e);
    }
  }

  /** The Plumbline exception within, or a defect around the innermost cause. */
  public static PlumblineException unwrap(String what, Throwable failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PlumblineException known) {
        return known;
      }
      innermost = cause;
    }
    String reason =
        innermost.getMessage() == null
            ? innermost.getClass().getSimpleName()
            : innermost.getMessage().strip().lines().findFirst().orElse("");
    return new PlumblineException(ExitCode.DEFECT, "Cannot " + what + ": " + reason, failure);
  }
}
