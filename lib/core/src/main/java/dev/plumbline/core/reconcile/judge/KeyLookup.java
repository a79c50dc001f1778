package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.measure.RowDigest;
import dev.plumbline.core.reconcile.measure.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads what a copy holds under some keys now, a bounded number of keys at a time. */
final class KeyLookup {
  private KeyLookup() {}

  /** The state of every key; keys under which there is no row are absent. */
  static Map<RowKey, RowState> states(ComparedStore store, Collection<RowKey> keys, int perQuery) {
    Map<RowKey, RowState> states = new HashMap<>();
    keys.forEach(key -> states.put(key, RowState.ABSENT));
    batches(
        keys,
        perQuery,
        batch -> {
          for (RowDigest row : store.rowsOf(batch)) {
            // A row whose key is equal by collation only belongs to another key.
            states.computeIfPresent(row.key(), (key, state) -> state.plus(row.digest()));
          }
        });
    return states;
  }

  static <T> void batches(Collection<T> all, int size, Consumer<List<T>> consumer) {
    List<T> batch = new ArrayList<>(size);
    for (T one : all) {
      batch.add(one);
      if (batch.size() == size) {
        consumer.accept(batch);
        batch = new ArrayList<>(size);
      }
    }
    if (!batch.isEmpty()) {
      consumer.accept(batch);
    }
  }
}
