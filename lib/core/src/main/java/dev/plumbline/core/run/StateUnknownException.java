package dev.plumbline.core.run;

/** The connection was lost during a commit: the message holds the query that tells the outcome. */
public final class StateUnknownException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public StateUnknownException(String message) {
    super(ExitCode.STATE_UNKNOWN, message);
  }

  public StateUnknownException(String message, Throwable cause) {
    super(ExitCode.STATE_UNKNOWN, message, cause);
  }

  /**
   * @param nextCommand the command to run next, or null
   */
  public StateUnknownException(String message, String nextCommand, Throwable cause) {
    super(ExitCode.STATE_UNKNOWN, message, nextCommand, cause);
  }
}
