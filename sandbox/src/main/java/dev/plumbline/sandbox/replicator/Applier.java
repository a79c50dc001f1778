package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.binlog.BinlogReader;
import dev.plumbline.sandbox.replicator.binlog.LogEvent;
import dev.plumbline.sandbox.replicator.ddl.DdlParser;
import dev.plumbline.sandbox.replicator.ddl.DdlStatement;
import dev.plumbline.sandbox.replicator.source.SourceCatalog;
import dev.plumbline.sandbox.replicator.source.SourceServer;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.warehouse.ActivityStore;
import dev.plumbline.sandbox.replicator.warehouse.Checkpoint;
import dev.plumbline.sandbox.replicator.warehouse.IntegrationState;
import dev.plumbline.sandbox.replicator.warehouse.StateStore;
import dev.plumbline.sandbox.replicator.warehouse.TableCounts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Applies the binlog to the replicas: the one thread that writes changes and states. What it writes
 * and how far it has come are one transaction, so that the replicas hold exactly the source's rows
 * up to the position, whenever it dies.
 */
final class Applier implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Applier.class.getName());
  private static final Duration POLL = Duration.ofMillis(50);

  private final ReplicatorConfig config;
  private final Session session;
  private final Control control;
  private final Progress progress;
  private final Clock clock;
  private final Consumer<String> moments;
  private final Replicas replicas;
  private RowApplier rows;
  private Batch batch;
  private DdlRules ddl;
  private BinlogReader reader;

  /** What is applied and committed. */
  private Checkpoint committed;

  /** What is applied, with transactions that are not committed yet. */
  private Checkpoint applied;

  private boolean inTransaction;
  private boolean inXa;
  private LogEvent.Began held;
  private Instant nextCycle = Instant.MIN;

  Applier(
      ReplicatorConfig config,
      Session session,
      Control control,
      Progress progress,
      Consumer<Seeder.Job> seeder,
      Clock clock,
      Consumer<String> moments) {
    this.config = config;
    this.session = session;
    this.control = control;
    this.progress = progress;
    this.clock = clock;
    this.moments = moments;
    this.replicas = new Replicas(session, () -> applied, seeder);
  }

  /**
   * Takes up the integration where it stopped, or begins it.
   *
   * @param positionLost whether the source no longer has the binlog to go on from, so that all is
   *     read anew
   */
  void open(boolean positionLost) throws SQLException {
    StateStore store = session.store();
    store.install();
    session.commit();
    List<String> wrong = SourceServer.wrongSettings(session.source());
    if (!wrong.isEmpty()) {
      store.saveState(IntegrationState.ERROR);
      session.commit();
      throw new SQLException("Cannot replicate from " + config.source() + ": " + wrong);
    }
    Optional<Checkpoint> stored = store.checkpoint();
    BinlogPosition now = SourceServer.currentPosition(session.source());
    applied =
        positionLost || stored.isEmpty()
            ? new Checkpoint(
                now,
                stored.map(Checkpoint::committedAt).orElse(null),
                stored.map(Checkpoint::transactionSequence).orElse(0L),
                stored.map(Checkpoint::transactionId).orElse(0L))
            : stored.get();
    replicas.load();
    batch = new Batch(session, replicas, applied.position(), clock.instant());
    rows = new RowApplier(session, replicas, batch, control);
    ddl = new DdlRules(session, replicas, batch, config.dataFilter());
    if (stored.isEmpty()) {
      discover();
    } else if (positionLost) {
      resyncAll("Binlog position is no longer available");
    }
    for (Replica replica : replicas.all()) {
      rows.drain(replica);
    }
    store.saveCheckpoint(applied);
    committed = applied;
    replicas.changed();
    commit();
    reader = BinlogReader.start(config.source(), applied.position(), config.dataFilter()::includes);
  }

  /** The tables that are there now; the position was noted before they were listed. */
  private void discover() throws SQLException {
    for (TableName table : new SourceCatalog(session.source()).tables()) {
      if (config.dataFilter().includes(table)) {
        replicas.seed(table, null);
      }
    }
  }

  private void resyncAll(String reason) throws SQLException {
    for (Replica replica : replicas.all()) {
      replicas.resync(replica.name(), reason);
    }
  }

  /** Applies what comes until told to stop, or until source or warehouse are lost. */
  void run(BooleanSupplier running) throws SQLException, InterruptedException {
    while (running.getAsBoolean()) {
      if (!inTransaction && control.hasOrders()) {
        commit();
        control.carryOut(this);
      }
      step();
    }
  }

  private void step() throws SQLException, InterruptedException {
    if (!inTransaction && isHeld()) {
      commit();
      Waiting.REAL.pass(POLL);
      return;
    }
    if (held != null) {
      LogEvent.Began begins = held;
      held = null;
      begin(begins);
      return;
    }
    LogEvent event = reader.poll(POLL);
    if (event == null) {
      if (!inTransaction) {
        commit();
      }
      return;
    }
    handle(event);
  }

  /** Told to pause, or to stay behind, or resting between two cycles. */
  private boolean isHeld() {
    Instant now = clock.instant();
    return control.paused()
        || now.isBefore(nextCycle)
        || (held != null && now.isBefore(held.at().plus(control.delay())));
  }

  private void handle(LogEvent event) throws SQLException {
    if (event instanceof LogEvent.RowsChanged changed) {
      if (!inXa) {
        rows.apply(changed, applied.transactionSequence() + 1);
      }
    } else if (event instanceof LogEvent.TableMapped mapped) {
      rows.map(mapped.shape());
    } else if (event instanceof LogEvent.Began began) {
      hold(began);
    } else if (event instanceof LogEvent.Committed commit) {
      end(commit.end(), commit.at(), commit.transactionId());
    } else if (event instanceof LogEvent.StatementRun statement) {
      run(statement);
    } else if (event instanceof LogEvent.Prepared prepared) {
      prepared(prepared);
    } else if (event instanceof LogEvent.Passed passed) {
      pass(passed.end());
    } else if (event instanceof LogEvent.Broken broken) {
      throw new SourceLostException(broken.cause());
    }
  }

  private void hold(LogEvent.Began began) {
    progress.changed(clock.instant());
    if (control.delay().isZero()) {
      begin(began);
    } else {
      held = began;
    }
  }

  private void begin(LogEvent.Began began) {
    inTransaction = true;
    batch.start(clock.instant());
    LOG.log(Level.TRACE, "Transaction {0} begins", began.transactionId());
  }

  private void end(BinlogPosition end, Instant at, long transactionId) throws SQLException {
    inTransaction = false;
    applied = new Checkpoint(end, at, applied.transactionSequence() + 1, transactionId);
    if (reader.isDrained() || batch.isDue(clock.instant())) {
      commit();
    }
  }

  private void pass(BinlogPosition end) {
    if (!inTransaction && !applied.position().isAtOrPast(end)) {
      applied =
          new Checkpoint(
              end, applied.committedAt(), applied.transactionSequence(), applied.transactionId());
    }
  }

  private void run(LogEvent.StatementRun run) throws SQLException {
    DdlStatement statement = DdlParser.parse(run.sql(), run.database());
    if (statement instanceof DdlStatement.Xa xa) {
      xa(xa);
    } else if (!(statement instanceof DdlStatement.Other)) {
      batch.send();
      moments.accept("ddl read");
      ddl.apply(statement, run.end());
    }
    if (run.last()) {
      inXa = false;
      end(run.end(), run.at(), run.transactionId());
    }
  }

  private void xa(DdlStatement.Xa xa) throws SQLException {
    switch (xa.verb()) {
      case "START", "BEGIN" -> inXa = true;
      case "COMMIT", "ROLLBACK" -> {
        for (Replica replica : replicas.all()) {
          if (replica.isSuspended()) {
            replicas.seed(replica.name(), "XA transaction ended");
          }
        }
      }
      default -> LOG.log(Level.TRACE, "XA {0}", xa.verb());
    }
  }

  /**
   * Rows of a prepared XA transaction may never be committed: the whole integration is out of sync
   * until it ends.
   */
  private void prepared(LogEvent.Prepared prepared) throws SQLException {
    inXa = false;
    inTransaction = false;
    batch.send();
    for (Replica replica : replicas.all()) {
      if (replica.isLive() || replica.isSeeding()) {
        replicas.suspend(replica.name(), "XA transaction prepared at the source");
      }
    }
    pass(prepared.end());
    commit();
  }

  /** Ends the transaction in the warehouse, if there is anything in it. */
  private void commit() throws SQLException {
    boolean moved = !applied.position().equals(committed.position());
    boolean arrives = replicas.arrives(applied.position());
    if (moved || arrives || replicas.isChanged()) {
      batch.send();
      Instant now = clock.instant();
      if (moved) {
        record(now);
      }
      replicas.promote(applied.position());
      session
          .store()
          .saveState(
              replicas.isDiscovering()
                  ? IntegrationState.SCHEMA_DISCOVERY
                  : IntegrationState.CDC_REFRESH);
      moments.accept("batch written");
      session.commit();
      moments.accept("batch committed");
      committed = applied;
      replicas.committed();
      if (moved && reader != null && reader.isDrained()) {
        nextCycle = now.plus(replicas.settings().refreshInterval());
      }
      batch.begin(applied.position(), now);
    }
    progress.applied(committed, replicas.states(), replicas.isUnsettled());
  }

  private void record(Instant now) throws SQLException {
    Map<TableName, TableCounts> counts = batch.counts();
    session
        .activity()
        .record(
            new ActivityStore.Step(
                ActivityStore.Kind.CDC, batch.from(), applied, batch.startedAt(), now),
            counts);
    for (TableName table : counts.keySet()) {
      Optional<Replica> replica = replicas.find(table);
      if (replica.isPresent()) {
        session.activity().advance(table, applied, replica.get().rows(), now);
      }
    }
    session.activity().advance(applied, !counts.isEmpty(), now);
    session.store().saveCheckpoint(applied);
  }

  // What tasks of others do on this thread.

  /** Ends a task's own transaction. */
  void commitTask() throws SQLException {
    replicas.changed();
    commit();
  }

  Replicas replicas() {
    return replicas;
  }

  Session session() {
    return session;
  }

  /** Takes over what became of an order for a snapshot. */
  void seeded(Seeder.Job job, Seeder.Outcome outcome) throws SQLException {
    if (!replicas.isCurrent(job)) {
      return;
    }
    TableName table = job.table();
    if (outcome instanceof Seeder.Outcome.Refused refused) {
      replicas.fail(table, refused.reason(), refused.healedBySource());
    } else if (outcome instanceof Seeder.Outcome.Gone) {
      replicas.delete(table);
    } else {
      Replica replica = replicas.find(table).orElseThrow();
      replica.take(session.store().table(table).orElseThrow());
      rows.drain(replica);
    }
  }

  @Override
  public void close() {
    Closing.quietly(reader);
    session.close();
  }
}
