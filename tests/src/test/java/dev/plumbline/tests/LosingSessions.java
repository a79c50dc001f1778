package dev.plumbline.tests;

import dev.plumbline.stores.redshift.RedshiftSession;
import dev.plumbline.stores.redshift.SessionSource;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Loses the connection once, at the commit that publishes or switches. */
final class LosingSessions implements SessionSource {
  private static final String PUBLICATION = "INSERT INTO plumbline.publications";

  private final SessionSource real;
  private final boolean afterTheCommit;
  private final String marker;
  private final AtomicBoolean lost = new AtomicBoolean();

  private LosingSessions(SessionSource real, boolean afterTheCommit, String marker) {
    this.marker = marker;
    this.real = real;
    this.afterTheCommit = afterTheCommit;
  }

  /** The commit takes effect and its answer is lost. */
  static LosingSessions afterTheCommit(SessionSource real) {
    return afterTheCommit(real, PUBLICATION);
  }

  /** The same for the transaction that has a statement beginning like that. */
  static LosingSessions afterTheCommit(SessionSource real, String marker) {
    return new LosingSessions(real, true, marker);
  }

  /** The commit never arrives: the server undoes the transaction. */
  static LosingSessions beforeTheCommit(SessionSource real) {
    return beforeTheCommit(real, PUBLICATION);
  }

  /** The same for the transaction that has a statement beginning like that. */
  static LosingSessions beforeTheCommit(SessionSource real, String marker) {
    return new LosingSessions(real, false, marker);
  }

  @Override
  public RedshiftSession open() {
    return new SessionWrapper(real.open()) {
      private boolean publishes;

      @Override
      public int execute(String sql, Object... parameters) throws SQLException {
        publishes |= sql.startsWith(marker);
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
