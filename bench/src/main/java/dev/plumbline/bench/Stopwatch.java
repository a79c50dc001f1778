package dev.plumbline.bench;

import dev.plumbline.bench.CpuClock.Cpu;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Seconds by what was measured; of several rounds the fastest counts, the least disturbed one. */
final class Stopwatch {
  private final Map<String, List<Lap>> laps = new LinkedHashMap<>();
  private final Supplier<Cpu> cpu;

  /** One round. */
  record Lap(double seconds, Cpu cpu) {}

  /** Takes no processor time. */
  Stopwatch() {
    this(() -> Cpu.NONE);
  }

  Stopwatch(Supplier<Cpu> cpu) {
    this.cpu = cpu;
  }

  /** Work that is timed. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws Exception;
  }

  <T> T time(String what, Work<T> work) throws Exception {
    Cpu before = cpu.get();
    long start = System.nanoTime();
    T result = work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    laps.computeIfAbsent(what, key -> new ArrayList<>())
        .add(new Lap(seconds, cpu.get().minus(before)));
    return result;
  }

  boolean has(String what) {
    return laps.containsKey(what);
  }

  double best(String what) {
    return fastest(what).seconds();
  }

  Lap fastest(String what) {
    return laps.get(what).stream().min(Comparator.comparingDouble(Lap::seconds)).orElseThrow();
  }

  /** The least processor time of a round, of all that took part. */
  double leastCpu(String what) {
    return laps.get(what).stream().mapToDouble(lap -> lap.cpu().all()).min().orElseThrow();
  }

  /** The sum of the best. */
  double best(String first, String second) {
    return best(first) + best(second);
  }
}
