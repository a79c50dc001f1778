package dev.plumbline.core.run;

/** Publishing failed before its commit: readers see the previous tables whole. */
public class PublishException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public PublishException(String message) {
    super(ExitCode.PUBLISH_FAILED, message);
  }

  public PublishException(String message, Throwable cause) {
    super(ExitCode.PUBLISH_FAILED, message, cause);
  }

  /**
   * @param nextCommand the command to run next, or null
   */
  public PublishException(String message, String nextCommand, Throwable cause) {
    super(ExitCode.PUBLISH_FAILED, message, nextCommand, cause);
  }
}
