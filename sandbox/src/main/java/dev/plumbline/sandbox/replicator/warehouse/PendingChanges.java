package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.RowChange;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes of one table that wait to be written, brought down per key to what they leave behind:
 * whether rows of before have to go, and which rows there are now. An update is a delete of the old
 * key and an insert of the new one, so a changed key needs no case of its own.
 */
public final class PendingChanges {
  private final List<Integer> key;
  private final Map<List<String>, Outcome> outcomes = new LinkedHashMap<>();

  /** A row with the transaction that wrote it. */
  record Stamped(Row row, long transactionSequence, long transactionId) {}

  private static final class Outcome {
    private final List<Stamped> rows = new ArrayList<>(1);
    private boolean deleteStored;
  }

  public PendingChanges(SourceTable table) {
    this.key = table.keyIndexes();
  }

  public void add(RowChange change, long transactionSequence) {
    if (change.before() != null) {
      Outcome old = outcome(change.before());
      old.deleteStored |= old.rows.isEmpty();
      old.rows.clear();
    }
    if (change.after() != null) {
      outcome(change.after())
          .rows
          .add(new Stamped(change.after(), transactionSequence, change.transactionId()));
    }
  }

  private Outcome outcome(Row row) {
    return outcomes.computeIfAbsent(row.pick(key), k -> new Outcome());
  }

  public boolean isEmpty() {
    return outcomes.isEmpty();
  }

  public void clear() {
    outcomes.clear();
  }

  /** Keys whose stored rows have to go. */
  List<List<String>> deletedKeys() {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getValue().deleteStored)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Rows to be stored. */
  List<Stamped> rows() {
    List<Stamped> rows = new ArrayList<>(outcomes.size());
    outcomes.values().forEach(outcome -> rows.addAll(outcome.rows));
    return rows;
  }
}
