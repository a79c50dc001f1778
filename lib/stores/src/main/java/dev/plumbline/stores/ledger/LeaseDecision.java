package dev.plumbline.stores.ledger;

import dev.plumbline.stores.ledger.LeaseRecord.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;

/** Whether a lease may be taken. Decides only; it reads and writes nothing. */
public sealed interface LeaseDecision {
  /**
   * It is free.
   *
   * @param token the token that the next holder gets
   */
  record Take(long token) implements LeaseDecision {}

  /** Somebody holds it. */
  record Refuse(LeaseRecord held) implements LeaseDecision {}

  /** A process's start may be told up to two seconds apart when the clock is set. */
  Duration START_TOLERANCE = Duration.ofSeconds(2);

  /**
   * Decides by the record as it is now.
   *
   * @param current empty when nobody ever held the lease
   * @param processes when the process of that id on this machine started; empty when there is none
   */
  static LeaseDecision decide(
      Optional<LeaseRecord> current,
      Holder me,
      Instant now,
      LongFunction<Optional<Instant>> processes) {
    if (current.isEmpty()) {
      return new Take(1);
    }
    LeaseRecord record = current.get();
    boolean free =
        record.released()
            || !now.isBefore(record.expiresAt())
            || isDead(record.holder(), me, processes);
    return free ? new Take(record.token() + 1) : new Refuse(record);
  }

  private static boolean isDead(
      Holder holder, Holder me, LongFunction<Optional<Instant>> processes) {
    boolean sameMachine =
        !me.machine().isEmpty()
            && me.machine().equals(holder.machine())
            && me.host().equals(holder.host());
    if (!sameMachine) {
      return false;
    }
    Optional<Instant> started = processes.apply(holder.pid());
    return started.isEmpty()
        || Duration.between(started.get(), holder.pidStartedAt()).abs().compareTo(START_TOLERANCE)
            > 0;
  }
}
