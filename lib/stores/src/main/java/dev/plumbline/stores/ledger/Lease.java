package dev.plumbline.stores.ledger;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.stores.s3.ObjectStore;
import dev.plumbline.stores.s3.ObjectStore.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease that this process holds, until it is closed or lost. Safe for use by several threads. */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final ObjectStore store;
  private final String uri;
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

  Lease(ObjectStore store, String uri, LeaseRecord record, Clock clock, Duration term) {
    this.store = store;
    this.uri = uri;
    this.record = record;
    this.clock = clock;
    this.term = term;
  }

  /** The fencing token: greater than that of every earlier holder. */
  public long token() {
    return record.token();
  }

  /** What the lease's object holds for this process. */
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
              + uri
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
   * Extends the lease by a term from now. A failure of S3 is not yet the loss of the lease: it is
   * tried again until the term is over.
   */
  synchronized void renew() {
    if (lost || closed) {
      return;
    }
    try {
      Instant now = clock.instant();
      LeaseRecord next = record.renewed(now, now.plus(term));
      if (replace(next)) {
        record = next;
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot renew the lease {} for now: {}", uri, e.getMessage());
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
      if (!lost) {
        replace(given);
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot give back the lease {}; it ends by itself: {}", uri, e.getMessage());
    }
    record = given;
  }

  /** Writes over this holding only; any other holding found there means that it was lost. */
  private boolean replace(LeaseRecord next) {
    Optional<Stored> stored = store.get(uri);
    boolean mine =
        stored.map(Leases::parse).filter(found -> found.isSameHolding(record)).isPresent();
    if (!mine) {
      lost = true;
      return false;
    }
    return store.putIfMatch(uri, stored.get().tag(), Json.write(next));
  }
}
