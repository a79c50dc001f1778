package dev.plumbline.jobs;

import dev.plumbline.core.run.ExitCode;

/**
 * How a command ended.
 *
 * @param message the first line of the exception where a scheduler knows only success and failure
 */
public record Outcome(ExitCode code, String message) {
  static Outcome ok() {
    return new Outcome(ExitCode.OK, "");
  }
}
