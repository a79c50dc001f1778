package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.run.Waiting;
import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.source.SourceServer;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.warehouse.ReplicaRows;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A zero-ETL integration between a MySQL-like source and the warehouse: reads each table by a
 * snapshot, follows the binlog from then on, and shows itself in the tables behind {@code
 * SVV_INTEGRATION} and its kin.
 *
 * <p>It survives the loss of source and warehouse and goes on when they are back; closed or killed,
 * it goes on where it stopped at the next start with the same integration id. Thread-safe.
 */
public final class ZeroEtlReplicator implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ZeroEtlReplicator.class.getName());
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration FIRST_SESSION = Duration.ofSeconds(60);
  private static final Duration TASK = Duration.ofSeconds(60);

  private final ReplicatorConfig config;
  private final Clock clock;
  private final Consumer<String> moments;
  private final Control control = new Control();
  private final Progress progress = new Progress();
  private final Seeder seeder;
  private final Attendant attendant;
  private final Thread thread = new Thread(this::run, "replicator");
  private volatile boolean closed;

  private ZeroEtlReplicator(ReplicatorConfig config, Clock clock, Consumer<String> moments) {
    this.config = config;
    this.clock = clock;
    this.moments = moments;
    seeder =
        new Seeder(
            config,
            clock,
            (job, outcome) -> control.order(applier -> applier.seeded(job, outcome), () -> {}),
            moments);
    attendant = new Attendant(config, control, progress, clock);
    thread.setDaemon(true);
  }

  /**
   * Starts the integration. Returns when it has a session with source and warehouse and has made
   * its state there; the first snapshots may still be under way.
   *
   * @throws IllegalStateException when it has no session in time; the message says why
   */
  public static ZeroEtlReplicator start(ReplicatorConfig config) {
    return start(config, Clock.systemUTC(), moment -> {});
  }

  /**
   * The same, for tests.
   *
   * @param moments told the name of each step as it is reached, on the thread that reaches it
   */
  static ZeroEtlReplicator start(ReplicatorConfig config, Clock clock, Consumer<String> moments) {
    ZeroEtlReplicator replicator = new ZeroEtlReplicator(config, clock, moments);
    replicator.seeder.start();
    replicator.thread.start();
    if (!replicator.await(seen -> seen.running(), FIRST_SESSION)) {
      String problem = replicator.progress.seen().problem();
      replicator.close();
      throw new IllegalStateException("Cannot start the replicator: " + problem);
    }
    replicator.attendant.start();
    return replicator;
  }

  private void run() {
    boolean positionLost = false;
    while (!closed) {
      try (Session session = Session.open(config, "applier", clock);
          Applier applier =
              new Applier(config, session, control, progress, seeder::order, clock, moments)) {
        applier.open(positionLost);
        positionLost = false;
        applier.run(() -> !closed);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (SourceLostException e) {
        positionLost = e.isPositionLost();
        broken(e);
      } catch (SQLException | RuntimeException e) {
        broken(e);
      }
    }
  }

  private void broken(Exception e) {
    if (closed) {
      return;
    }
    LOG.log(Level.WARNING, "The replicator begins a new session: " + e.getMessage(), e);
    progress.broken(e.getMessage());
    Waiting.REAL.pass(RETRY);
  }

  public ReplicatorStatus status() {
    Progress.Seen seen = progress.seen();
    return new ReplicatorStatus(
        seen.running(),
        seen.problem(),
        control.paused(),
        control.delay(),
        seen.checkpoint() == null ? null : seen.checkpoint().position(),
        seen.checkpoint() == null ? null : seen.checkpoint().committedAt(),
        seen.lag(),
        seen.tables());
  }

  /**
   * Applies nothing more until {@link #resume}. The source transaction under way is finished first;
   * when this returns, nothing that the source commits from now on is applied.
   */
  public void pause() {
    control.pause(true);
    settle();
  }

  /** Goes on after {@link #pause}. */
  public void resume() {
    control.pause(false);
  }

  /** Stays this far behind the source from now on; zero is as near as it can. */
  public void delay(Duration behind) {
    control.delay(behind);
    settle();
  }

  /**
   * Waits until the applying thread goes by what was just set; without a session it will from the
   * start.
   */
  private void settle() {
    if (progress.seen().running()) {
      finish(control.order(applier -> {}));
    }
  }

  /**
   * Puts a hook between the binlog and the replicas; {@link ApplyHook#NONE} takes it away. When
   * this returns, nothing is applied any more by the hook that was there before.
   */
  public void hook(ApplyHook hook) {
    control.hook(hook);
    settle();
  }

  /**
   * Has work done on the rows of a replica, on the applying thread, between two transactions of the
   * source and in a transaction of the warehouse. Returns when it is committed; a commit that fails
   * has it done again.
   *
   * @throws IllegalArgumentException when the table is not live, the warehouse refuses what the
   *     work writes, or the work throws one; the replica is then as before
   */
  public void change(TableName table, ReplicaWork work) {
    ReplicaTask task = new ReplicaTask(table, work);
    try {
      finish(control.order(task::run));
    } catch (IllegalStateException e) {
      task.abandon();
      throw e;
    }
    task.refusal()
        .ifPresent(
            refusal -> {
              throw new IllegalArgumentException(refusal.getMessage(), refusal);
            });
  }

  /** Work on the rows of one replica. May be done more than once. */
  @FunctionalInterface
  public interface ReplicaWork {
    void run(ReplicaRows rows) throws SQLException;
  }

  /** Fails a table; it stays so until it is refreshed. Returns when the state is visible. */
  public void failTable(String schema, String table, String reason) {
    TableName name = new TableName(schema, table);
    finish(control.order(applier -> applier.replicas().fail(name, reason, false)));
  }

  /** Begins to read a table anew, as REFRESH TABLE does. Returns when the state is visible. */
  public void refreshTable(String schema, String table) {
    TableName name = new TableName(schema, table);
    finish(control.order(applier -> applier.replicas().seed(name, "REFRESH was requested")));
  }

  private static void finish(CompletableFuture<Void> order) {
    try {
      order.get(TASK.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the replicator", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "Cannot have it done by the replicator: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until everything is applied that the source has committed by now, and no snapshot is
   * under way. A table that has failed does not hold it up.
   *
   * @return whether it came so far in time
   */
  public boolean awaitCaughtUp(Duration timeout) {
    BinlogPosition target = sourcePosition();
    return await(
        seen ->
            seen.running() && !seen.seeding() && seen.checkpoint().position().isAtOrPast(target),
        timeout);
  }

  /** Where the source's binlog ends now. */
  public BinlogPosition sourcePosition() {
    try (Connection connection = config.source().connect()) {
      return SourceServer.currentPosition(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot read the source's position: " + e.getMessage(), e);
    }
  }

  private boolean await(Predicate<Progress.Seen> condition, Duration timeout) {
    try {
      return progress.await(condition, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    attendant.close();
    seeder.close();
    Closing.join(thread);
  }
}
