package dev.plumbline.stores.redshift;

import dev.plumbline.core.run.PlumblineException;
import java.util.Optional;

/** Where sessions come from. */
@FunctionalInterface
public interface SessionSource {
  /**
   * Opens a session that the caller closes.
   *
   * @throws PlumblineException when it cannot be opened
   */
  RedshiftSession open();

  /**
   * The same account's sessions in another database of the warehouse, where rights on its tables
   * can be seen; empty where there are none.
   */
  default Optional<SessionSource> in(String database) {
    return Optional.empty();
  }
}
