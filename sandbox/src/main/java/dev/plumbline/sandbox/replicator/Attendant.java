package dev.plumbline.sandbox.replicator;

import dev.plumbline.core.run.Waiting;
import dev.plumbline.sandbox.replicator.source.SourceServer;
import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import dev.plumbline.sandbox.replicator.warehouse.Checkpoint;
import dev.plumbline.sandbox.replicator.warehouse.RequestStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Looks after what is not the flow of changes itself, in a thread of its own: the lag, and clients'
 * orders.
 */
final class Attendant implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Attendant.class.getName());
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ReplicatorConfig config;
  private final Progress progress;
  private final Requests requests;
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "replicator-attendant");
  private Instant caughtUpAt;
  private Progress.Seen recorded;
  private volatile boolean closed;

  Attendant(ReplicatorConfig config, Control control, Progress progress, Clock clock) {
    this.config = config;
    this.progress = progress;
    this.clock = clock;
    this.requests = new Requests(config, control, clock);
    this.caughtUpAt = clock.instant();
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try (Session session = Session.open(config, "attendant", clock)) {
        attend(session);
      } catch (SQLException | RuntimeException e) {
        LOG.log(Level.DEBUG, "Source or warehouse is away", e);
        Waiting.REAL.pass(RETRY);
      }
    }
  }

  private void attend(Session session) throws SQLException {
    RequestStore store = new RequestStore(session.warehouse(), config.integrationId());
    store.listen();
    while (!closed) {
      requests.passOn(store);
      session.commit();
      measure(session);
      store.await(PERIOD);
    }
  }

  /**
   * Behind means that the source's binlog goes on after what is applied. How far is counted from
   * the last commit that was applied, or from when nothing was left to apply: an idle source makes
   * no lag.
   */
  private void measure(Session session) throws SQLException {
    Checkpoint applied = progress.seen().checkpoint();
    if (applied == null) {
      return;
    }
    BinlogPosition source = SourceServer.currentPosition(session.source());
    Instant now = clock.instant();
    Progress.Seen seen = progress.seen();
    Duration lag = Duration.ZERO;
    if (applied.position().isAtOrPast(source)) {
      caughtUpAt = now;
    } else {
      Instant since =
          applied.committedAt() == null || applied.committedAt().isBefore(caughtUpAt)
              ? caughtUpAt
              : applied.committedAt();
      lag = Duration.between(since, now);
    }
    progress.lagging(lag.isNegative() ? Duration.ZERO : lag);
    record(session, seen.changeAt());
  }

  private void record(Session session, Instant changeAt) throws SQLException {
    Progress.Seen now = progress.seen();
    boolean same =
        recorded != null
            && recorded.lag().equals(now.lag())
            && recorded.changeAt().equals(now.changeAt());
    if (!same) {
      session.store().saveLag(now.lag(), changeAt.equals(Instant.EPOCH) ? null : changeAt);
      session.commit();
      recorded = now;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Closing.join(thread);
  }
}
