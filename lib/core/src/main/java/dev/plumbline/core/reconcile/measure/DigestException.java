package dev.plumbline.core.reconcile.measure;

/** A store gave no digest for some rows, so nothing can be said of the table. */
public final class DigestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DigestException(String message) {
    super(message);
  }
}
