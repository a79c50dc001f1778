package dev.plumbline.sandbox.fault;

import dev.plumbline.sandbox.replicator.ApplyHook;
import dev.plumbline.sandbox.replicator.table.RowChange;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** All orders that strike changes as they are applied; each change is struck by one at most. */
final class FlightFaults implements ApplyHook {
  private final List<Flight> flights = new CopyOnWriteArrayList<>();

  void add(Flight flight) {
    flights.add(flight);
  }

  /** Ends all; the call of {@link #apply} that is under way may still strike. */
  void clear() {
    flights.clear();
  }

  /** How many more changes will be struck, and pairs of them. */
  int left() {
    return flights.stream().mapToInt(Flight::left).sum();
  }

  @Override
  public List<RowChange> apply(SourceTable table, RowChange change) {
    for (Flight flight : flights) {
      if (flight.order().table().equals(table.name())) {
        Optional<List<RowChange>> written = flight.apply(table, change);
        if (written.isPresent()) {
          return written.get();
        }
      }
    }
    return List.of(change);
  }
}
