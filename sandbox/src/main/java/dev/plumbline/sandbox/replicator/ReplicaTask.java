package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.warehouse.Refusals;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;

/**
 * Somebody's work on a replica's rows as a task of the applying thread. What it refuses ends it
 * alone.
 */
final class ReplicaTask {
  private final TableName table;
  private final ZeroEtlReplicator.ReplicaWork work;
  private volatile boolean abandoned;
  private volatile IllegalArgumentException refusal;

  ReplicaTask(TableName table, ZeroEtlReplicator.ReplicaWork work) {
    this.table = table;
    this.work = work;
  }

  void run(Applier applier) throws SQLException {
    refusal = null;
    if (abandoned) {
      return;
    }
    Optional<Replica> replica = applier.replicas().find(table).filter(Replica::isLive);
    if (replica.isEmpty()) {
      refusal = new IllegalArgumentException("its replica is " + state(applier));
      return;
    }
    Session session = applier.session();
    Savepoint before = session.warehouse().setSavepoint();
    try {
      work.run(session.writer().rows(replica.get().table()));
      session.warehouse().releaseSavepoint(before);
    } catch (IllegalArgumentException e) {
      session.warehouse().rollback(before);
      refusal = e;
    } catch (SQLException e) {
      if (!Refusals.isRefusal(e)) {
        throw e;
      }
      session.warehouse().rollback(before);
      refusal = new IllegalArgumentException(Refusals.reason(e), e);
    }
  }

  private String state(Applier applier) {
    return applier.replicas().find(table).map(known -> known.state().label()).orElse("not there");
  }

  /** Nobody waits for it any more: it is not to be done when its turn comes. */
  void abandon() {
    abandoned = true;
  }

  /** Why it was not done. */
  Optional<IllegalArgumentException> refusal() {
    return Optional.ofNullable(refusal);
  }
}
