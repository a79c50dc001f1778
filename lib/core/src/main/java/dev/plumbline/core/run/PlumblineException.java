package dev.plumbline.core.run;

import java.util.Optional;

/**
 * A failure that Plumbline understands: its message reads "Cannot do X: reason with the value", and
 * its exit code tells a scheduler what is safe to do next.
 */
public class PlumblineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String nextCommand;

  public PlumblineException(ExitCode exitCode, String message) {
    this(exitCode, message, null, null);
  }

  public PlumblineException(ExitCode exitCode, String message, Throwable cause) {
    this(exitCode, message, null, cause);
  }

  /**
   * @param nextCommand the command to run next, or null
   */
  public PlumblineException(
      ExitCode exitCode, String message, String nextCommand, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.nextCommand = nextCommand;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public Optional<String> nextCommand() {
    return Optional.ofNullable(nextCommand);
  }
}
