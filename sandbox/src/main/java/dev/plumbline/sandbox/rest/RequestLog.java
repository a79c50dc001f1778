package dev.plumbline.sandbox.rest;

import java.util.Map;
import java.util.TreeMap;

/** Counts the requests per path, faulty answers included. Thread-safe. */
public final class RequestLog {
  private final Map<String, Long> counts = new TreeMap<>();

  /** Counts one request of a path, without its query. */
  public synchronized void add(String path) {
    counts.merge(path, 1L, Long::sum);
  }

  /** Requests by path since the last clearing. */
  public synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** Begins anew. */
  public synchronized void clear() {
    counts.clear();
  }
}
