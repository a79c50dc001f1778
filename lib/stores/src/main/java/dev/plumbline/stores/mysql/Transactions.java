package dev.plumbline.stores.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Runs work in a transaction; a deadlock or a lock that does not come is tried again. */
final class Transactions {
  private static final int ATTEMPTS = 5;
  private static final Set<Integer> PASSING = Set.of(1205, 1213);

  private Transactions() {}

  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  static <T> T run(Connection connection, Work<T> work) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        connection.setAutoCommit(false);
        T result = work.run();
        connection.commit();
        return result;
      } catch (SQLException e) {
        rollBack(connection, e);
        if (attempt == ATTEMPTS || !PASSING.contains(e.getErrorCode())) {
          throw e;
        }
      } catch (RuntimeException e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
