package dev.plumbline.stores.digest;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens read-only sessions; travels to executors, so it holds references to secrets at most. */
@FunctionalInterface
public interface SessionFactory extends Serializable {
  /** A session of its own, to be closed by whoever asked. */
  Connection open() throws SQLException;

  /**
   * Whether its sessions are in a transaction whose snapshot they are to keep. Otherwise each
   * statement sees the newest commits.
   */
  default boolean inSnapshot() {
    return false;
  }
}
