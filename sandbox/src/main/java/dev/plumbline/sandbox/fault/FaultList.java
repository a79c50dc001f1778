package dev.plumbline.sandbox.fault;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is planted, in the order in which it was. Thread-safe. */
final class FaultList {
  private final Clock clock;
  private final Map<Long, PlantedFault> faults = new LinkedHashMap<>();
  private long last;

  FaultList(Clock clock) {
    this.clock = clock;
  }

  /** What a fault did to a row; see {@link PlantedFault}. */
  record Effect(List<String> key, String column, String before, String after) {
    static Effect none() {
      return new Effect(List.of(), "", null, null);
    }
  }

  synchronized PlantedFault add(FaultOrder order, Effect effect) {
    last++;
    return put(last, order, effect);
  }

  /** Puts what a fault has done by now in the place of what it had done. */
  synchronized void replace(long number, FaultOrder order, Effect effect) {
    if (faults.containsKey(number)) {
      put(number, order, effect);
    }
  }

  private PlantedFault put(long number, FaultOrder order, Effect effect) {
    PlantedFault fault =
        new PlantedFault(
            number,
            order.kind().word(),
            order.inFlight(),
            order.table() == null ? "" : order.table().toString(),
            effect.key(),
            effect.column(),
            effect.before(),
            effect.after(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    faults.put(number, fault);
    return fault;
  }

  /** Takes out what is no longer there. */
  synchronized void remove(long number) {
    faults.remove(number);
  }

  synchronized List<PlantedFault> all() {
    return new ArrayList<>(faults.values());
  }

  synchronized void clear() {
    faults.clear();
  }
}
