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
import java.util.Optional;
import java.util.Set;

/**
 * Puts freshly loaded tables in the place of those that readers see, all in one short transaction
 * with their rows in the ledger. Views that are bound late follow the names.
 */
final class TableSwitch {
  private final SessionSource sessions;
  private final PublishContext context;
  private final StageNames names;
  private final SwitchPolicy policy;
  private final Clock clock;
  private final Waiting waiting;

  TableSwitch(
      SessionSource sessions,
      PublishContext context,
      StageNames names,
      SwitchPolicy policy,
      Clock clock,
      Waiting waiting) {
    this.sessions = sessions;
    this.context = context;
    this.names = names;
    this.policy = policy;
    this.clock = clock;
    this.waiting = waiting;
  }

  /**
   * @throws PublishException when nothing has changed
   * @throws StateUnknownException when it cannot be told whether the switch took effect
   */
  void run(List<PublishTable> tables) {
    try (RedshiftSession session = sessions.open()) {
      run(session, tables);
    } catch (CommitUnknownException e) {
      settle(tables, e);
    } catch (SQLException e) {
      throw new PublishException(RedshiftErrors.text(e), e);
    }
  }

  private void run(RedshiftSession session, List<PublishTable> tables) throws SQLException {
    Grants grants = Grants.probe(session);
    List<RelationName> old = new ArrayList<>();
    try {
      transaction()
          .run(
              session,
              () -> locks(session, tables, old),
              () -> change(session, tables, old, grants));
    } catch (CommitUnknownException e) {
      throw e;
    } catch (SQLException e) {
      throw explained(session, tables, old, e);
    }
  }

  private LockedTransaction transaction() {
    return new LockedTransaction(policy, clock, waiting);
  }

  private static List<RelationName> locks(
      RedshiftSession session, List<PublishTable> tables, List<RelationName> old)
      throws SQLException {
    old.clear();
    for (PublishTable table : tables) {
      RelationName name = name(table);
      Optional<String> kind = Schemas.kind(session, name);
      if (kind.isPresent() && !kind.get().equals("r")) {
        throw new PublishException(name + " is there already and is no table; rename or drop it");
      }
      kind.ifPresent(present -> old.add(name));
    }
    List<RelationName> locks = new ArrayList<>(List.of(LedgerTables.FENCES));
    locks.addAll(old);
    return locks;
  }

  private void change(
      RedshiftSession session, List<PublishTable> tables, List<RelationName> old, Grants grants)
      throws SQLException {
    context.fence().check(session);
    for (PublishTable table : tables) {
      RelationName name = name(table);
      RelationName fresh = names.fresh(table.schema(), table.table());
      if (old.contains(name)) {
        Set<Grant> present = grants.read(session, fresh);
        for (String statement : Grants.statements(grants.read(session, name), present, fresh)) {
          session.execute(statement);
        }
        session.execute(RedshiftDialect.drop(name));
      }
      session.execute(RedshiftDialect.rename(fresh, table.table()));
      RedshiftLedger.publication(session, context.fence(), context.runId(), table, clock.instant());
    }
  }

  private static PublishException explained(
      RedshiftSession session, List<PublishTable> tables, List<RelationName> old, SQLException e) {
    String cause = RedshiftErrors.text(e);
    if (RedshiftErrors.timedOut(e)) {
      return new PublishException(
          "readers held the tables until the switch gave up"
              + Blockers.describe(session, old).map(text -> ": " + text).orElse("")
              + " ("
              + cause
              + ")",
          e);
    }
    if (RedshiftErrors.hasDependents(e)) {
      return new PublishException(
          cause
              + "; a view is bound to one of "
              + tables.stream().map(PublishTable::name).toList()
              + ": create it again WITH NO SCHEMA BINDING, so that it follows the name",
          e);
    }
    return new PublishException(cause, e);
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

  private static RelationName name(PublishTable table) {
    return RelationName.of(table.schema(), table.table());
  }
}
