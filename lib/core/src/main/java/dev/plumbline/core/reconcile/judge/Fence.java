package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.fence.FenceTiming;
import dev.plumbline.core.reconcile.fence.ReplicaClock;
import dev.plumbline.core.reconcile.fence.ReplicaClock.Passage;
import dev.plumbline.core.reconcile.fence.SourceClock;
import dev.plumbline.core.reconcile.fence.SourceMark;
import dev.plumbline.core.reconcile.fence.Waiter;
import dev.plumbline.core.reconcile.measure.RowKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settles what differed between a source and a replica that both move. A round reads the suspects
 * on the source, notes the source's position, waits until the replica has passed it, reads the
 * suspects on the replica and once more on the source. A key whose copies then agree was in flight.
 * A key is a difference when neither copy of it moved and they disagree: at once where the source
 * committed nothing during the round, otherwise after several such rounds in a row, so that a row
 * that went from A to B and back unseen is not taken for one.
 */
public final class Fence {
  /**
   * Suspects up to this many are watched while waiting, so that few of their versions are missed.
   */
  private static final int WATCHED = 500;

  private final SourceClock source;
  private final ReplicaClock replica;
  private final FenceTiming timing;
  private final Clock clock;
  private final Waiter waiter;

  public Fence(
      SourceClock source, ReplicaClock replica, FenceTiming timing, Clock clock, Waiter waiter) {
    this.source = source;
    this.replica = replica;
    this.timing = timing;
    this.clock = clock;
    this.waiter = waiter;
  }

  /**
   * What the suspects turned out to be.
   *
   * @param different keys that differ, with what both copies hold
   * @param arrived keys that were in flight and are equal now
   * @param unsettled keys that could not be settled
   * @param passage BEHIND where the replica did not arrive in time, UNKNOWN where nobody can tell
   */
  public record Settled(
      List<Suspect> different, List<RowKey> arrived, List<RowKey> unsettled, Passage passage) {}

  Settled settle(Collection<Suspect> suspects, BothSides sides, int keysPerQuery) {
    Map<RowKey, SuspectTrack> pending = new LinkedHashMap<>();
    suspects.forEach(suspect -> pending.put(suspect.key(), new SuspectTrack()));
    List<Suspect> different = new ArrayList<>();
    List<RowKey> arrived = new ArrayList<>();
    Passage passage = Passage.PASSED;
    for (int round = 0; round < timing.rounds() && !pending.isEmpty(); round++) {
      passage = round(pending, sides, keysPerQuery);
      if (passage == Passage.BEHIND) {
        break;
      }
      pending
          .entrySet()
          .removeIf(entry -> entry.getValue().equalNow() && arrived.add(entry.getKey()));
      if (passage == Passage.PASSED) {
        pending
            .entrySet()
            .removeIf(
                entry ->
                    entry.getValue().confirmed(timing.confirmations())
                        && different.add(entry.getValue().suspect(entry.getKey())));
      }
    }
    if (passage == Passage.PASSED) {
      pending
          .entrySet()
          .removeIf(entry -> entry.getValue().equalsVersion() && arrived.add(entry.getKey()));
    }
    return new Settled(different, arrived, List.copyOf(pending.keySet()), passage);
  }

  private Passage round(Map<RowKey, SuspectTrack> pending, BothSides sides, int perQuery) {
    pending.values().forEach(SuspectTrack::beginRound);
    readSource(pending, sides, perQuery);
    SourceMark mark = source.mark();
    Passage passage = await(mark, pending, sides, perQuery);
    if (passage == Passage.BEHIND) {
      return passage;
    }
    KeyLookup.states(sides.right(), pending.keySet(), perQuery)
        .forEach((key, state) -> pending.get(key).replica(state));
    readSource(pending, sides, perQuery);
    boolean still = source.mark().position().equals(mark.position());
    pending.values().forEach(track -> track.endRound(still));
    return passage;
  }

  private static void readSource(Map<RowKey, SuspectTrack> pending, BothSides sides, int perQuery) {
    KeyLookup.states(sides.left(), pending.keySet(), perQuery)
        .forEach((key, state) -> pending.get(key).source(state));
  }

  private Passage await(
      SourceMark mark, Map<RowKey, SuspectTrack> pending, BothSides sides, int perQuery) {
    Instant deadline = clock.instant().plus(timing.patience());
    Passage passage = replica.passage(mark);
    while (passage == Passage.BEHIND && clock.instant().isBefore(deadline)) {
      waiter.pause(timing.poll());
      if (pending.size() <= WATCHED) {
        readSource(pending, sides, perQuery);
      }
      passage = replica.passage(mark);
    }
    if (passage == Passage.UNKNOWN) {
      waiter.pause(timing.poll());
    }
    return passage;
  }
}
