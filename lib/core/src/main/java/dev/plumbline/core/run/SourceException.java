package dev.plumbline.core.run;

/** A source could not be read or written; nothing that readers see has changed. */
public final class SourceException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public SourceException(String message) {
    super(ExitCode.SOURCE_FAILED, message);
  }

  public SourceException(String message, Throwable cause) {
    super(ExitCode.SOURCE_FAILED, message, cause);
  }
}
