package dev.plumbline.stores.redshift;

import dev.plumbline.core.publish.PublishTable;
import dev.plumbline.core.run.PublishException;
import dev.plumbline.core.run.StateUnknownException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.stores.redshift.LockedTransaction.CommitUnknownException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A short transaction that changes what readers see of some tables and notes each of them in the
 * ledger, which settles whether a commit whose answer was lost took effect.
 */
final class LedgeredTransaction {
  private final SessionSource sessions;
  private final PublishContext context;
  private final SwitchPolicy policy;
  private final Clock clock;
  private final Waiting waiting;

  LedgeredTransaction(
      SessionSource sessions,
      PublishContext context,
      SwitchPolicy policy,
      Clock clock,
      Waiting waiting) {
    this.sessions = sessions;
    this.context = context;
    this.policy = policy;
    this.clock = clock;
    this.waiting = waiting;
  }

  /** What one transaction does, over all its attempts. */
  interface Work {
    /** Looks at what is there, before the first attempt. */
    default void prepare(RedshiftSession session) throws SQLException {}

    /** The tables to lock beside the fences; asked anew by each attempt. */
    List<RelationName> locks(RedshiftSession session) throws SQLException;

    /** Changes one table. */
    void change(RedshiftSession session, PublishTable table) throws SQLException;

    /** Says why it failed, with nothing changed. */
    PublishException explained(RedshiftSession session, SQLException failure);
  }

  /**
   * Changes the tables and notes them, all or none.
   *
   * @throws PublishException when nothing has changed
   * @throws StateUnknownException when it cannot be told whether it took effect
   */
  void run(List<PublishTable> tables, Work work) {
    try (RedshiftSession session = sessions.open()) {
      work.prepare(session);
      attempts(session, tables, work);
    } catch (CommitUnknownException e) {
      settle(tables, e);
    } catch (SQLException e) {
      throw new PublishException(RedshiftErrors.text(e), e);
    }
  }

  private void attempts(RedshiftSession session, List<PublishTable> tables, Work work)
      throws SQLException {
    try {
      transaction().run(session, () -> locks(session, work), () -> change(session, tables, work));
    } catch (CommitUnknownException e) {
      throw e;
    } catch (SQLException e) {
      throw work.explained(session, e);
    }
  }

  private static List<RelationName> locks(RedshiftSession session, Work work) throws SQLException {
    List<RelationName> locks = new ArrayList<>(List.of(LedgerTables.FENCES));
    locks.addAll(work.locks(session));
    return locks;
  }

  private void change(RedshiftSession session, List<PublishTable> tables, Work work)
      throws SQLException {
    context.fence().check(session);
    for (PublishTable table : tables) {
      work.change(session, table);
      RedshiftLedger.publication(session, context.fence(), context.runId(), table, clock.instant());
    }
  }

  private LockedTransaction transaction() {
    return new LockedTransaction(policy, clock, waiting);
  }

  /** Asks the ledger whether the commit took effect, once the lost transaction has surely ended. */
  private void settle(List<PublishTable> tables, CommitUnknownException lost) {
    boolean[] published = new boolean[1];
    try (RedshiftSession session = sessions.open()) {
      transaction()
          .run(
              session,
              () -> List.of(LedgerTables.FENCES),
              () -> published[0] = published(session, tables));
    } catch (SQLException | RuntimeException e) {
      e.addSuppressed(lost);
      throw unknown(tables, e);
    }
    if (!published[0]) {
      throw new PublishException(
          "the connection was lost during the commit, and the ledger shows that it did not take"
              + " effect: "
              + RedshiftErrors.text(lost),
          lost);
    }
  }

  private boolean published(RedshiftSession session, List<PublishTable> tables)
      throws SQLException {
    return RedshiftLedger.published(session, context.fence().pipeline(), context.runId())
        .containsAll(tables.stream().map(PublishTable::name).toList());
  }

  private StateUnknownException unknown(List<PublishTable> tables, Exception e) {
    return new StateUnknownException(
        "Cannot tell whether "
            + String.join(", ", tables.stream().map(PublishTable::name).toList())
            + " were published: the connection was lost during the commit. Nothing is cleaned up."
            + " This query tells, a row for each table that was: "
            + RedshiftLedger.publicationsQuery(context.fence().pipeline(), context.runId()),
        context.nextCommand(),
        e);
  }
}
