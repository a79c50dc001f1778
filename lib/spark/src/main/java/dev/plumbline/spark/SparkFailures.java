package dev.plumbline.spark;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.QualityException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.StateUnknownException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.spark.SparkThrowable;
import software.amazon.awssdk.core.exception.SdkException;

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
   * @throws PlumblineException as {@link #unwrap} says
   */
  public static void run(String what, Action action) {
    call(
        what,
        () -> {
          action.run();
          return null;
        });
  }

  /** As {@link #run}, with a result. */
  public static <T> T call(String what, Callable<T> action) {
    try {
      return action.call();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
      throw unwrap(what, e);
    }
  }

  /**
   * The Plumbline exception within. Without one: exit 51 where a commit may have taken effect, exit
   * 20 where a store could not be reached, exit 30 where a value does not fit the SQL (ANSI mode),
   * otherwise a defect.
   */
  public static PlumblineException unwrap(String what, Throwable failure) {
    List<Throwable> causes = causes(failure);
    for (Throwable cause : causes) {
      if (cause instanceof PlumblineException known) {
        return known;
      }
    }
    String message = "Cannot " + what + ": " + reason(causes);
    if (causes.stream().anyMatch(CommitStateUnknownException.class::isInstance)) {
      return new StateUnknownException(
          message
              + "; it may have been committed: the table's snapshots tell, SELECT snapshot_id,"
              + " summary['plumbline.run-id'] FROM lake.<table>.snapshots",
          failure);
    }
    if (causes.stream().anyMatch(SparkFailures::isBadData)) {
      return new QualityException(message, failure);
    }
    if (causes.stream().anyMatch(SparkFailures::isStore)) {
      return new SourceException(message, failure);
    }
    return new PlumblineException(ExitCode.DEFECT, message, failure);
  }

  /** The failure and its causes, outermost first. */
  public static List<Throwable> causes(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  private static boolean isStore(Throwable cause) {
    return cause instanceof IOException
        || cause instanceof SQLException
        || cause instanceof SdkException;
  }

  /** SQLSTATE class 22, data exception. */
  private static boolean isBadData(Throwable cause) {
    return cause instanceof SparkThrowable spark
        && spark.getSqlState() != null
        && spark.getSqlState().startsWith("22");
  }

  private static String reason(List<Throwable> causes) {
    Throwable innermost = causes.get(causes.size() - 1);
    String message = innermost.getMessage();
    return message == null || message.isBlank()
        ? innermost.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }
}
