package dev.plumbline.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Seconds by what was measured; of several rounds the fastest counts, the least disturbed one. */
final class Stopwatch {
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  /** Work that is timed. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws Exception;
  }

  <T> T time(String what, Work<T> work) throws Exception {
    long start = System.nanoTime();
    T result = work.run();
    seconds.computeIfAbsent(what, key -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
    return result;
  }

  boolean has(String what) {
    return seconds.containsKey(what);
  }

  double best(String what) {
    return seconds.get(what).stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The sum of the best. */
  double best(String first, String second) {
    return best(first) + best(second);
  }
}
