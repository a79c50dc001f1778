package dev.plumbline.core.reconcile.judge;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one copy holds under one key: how often each row digest occurs. No digest at all where the
 * row is absent, more than one row where the copy enforces no key.
 */
public record RowState(Map<String, Integer> copies) implements Serializable {
  public static final RowState ABSENT = new RowState(Map.of());

  public RowState {
    copies = Map.copyOf(copies);
  }

  public static RowState of(String digest) {
    return new RowState(Map.of(digest, 1));
  }

  /** This and one more row. */
  RowState plus(String digest) {
    if (copies.isEmpty()) {
      return of(digest);
    }
    Map<String, Integer> more = new TreeMap<>(copies);
    more.merge(digest, 1, Integer::sum);
    return new RowState(more);
  }

  public boolean absent() {
    return copies.isEmpty();
  }

  public int rows() {
    return copies.values().stream().mapToInt(Integer::intValue).sum();
  }
}
