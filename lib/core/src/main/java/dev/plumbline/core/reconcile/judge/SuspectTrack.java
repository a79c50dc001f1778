package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.measure.RowKey;
import java.util.LinkedHashSet;
import java.util.Set;

/** What was seen of one key while the fence was up. */
final class SuspectTrack {
  /** Versions that one round keeps; a row that moves faster stays unsettled. */
  private static final int MAX_VERSIONS = 256;

  private final Set<RowState> versions = new LinkedHashSet<>();
  private RowState latest = RowState.ABSENT;
  private RowState replica = RowState.ABSENT;
  private Pair confirmed = null;
  private int confirmations;
  private boolean sourceStill;

  /** The source's and the replica's state that a round ended with. */
  private record Pair(RowState source, RowState replica) {}

  void beginRound() {
    versions.clear();
  }

  void source(RowState state) {
    latest = state;
    if (versions.size() < MAX_VERSIONS) {
      versions.add(state);
    }
  }

  void replica(RowState state) {
    replica = state;
  }

  /**
   * @param still whether the source committed nothing at all during the round
   */
  void endRound(boolean still) {
    sourceStill = still;
    Pair now = new Pair(latest, replica);
    boolean quiet = versions.size() == 1;
    if (!quiet) {
      confirmations = 0;
    } else {
      confirmations = now.equals(confirmed) ? confirmations + 1 : 1;
    }
    confirmed = quiet ? now : null;
  }

  boolean equalNow() {
    return replica.equals(latest);
  }

  /** A difference that nothing in flight explains. */
  boolean confirmed(int needed) {
    return !equalNow() && versions.size() == 1 && (sourceStill || confirmations >= needed);
  }

  /** A row that is written all the time: the replica holds what the source held a moment ago. */
  boolean equalsVersion() {
    return versions.contains(replica);
  }

  Suspect suspect(RowKey key) {
    return new Suspect(key, latest, replica);
  }
}
