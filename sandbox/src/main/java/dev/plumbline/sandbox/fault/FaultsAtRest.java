package dev.plumbline.sandbox.fault;

import dev.plumbline.core.table.TableName;
import dev.plumbline.sandbox.fault.FaultList.Effect;
import dev.plumbline.sandbox.replicator.ZeroEtlReplicator;
import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import dev.plumbline.sandbox.replicator.warehouse.ReplicaRows;
import dev.plumbline.sandbox.replicator.warehouse.ReplicaRows.Stored;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plants faults into rows that are there: sets their keys apart, waits until the replica holds what
 * the source holds of them, and changes them between two transactions. So nothing that is under way
 * at the source undoes a planted change or is undone by it.
 */
final class FaultsAtRest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Candidates for each row that is wanted, since some go or cannot be struck. */
  private static final int CHOICE = 4;

  private static final int FEWEST = 60;

  private final ZeroEtlReplicator replicator;
  private final ReservedKeys reserved;

  FaultsAtRest(ZeroEtlReplicator replicator, ReservedKeys reserved) {
    this.replicator = replicator;
    this.reserved = reserved;
  }

  /** Plants and tells what was changed; the struck keys stay set apart. */
  List<Effect> plant(FaultOrder order) {
    if (replicator.status().paused()) {
      throw order.refused("the replicator is paused, so it cannot be told what its rows should be");
    }
    awaitCaughtUp(order);
    List<List<String>> candidates = order.keys().isEmpty() ? candidates(order) : order.keys();
    Set<List<String>> unused = new LinkedHashSet<>(candidates);
    try {
      reserved.reserve(order.table(), candidates, PATIENCE);
      awaitCaughtUp(order);
      List<Effect> effects = new ArrayList<>();
      change(order, rows -> strike(order, rows, candidates, effects));
      effects.forEach(effect -> unused.remove(effect.key()));
      return effects;
    } finally {
      reserved.free(order.table(), unused);
    }
  }

  /**
   * Sees to it that a fault in flight can strike: its table is live, its column is there, and the
   * keys that it names are set apart.
   */
  void prepare(FaultOrder order) {
    change(order, rows -> new RowFaults(order, rows.table()).columns());
    if (!order.keys().isEmpty()) {
      reserved.reserve(order.table(), order.keys(), PATIENCE);
      awaitCaughtUp(order);
    }
  }

  private void awaitCaughtUp(FaultOrder order) {
    if (!replicator.awaitCaughtUp(PATIENCE.plus(replicator.status().delay()))) {
      throw order.refused("the replicator has not caught up, " + replicator.status());
    }
  }

  private void change(FaultOrder order, ZeroEtlReplicator.ReplicaWork work) {
    try {
      replicator.change(order.table(), work);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      throw why.startsWith("Cannot plant") ? e : order.refused(why);
    }
  }

  /** Keys of rows that are there and not set apart for another fault. */
  private List<List<String>> candidates(FaultOrder order) {
    TableName table = order.table();
    int pairs = order.kind() == FaultKind.SWAP ? 2 : 1;
    int wanted = Math.max(FEWEST, CHOICE * pairs * order.rows());
    Set<List<String>> keys = new LinkedHashSet<>();
    change(
        order,
        rows -> {
          keys.clear();
          List<Integer> key = rows.table().keyIndexes();
          rows.sample(wanted + reserved.count(table), order.seed()).stream()
              .map(stored -> stored.row().pick(key))
              .filter(one -> !reserved.isReserved(table, one))
              .limit(wanted)
              .forEach(keys::add);
        });
    return List.copyOf(keys);
  }

  private static void strike(
      FaultOrder order, ReplicaRows rows, List<List<String>> keys, List<Effect> effects)
      throws SQLException {
    effects.clear();
    SourceTable table = rows.table();
    Map<Row, Stored> found = found(rows, keys);
    if (!order.keys().isEmpty() && found.size() < order.keys().size()) {
      throw order.refused("the replica has %s of the %s keys".formatted(found.size(), keys.size()));
    }
    Map<Row, RowEdit> edits = new RowFaults(order, table).choose(List.copyOf(found.keySet()));
    for (Map.Entry<Row, RowEdit> edit : edits.entrySet()) {
      write(rows, found.get(edit.getKey()), edit.getValue());
      effects.add(effect(table, edit.getKey(), edit.getValue()));
    }
  }

  /** The rows of these keys that are there, in the order of the keys, which the seed decides. */
  private static Map<Row, Stored> found(ReplicaRows rows, List<List<String>> keys)
      throws SQLException {
    Map<List<String>, Stored> byKey = new LinkedHashMap<>();
    for (Stored stored : rows.find(keys)) {
      byKey.put(stored.row().pick(rows.table().keyIndexes()), stored);
    }
    Map<Row, Stored> found = new LinkedHashMap<>();
    for (List<String> key : keys) {
      Stored stored = byKey.get(key);
      if (stored != null) {
        found.put(stored.row(), stored);
      }
    }
    return found;
  }

  private static void write(ReplicaRows rows, Stored stored, RowEdit edit) throws SQLException {
    if (edit instanceof RowEdit.Put put) {
      rows.set(stored, put.column(), put.value());
    } else if (edit instanceof RowEdit.Doubled) {
      rows.copy(stored);
    } else {
      rows.delete(stored);
    }
  }

  static Effect effect(SourceTable table, Row row, RowEdit edit) {
    List<String> key = row.pick(table.keyIndexes());
    if (edit instanceof RowEdit.Put put) {
      String column = table.columns().get(put.column()).name();
      return new Effect(key, column, row.cell(put.column()), put.value());
    }
    String once = row.toString();
    return new Effect(key, "", once, edit instanceof RowEdit.Lost ? null : once + ", twice");
  }
}
