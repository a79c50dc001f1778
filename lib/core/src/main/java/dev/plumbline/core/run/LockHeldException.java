package dev.plumbline.core.run;

/** Another run holds the lease. */
public final class LockHeldException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public LockHeldException(String message) {
    super(ExitCode.LOCKED, message);
  }
}
