package dev.plumbline.sandbox.fault;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.replicator.ZeroEtlReplicator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plants faults, keeps the list of what they changed and ends them again. Orders are carried out
 * one after another. Thread-safe.
 */
public final class Faults {
  private static final Duration MENDING = Duration.ofMinutes(2);

  private final ZeroEtlReplicator replicator;
  private final Warehouse warehouse;
  private final ReservedKeys reserved;
  private final FaultList list;
  private final FaultsAtRest atRest;
  private final FlightFaults inFlight = new FlightFaults();

  public Faults(
      ZeroEtlReplicator replicator, Warehouse warehouse, ReservedKeys reserved, Clock clock) {
    this.replicator = replicator;
    this.warehouse = warehouse;
    this.reserved = reserved;
    this.list = new FaultList(clock);
    this.atRest = new FaultsAtRest(replicator, reserved);
  }

  /**
   * Plants. Returns when it has taken effect, with what was changed; a fault in flight strikes
   * later, and what it changes is in the list by then.
   *
   * @throws IllegalArgumentException when it cannot be planted; nothing is changed then
   */
  public synchronized List<PlantedFault> plant(FaultOrder order) {
    return switch (order.kind().scope()) {
      case ROWS -> {
        if (order.inFlight()) {
          atRest.prepare(order);
          inFlight.add(new Flight(order, list, reserved));
          replicator.hook(inFlight);
          yield List.of();
        }
        yield atRest.plant(order).stream().map(effect -> list.add(order, effect)).toList();
      }
      case TABLE -> {
        strikeTable(order);
        yield List.of(list.add(order, FaultList.Effect.none()));
      }
      case INTEGRATION -> {
        strikeAll(order);
        yield List.of(list.add(order, FaultList.Effect.none()));
      }
    };
  }

  private void strikeTable(FaultOrder order) {
    TableName table = order.table();
    if (!replicator.status().tables().containsKey(table)) {
      throw order.refused("the integration has no such table");
    }
    if (order.kind() == FaultKind.FAIL) {
      replicator.failTable(table.schema(), table.table(), "Fault on purpose");
    } else {
      replicator.refreshTable(table.schema(), table.table());
    }
  }

  private void strikeAll(FaultOrder order) {
    switch (order.kind()) {
      case PAUSE -> replicator.pause();
      case DELAY -> replicator.delay(order.delay());
      case WAREHOUSE_AWAY -> warehouse.leave();
      default -> throw order.refused("it strikes no integration");
    }
  }

  /** What is planted, oldest first. */
  public List<PlantedFault> list() {
    return list.all();
  }

  /** How many more changes faults in flight will strike, and pairs of them. */
  public int armed() {
    return inFlight.left();
  }

  /**
   * Ends what lasts, reads every struck table anew, so that no planted change is left, and empties
   * the list. Returns when all of that is done.
   *
   * @throws IllegalStateException when the replicator does not catch up in time
   */
  public synchronized void clear() {
    warehouse.comeBack();
    replicator.resume();
    replicator.delay(Duration.ZERO);
    inFlight.clear();
    // Returns when the change that is under way has been applied.
    replicator.hook(inFlight);
    Set<String> struck = new TreeSet<>();
    list.all().stream().map(PlantedFault::table).filter(t -> !t.isEmpty()).forEach(struck::add);
    for (TableName table : replicator.status().tables().keySet()) {
      if (struck.contains(table.toString())) {
        replicator.refreshTable(table.schema(), table.table());
      }
    }
    list.clear();
    reserved.freeAll();
    if (!replicator.awaitCaughtUp(MENDING)) {
      throw new IllegalStateException(
          "Cannot end the faults: the replicator has not caught up within %s s, %s"
              .formatted(MENDING.toSeconds(), replicator.status()));
    }
  }
}
