package dev.plumbline.stores.redshift;

import dev.plumbline.core.run.PublishException;

/**
 * The table that readers see is not what the ledger says of it, so that a difference does not make
 * it what it should be. Nothing has changed; a whole copy does.
 */
public final class DriftedException extends PublishException {
  private static final long serialVersionUID = 1L;

  DriftedException(String message) {
    super(message);
  }

  DriftedException(String message, String nextCommand, Throwable cause) {
    super(message, nextCommand, cause);
  }
}
