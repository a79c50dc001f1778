package dev.plumbline.jobs;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.jobs.cli.GlueArguments;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * The class that {@code spark-submit}, Glue and EMR start.
 *
 * <p>On a machine the outcome becomes the exit code of the process. Where a scheduler knows only
 * success and failure (Glue, EMR), a failure is thrown instead, and its first line says the code.
 */
public final class Main {
  private Main() {}

  /** Runs the job that the arguments name. */
  public static void main(String[] args) {
    List<String> given = List.of(args);
    boolean glue = GlueArguments.present(given);
    JobRunner runner =
        new JobRunner(
            System.getenv(), Clock.systemUTC(), new SecureRandom(), System.out, System.err);
    Outcome outcome = runner.run(glue ? GlueArguments.strip(given) : given);
    if (glue || onYarn()) {
      if (outcome.code() != ExitCode.OK) {
        throw new JobFailure("plumbline exit " + outcome.code().code() + ": " + outcome.message());
      }
      return;
    }
    System.exit(outcome.code().code());
  }

  private static boolean onYarn() {
    return System.getProperty("spark.master", "").startsWith("yarn");
  }

  /** A job that did not end with 0, for schedulers that read exceptions. */
  private static final class JobFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobFailure(String message) {
      super(message);
    }
  }
}
