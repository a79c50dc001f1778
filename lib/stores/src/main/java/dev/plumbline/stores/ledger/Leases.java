package dev.plumbline.stores.ledger;

import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.LockHeldException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.stores.ledger.LeaseRecord.Holder;
import dev.plumbline.stores.s3.ObjectStore;
import dev.plumbline.stores.s3.ObjectStore.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The leases of all pipelines: one object {@code <state>/leases/<pipeline>/<chain>.json} each.
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
    this.state = state.endsWith("/") ? state.substring(0, state.length() - 1) : state;
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
    String uri = uri(pipeline, chain);
    Optional<Stored> stored = store.get(uri);
    Instant now = clock.instant();
    LeaseDecision decision = LeaseDecision.decide(stored.map(Leases::parse), me, now, processes);
    if (decision instanceof LeaseDecision.Refuse refuse) {
      throw held(pipeline, chain, me, refuse.held(), now);
    }
    long token = ((LeaseDecision.Take) decision).token();
    LeaseRecord mine = LeaseRecord.taken(token, me, now, now.plus(term));
    if (!write(uri, stored, mine)) {
      return wonAfterAll(uri, mine)
          .orElseThrow(() -> lostRace(pipeline, chain, me, clock.instant(), uri));
    }
    return new Lease(store, uri, mine, clock, term);
  }

  /** Who holds the lease now; empty when it is free. */
  public Optional<LeaseRecord> holder(String pipeline, String chain) {
    return store
        .get(uri(pipeline, chain))
        .map(Leases::parse)
        .filter(record -> !record.released() && clock.instant().isBefore(record.expiresAt()));
  }

  private boolean write(String uri, Optional<Stored> before, LeaseRecord mine) {
    String text = Json.write(mine);
    return before.isEmpty()
        ? store.putIfAbsent(uri, text)
        : store.putIfMatch(uri, before.get().tag(), text);
  }

  /**
   * A refused write may be ours all the same, when its first answer was lost and it was retried.
   */
  private Optional<Lease> wonAfterAll(String uri, LeaseRecord mine) {
    return store
        .get(uri)
        .map(Leases::parse)
        .filter(mine::isSameHolding)
        .map(record -> new Lease(store, uri, mine, clock, term));
  }

  private LockHeldException lostRace(
      String pipeline, String chain, Holder me, Instant now, String uri) {
    return store
        .get(uri)
        .map(Leases::parse)
        .map(winner -> held(pipeline, chain, me, winner, now))
        .orElseGet(
            () ->
                new LockHeldException(
                    "Cannot start run " + me.runId() + ": the lease " + uri + " was removed"));
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

  private String uri(String pipeline, String chain) {
    return state + "/leases/" + pipeline + "/" + chain + ".json";
  }

  static LeaseRecord parse(Stored stored) {
    return Json.read(stored.text(), LeaseRecord.class);
  }

  private static Optional<Instant> startOf(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant());
  }
}
