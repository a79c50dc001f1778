package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.RowChange;
import dev.plumbline.sandbox.replicator.warehouse.Refusals;
import dev.plumbline.sandbox.replicator.warehouse.ReplicaWriter;
import dev.plumbline.sandbox.replicator.warehouse.TableCounts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What goes into the warehouse in one transaction: source transactions in their order, none of them
 * in part. Rows are sent on in portions, so a source transaction of any size passes through bounded
 * memory.
 */
final class Batch {
  private static final Logger LOG = System.getLogger(Batch.class.getName());

  /** Changes that are held before they are sent. */
  private static final int PORTION = 20_000;

  private static final long PORTION_BYTES = 8L << 20;

  /** Changes after which a commit is due, even when more are there already. */
  private static final int FULL = 100_000;

  private static final Duration OLD = Duration.ofMillis(250);

  private final Session session;
  private final Replicas replicas;
  private final Set<Replica> touched = new LinkedHashSet<>();
  private final Map<TableName, TableCounts> counts = new LinkedHashMap<>();
  private BinlogPosition from;
  private Instant startedAt;
  private int changes;
  private boolean started;
  private int unsent;
  private long unsentBytes;

  Batch(Session session, Replicas replicas, BinlogPosition from, Instant startedAt) {
    this.session = session;
    this.replicas = replicas;
    begin(from, startedAt);
  }

  /** Begins the next one. */
  void begin(BinlogPosition position, Instant now) {
    from = position;
    startedAt = now;
    touched.clear();
    counts.clear();
    changes = 0;
    started = false;
  }

  /** A source transaction begins; the first one is where work on the batch begins. */
  void start(Instant now) {
    if (!started) {
      started = true;
      startedAt = now;
    }
  }

  BinlogPosition from() {
    return from;
  }

  Instant startedAt() {
    return startedAt;
  }

  Map<TableName, TableCounts> counts() {
    return counts;
  }

  boolean isDue(Instant now) {
    return changes >= FULL || Duration.between(startedAt, now).compareTo(OLD) >= 0;
  }

  /** Counts a change as the source made it. */
  void count(RowChange change) {
    TableCounts table = countsOf(change.table());
    switch (change.kind()) {
      case INSERT -> table.addInserted(1);
      case UPDATE -> table.addUpdated(1);
      case DELETE -> table.addDeleted(1);
    }
    changes++;
  }

  TableCounts countsOf(TableName table) {
    return counts.computeIfAbsent(table, name -> new TableCounts());
  }

  /** Takes a change that is to be written. */
  void add(Replica replica, RowChange change, long transactionSequence) {
    replica.pending().add(change, transactionSequence);
    touched.add(replica);
    unsent++;
  }

  /** Takes note of an event whose changes were added or that waits in the replica. */
  void added(Replica replica, int bytes) {
    touched.add(replica);
    unsentBytes += bytes;
  }

  boolean hasPortion() {
    return unsent >= PORTION || unsentBytes >= PORTION_BYTES;
  }

  /** Sends all changes; a table that the warehouse refuses fails alone. */
  void send() throws SQLException {
    for (Replica replica : touched) {
      if (!replica.waiting().isEmpty()) {
        session.spool().add(replica.name(), replica.waiting());
        replica.waiting().clear();
      }
      if (replica.isLive() && !replica.pending().isEmpty()) {
        send(replica);
      }
    }
    unsent = 0;
    unsentBytes = 0;
  }

  private void send(Replica replica) throws SQLException {
    Savepoint savepoint = session.warehouse().setSavepoint();
    try {
      ReplicaWriter.Written written = session.writer().write(replica.table(), replica.pending());
      replica.addRows(written.rowDelta());
      countsOf(replica.name()).addBytes(written.bytes());
      replica.pending().clear();
      session.warehouse().releaseSavepoint(savepoint);
    } catch (SQLException e) {
      if (!Refusals.isRefusal(e)) {
        throw e;
      }
      LOG.log(Level.WARNING, "The warehouse refuses changes of " + replica.name(), e);
      session.warehouse().rollback(savepoint);
      replicas.fail(replica.name(), Refusals.reason(e), false);
    }
  }
}
