package dev.plumbline.stores.ledger;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease that this process holds, until it is closed or lost. Safe for use by several threads. */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final LeaseObjects objects;
  private final Clock clock;
  private final Duration term;
  private final ScheduledExecutorService renewer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
          });

  private volatile LeaseRecord record;
  private volatile boolean lost;
  private boolean closed;

  Lease(LeaseObjects objects, LeaseRecord record, Clock clock, Duration term) {
    this.objects = objects;
    this.record = record;
    this.clock = clock;
    this.term = term;
  }

  /** The fencing token: greater than that of every earlier holder. */
  public long token() {
    return record.token();
  }

  /** What is written of this holding. */
  public LeaseRecord record() {
    return record;
  }

  /** Whether no other run can hold the lease; false for good once it was lost. */
  public boolean stillHeld() {
    return !lost && !record.released() && clock.instant().isBefore(record.expiresAt());
  }

  /**
   * To be called before a step that must not be done by two runs.
   *
   * @throws PlumblineException exit 10 when the lease was lost
   */
  public void requireHeld() {
    if (!stillHeld()) {
      throw new PlumblineException(
          ExitCode.LOCKED,
          "Cannot go on: the lease "
              + objects.folder()
              + " was lost, it was last renewed at "
              + record.renewedAt()
              + "; another run may have started");
    }
  }

  void keepRenewed() {
    long period = term.toMillis() / 3;
    var unused = renewer.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Extends the lease by a term from now, unless it is over already: then it may be another's. A
   * failure of S3 is not yet its loss: it is tried again until the term is over.
   */
  synchronized void renew() {
    if (lost || closed) {
      return;
    }
    if (!stillHeld()) {
      lost = true;
      return;
    }
    try {
      Instant now = clock.instant();
      LeaseRecord next = record.renewed(now, now.plus(term));
      objects.update(next);
      if (objects.isOvertaken(next.token())) {
        lost = true;
      } else {
        record = next;
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot renew the lease {} for now: {}", objects.folder(), e.getMessage());
    }
  }

  /** Gives the lease back, so that the next run need not wait for its end. */
  @Override
  public synchronized void close() {
    renewer.shutdownNow();
    if (closed) {
      return;
    }
    closed = true;
    LeaseRecord given = record.givenBack(clock.instant());
    try {
      objects.update(given);
    } catch (RuntimeException e) {
      LOG.warn(
          "Cannot give back the lease {}; it ends by itself: {}", objects.folder(), e.getMessage());
    }
    record = given;
  }
}
