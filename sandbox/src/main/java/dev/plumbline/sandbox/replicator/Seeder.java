package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.source.Examination;
import dev.plumbline.sandbox.replicator.source.TableSnapshot;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import dev.plumbline.sandbox.replicator.table.UnreplicableException;
import dev.plumbline.sandbox.replicator.table.ValueRules;
import dev.plumbline.sandbox.replicator.warehouse.ActivityStore;
import dev.plumbline.sandbox.replicator.warehouse.Checkpoint;
import dev.plumbline.sandbox.replicator.warehouse.Refusals;
import dev.plumbline.sandbox.replicator.warehouse.ReplicaWriter;
import dev.plumbline.sandbox.replicator.warehouse.TableCounts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads tables from the source by snapshots, one after the other, in a thread of its own. A
 * snapshot becomes visible in one transaction, together with the position at which it was taken;
 * killed before, it never was.
 */
final class Seeder implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Seeder.class.getName());
  private static final Duration RETRY = Duration.ofMillis(500);

  private final ReplicatorConfig config;
  private final Clock clock;
  private final BiConsumer<Job, Outcome> outcomes;
  private final Consumer<String> moments;
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "replicator-seeder");
  private volatile boolean closed;

  /**
   * An order to read a table.
   *
   * @param attempt by which the warehouse knows whether it is the newest order for the table
   */
  record Job(TableName table, long attempt) {}

  /** What became of an order. */
  sealed interface Outcome {
    /** The replica is there; the warehouse knows its columns and position. */
    record Seeded() implements Outcome {}

    record Refused(String reason, boolean healedBySource) implements Outcome {}

    /** The source has no such table any more. */
    record Gone() implements Outcome {}
  }

  /**
   * A seeder at rest.
   *
   * @param outcomes told what became of each order, on the seeder's thread
   * @param moments told the name of each step as it is reached
   */
  Seeder(
      ReplicatorConfig config,
      Clock clock,
      BiConsumer<Job, Outcome> outcomes,
      Consumer<String> moments) {
    this.config = config;
    this.clock = clock;
    this.outcomes = outcomes;
    this.moments = moments;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void order(Job job) {
    jobs.add(job);
  }

  private void run() {
    try {
      while (!closed) {
        carryOut(jobs.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void carryOut(Job job) {
    while (!closed) {
      try {
        outcomes.accept(job, seed(job));
        return;
      } catch (UnreplicableException e) {
        outcomes.accept(job, new Outcome.Refused(e.getMessage(), false));
        return;
      } catch (SQLException e) {
        if (Refusals.isRefusal(e)) {
          outcomes.accept(job, new Outcome.Refused(Refusals.reason(e), false));
          return;
        }
        LOG.log(Level.INFO, "Snapshot of " + job.table() + " begins anew: " + e.getMessage());
        Waiting.REAL.pass(RETRY);
      }
    }
  }

  private Outcome seed(Job job) throws SQLException {
    Instant startedAt = clock.instant();
    try (TableSnapshot snapshot = TableSnapshot.open(config.source());
        Session session = Session.open(config, "seeder", clock)) {
      moments.accept("snapshot opened");
      Examination examination = snapshot.examine(job.table());
      if (examination instanceof Examination.Replicable replicable) {
        copy(job, replicable.table(), snapshot, session, startedAt);
        return new Outcome.Seeded();
      }
      return examination instanceof Examination.Refused refused
          ? new Outcome.Refused(refused.reason(), refused.healedBySource())
          : new Outcome.Gone();
    }
  }

  private void copy(
      Job job, SourceTable table, TableSnapshot snapshot, Session session, Instant startedAt)
      throws SQLException {
    ValueRules rules = session.store().settings().valueRules();
    ValueRules.Limits limits = ValueRules.Limits.of(table);
    session.writer().createSchema(table.name());
    session.commit();
    ReplicaWriter.Seed seed = session.writer().beginSeed(table);
    snapshot.rows(table, row -> seed.add(rules.apply(table, limits, row), 0, 0));
    moments.accept("snapshot read");
    long bytes = seed.replace();
    if (!session.store().saveSeed(table, job.attempt(), snapshot.position(), seed.rows())) {
      session.rollback();
      return;
    }
    TableCounts counts = new TableCounts();
    counts.addInserted(seed.rows());
    counts.addBytes(bytes);
    BinlogPosition position = snapshot.position();
    session
        .activity()
        .record(
            new ActivityStore.Step(
                ActivityStore.Kind.SNAPSHOT,
                position,
                new Checkpoint(position, null, 0, 0),
                startedAt,
                clock.instant()),
            Map.of(table.name(), counts));
    moments.accept("snapshot written");
    session.commit();
    moments.accept("snapshot committed");
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Closing.join(thread);
  }
}
