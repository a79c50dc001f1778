package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.Rung;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** How long the parts of one table's comparison took. */
final class Stopwatch {
  private static final double NANOS = 1e9;

  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);

  /** What is done, from the cheapest on. */
  enum Part {
    COUNTS,
    CHECKSUMS,
    ROWS,
    FENCE,
    CELLS
  }

  /** Does something and notes how long it took. */
  <T> T time(Part part, Supplier<T> work) {
    long begun = System.nanoTime();
    try {
      return work.get();
    } finally {
      add(part, System.nanoTime() - begun);
    }
  }

  /** The same of what gives nothing back. */
  void run(Part part, Runnable work) {
    time(
        part,
        () -> {
          work.run();
          return part;
        });
  }

  void add(Part part, long spent) {
    nanos.merge(part, spent, Long::sum);
  }

  /** The parts that were done, in order. */
  List<Rung> rungs() {
    List<Rung> rungs = new ArrayList<>();
    nanos.forEach(
        (part, spent) -> rungs.add(new Rung(part.name().toLowerCase(Locale.ROOT), spent / NANOS)));
    return rungs;
  }
}
