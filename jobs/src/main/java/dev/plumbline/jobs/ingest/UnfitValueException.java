package dev.plumbline.jobs.ingest;

/** A value of the API that its column cannot hold as it is. */
final class UnfitValueException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitValueException(String reason) {
    super(reason, null, false, false);
  }
}
