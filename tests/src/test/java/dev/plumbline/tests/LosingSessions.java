package dev.plumbline.tests;

import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.SessionSource;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Loses the connection once, at the commit that publishes. */
final class LosingSessions implements SessionSource {
  private final SessionSource real;
  private final boolean afterTheCommit;
  private final AtomicBoolean lost = new AtomicBoolean();

  private LosingSessions(SessionSource real, boolean afterTheCommit) {
    this.real = real;
    this.afterTheCommit = afterTheCommit;
  }

  /** The commit takes effect and its answer is lost. */
  static LosingSessions afterTheCommit(SessionSource real) {
    return new LosingSessions(real, true);
  }

  /** The commit never arrives: the server undoes the transaction. */
  static LosingSessions beforeTheCommit(SessionSource real) {
    return new LosingSessions(real, false);
  }

  @Override
  public RedshiftSession open() {
    return new SessionWrapper(real.open()) {
      private boolean publishes;

      @Override
      public int execute(String sql, Object... parameters) throws SQLException {
        publishes |= sql.startsWith("INSERT INTO plumbline.publications");
        return super.execute(sql, parameters);
      }

      @Override
      public void commit() throws SQLException {
        if (!publishes || !lost.compareAndSet(false, true)) {
          super.commit();
          return;
        }
        if (afterTheCommit) {
          super.commit();
        }
        close();
        throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
      }
    };
  }
}
