package dev.plumbline.tests;

import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.SessionSource;
import java.sql.SQLException;

/**
 * Dies when tables are switched, and can clean up nothing after that: what a run looks like to the
 * next one when it was killed.
 */
final class FailingSessions implements SessionSource {
  private final SessionSource real;
  private volatile boolean dead;

  FailingSessions(SessionSource real) {
    this.real = real;
  }

  @Override
  public RedshiftSession open() {
    return new SessionWrapper(real.open()) {
      @Override
      public int execute(String sql, Object... parameters) throws SQLException {
        dead |= sql.startsWith("ALTER TABLE") && sql.contains("RENAME");
        if (dead) {
          close();
          throw new SQLException("This connection has been closed.", "08003");
        }
        return super.execute(sql, parameters);
      }
    };
  }
}
