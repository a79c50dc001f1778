package dev.plumbline.stores.redshift;

import dev.plumbline.core.run.PlumblineException;

/** Where sessions come from. */
@FunctionalInterface
public interface SessionSource {
  /**
   * Opens a session that the caller closes.
   *
   * @throws PlumblineException when it cannot be opened
   */
  RedshiftSession open();
}
