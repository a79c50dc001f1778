package dev.plumbline.stores.ledger;

import dev.plumbline.core.run.LockHeldException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.ledger.LeaseRecord.Holder;
import dev.plumbline.stores.s3.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The leases of all pipelines, kept under {@code <state>/leases/<pipeline>/<chain>/}.
 *
 * <p>A lease runs for 30 seconds and is renewed while its holder lives. Expiry is judged by the
 * clocks of different machines, so a holder that lost its lease may not know it yet: what must not
 * be done by two runs also checks the fencing token where it writes.
 */
public final class Leases {
  /** How long a lease holds without being renewed. */
  public static final Duration TERM = Duration.ofSeconds(30);

  private final ObjectStore store;
  private final String state;
  private final Clock clock;
  private final Duration term;
  private final LongFunction<Optional<Instant>> processes;

  /**
   * @param state {@code s3://} prefix
   */
  public Leases(ObjectStore store, String state, Clock clock) {
    this(store, state, clock, TERM, Leases::startOf);
  }

  Leases(
      ObjectStore store,
      String state,
      Clock clock,
      Duration term,
      LongFunction<Optional<Instant>> processes) {
    this.store = store;
    this.state = state;
    this.clock = clock;
    this.term = term;
    this.processes = processes;
  }

  /**
   * Takes the lease and keeps it renewed until it is closed.
   *
   * @throws LockHeldException when another run holds it
   * @throws SourceException when S3 cannot be reached
   */
  public Lease acquire(String pipeline, String chain, RunId runId) {
    Lease lease = take(pipeline, chain, Holder.thisProcess(runId));
    lease.keepRenewed();
    return lease;
  }

  /** Takes the lease without a thread that renews it. */
  Lease take(String pipeline, String chain, Holder me) {
    LeaseObjects objects = objects(pipeline, chain);
    Instant now = clock.instant();
    LeaseDecision decision = LeaseDecision.decide(objects.latest(), me, now, processes);
    if (decision instanceof LeaseDecision.Refuse refuse) {
      throw held(pipeline, chain, me, refuse.held(), now);
    }
    long token = ((LeaseDecision.Take) decision).token();
    LeaseRecord mine = LeaseRecord.taken(token, me, now, now.plus(term));
    if (!objects.claim(mine)) {
      throw objects
          .latest()
          .map(winner -> held(pipeline, chain, me, winner, now))
          .orElseGet(
              () ->
                  new LockHeldException(
                      "Cannot start run "
                          + me.runId()
                          + ": the objects of the lease "
                          + objects.folder()
                          + " were removed"));
    }
    objects.tidy();
    return new Lease(objects, mine, clock, term);
  }

  /** Who holds the lease now; empty when it is free. */
  public Optional<LeaseRecord> holder(String pipeline, String chain) {
    return objects(pipeline, chain)
        .latest()
        .filter(record -> !record.released() && clock.instant().isBefore(record.expiresAt()));
  }

  private LeaseObjects objects(String pipeline, String chain) {
    return new LeaseObjects(store, state, pipeline, chain);
  }

  private static LockHeldException held(
      String pipeline, String chain, Holder me, LeaseRecord record, Instant now) {
    Holder holder = record.holder();
    long left = Math.max(0, Duration.between(now, record.expiresAt()).toSeconds());
    return new LockHeldException(
        "Cannot start run "
            + me.runId()
            + ": chain "
            + chain
            + " of pipeline "
            + pipeline
            + " is held by run "
            + holder.runId()
            + " (host "
            + holder.host()
            + ", pid "
            + holder.pid()
            + ") since "
            + record.acquiredAt()
            + ". Wait until it ends, or stop that process: if it is dead, the lease is free in "
            + left
            + " s at the latest");
  }

  private static Optional<Instant> startOf(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant());
  }
}
