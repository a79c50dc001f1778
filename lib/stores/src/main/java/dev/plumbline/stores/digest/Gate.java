package dev.plumbline.stores.digest;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;

/** What a statement of a comparison waits for. */
@FunctionalInterface
public interface Gate extends Serializable {
  /** Lets every statement through at once. */
  Gate OPEN = connection -> {};

  /** Returns when the next statement may run on that session. */
  void pass(Connection connection) throws SQLException;
}
