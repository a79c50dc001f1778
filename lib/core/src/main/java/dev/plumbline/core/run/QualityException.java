package dev.plumbline.core.run;

/** A quality rule of severity error does not hold; the table keeps its previous state. */
public final class QualityException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public QualityException(String message) {
    super(ExitCode.QUALITY_FAILED, message);
  }

  public QualityException(String message, Throwable cause) {
    super(ExitCode.QUALITY_FAILED, message, cause);
  }
}
