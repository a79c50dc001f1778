package dev.plumbline.core.reconcile.measure;

/** A statement took longer than it may and was ended; the session can be used again. */
public final class TooSlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TooSlowException(String message, Throwable cause) {
    super(message, cause);
  }
}
