package dev.plumbline.stores.redshift;

import dev.plumbline.core.run.Waiting;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a short transaction that begins by locking what it touches. An attempt that finds a lock
 * taken gives up at once and is run again as a whole; so is one that loses against another
 * transaction (error 1023).
 */
final class LockedTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(LockedTransaction.class);

  private final SwitchPolicy policy;
  private final Clock clock;
  private final Waiting waiting;

  LockedTransaction(SwitchPolicy policy, Clock clock, Waiting waiting) {
    this.policy = policy;
    this.clock = clock;
    this.waiting = waiting;
  }

  /** What the transaction does once it holds its locks. */
  @FunctionalInterface
  interface Body {
    void run() throws SQLException;
  }

  /** Which tables the transaction locks; asked anew by each attempt. */
  @FunctionalInterface
  interface Tables {
    List<RelationName> read() throws SQLException;
  }

  /** The COMMIT was sent and no answer came. */
  static final class CommitUnknownException extends SQLException {
    private static final long serialVersionUID = 1L;

    CommitUnknownException(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause);
    }
  }

  /**
   * @throws CommitUnknownException when the connection was lost during the commit
   * @throws SQLException when it failed, with nothing changed
   */
  void run(RedshiftSession session, Tables tables, Body body) throws SQLException {
    Instant deadline = clock.instant().plus(policy.giveUpAfter());
    for (int attempt = 1; ; attempt++) {
      try {
        attempt(session, tables, body);
        return;
      } catch (CommitUnknownException e) {
        throw e;
      } catch (SQLException e) {
        boolean again = RedshiftErrors.timedOut(e) || RedshiftErrors.runAgain(e);
        if (!again || !clock.instant().isBefore(deadline)) {
          throw e;
        }
        LOG.debug("Attempt {} has to be repeated: {}", attempt, RedshiftErrors.text(e));
        waiting.pass(policy.pauseAfter(attempt));
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private void attempt(RedshiftSession session, Tables tables, Body body) throws SQLException {
    List<RelationName> locked = tables.read();
    session.statementTimeout(policy.lockWait());
    session.begin();
    try {
      session.execute(RedshiftDialect.lock(locked));
      session.statementTimeout(policy.work());
      body.run();
    } catch (SQLException | RuntimeException e) {
      session.rollback();
      throw e;
    }
    commit(session);
  }

  private static void commit(RedshiftSession session) throws SQLException {
    try {
      session.commit();
    } catch (SQLException e) {
      if (RedshiftErrors.connectionLost(e)) {
        throw new CommitUnknownException(e);
      }
      session.rollback();
      throw e;
    }
  }
}
