package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.measure.RowDigest;
import dev.plumbline.core.reconcile.measure.RowKey;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Matches the rows of both sides by key. Left rows come first, then right ones. */
final class RowTally {
  private final Map<RowKey, RowState> left = new HashMap<>();
  private final Map<RowKey, RowState> right = new HashMap<>();

  void left(RowDigest row) {
    left.merge(row.key(), RowState.of(row.digest()), (old, one) -> old.plus(row.digest()));
  }

  void right(RowDigest row) {
    right.merge(row.key(), RowState.of(row.digest()), (old, one) -> old.plus(row.digest()));
  }

  /** The keys that differ, in the order of keys. */
  void differing(Consumer<Suspect> sink) {
    Map<RowKey, Suspect> found = new TreeMap<>();
    left.forEach(
        (key, state) -> {
          RowState other = right.getOrDefault(key, RowState.ABSENT);
          if (!state.equals(other)) {
            found.put(key, new Suspect(key, state, other));
          }
        });
    right.forEach(
        (key, state) -> {
          if (!left.containsKey(key)) {
            found.put(key, new Suspect(key, RowState.ABSENT, state));
          }
        });
    found.values().forEach(sink);
  }
}
