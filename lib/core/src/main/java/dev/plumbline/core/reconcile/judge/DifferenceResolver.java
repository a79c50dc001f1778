package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.measure.RowValues;
import dev.plumbline.core.table.CanonicalForm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Turns settled suspects into differences, down to their cells. */
final class DifferenceResolver {
  /** Rows of one side alone of which it is read when they were written. */
  private static final int MOST_DATED = 10_000;

  private final TableForm form;
  private final ComparedTable right;
  private final BothSides sides;
  private final Depth depth;
  private final CompareLimits limits;
  private final LossPolicy policy;
  private final CellJudge judge;
  private final CommitTime time;
  private final DifferenceTally tally;
  private int dated;

  DifferenceResolver(
      TableForm form,
      ComparedTable right,
      BothSides sides,
      Depth depth,
      CompareLimits limits,
      LossPolicy policy,
      CommitTime time,
      DifferenceTally tally) {
    this.form = form;
    this.right = right;
    this.sides = sides;
    this.depth = depth;
    this.limits = limits;
    this.policy = policy;
    this.judge = new CellJudge(policy);
    this.time = depth == Depth.CELLS ? time : null;
    this.tally = tally;
  }

  void resolve(Collection<Suspect> suspects) {
    Map<RowKey, Suspect> missing = new LinkedHashMap<>();
    Map<RowKey, Suspect> extra = new LinkedHashMap<>();
    List<RowKey> changed = new ArrayList<>();
    for (Suspect suspect : suspects) {
      if (suspect.right().absent()) {
        missing.put(suspect.key(), suspect);
      } else if (suspect.left().absent()) {
        extra.put(suspect.key(), suspect);
      } else if (suspect.left().rows() != suspect.right().rows()) {
        counted(suspect);
      } else {
        changed.add(suspect.key());
      }
    }
    Map<RowKey, RowKey> respelled = respelled(missing, extra);
    respelled.forEach(
        (mine, theirs) -> {
          missing.remove(mine);
          extra.remove(theirs);
        });
    whole(DifferenceKind.MISSING, missing, sides.left());
    whole(DifferenceKind.EXTRA, extra, sides.right());
    cells(pairs(changed));
    cells(respelled);
  }

  /** Rows that one side has alone. */
  private void whole(DifferenceKind kind, Map<RowKey, Suspect> rows, ComparedStore side) {
    KeyLookup.batches(
        rows.keySet(),
        limits.keysPerQuery(),
        batch -> {
          boolean dates = time != null && dated < MOST_DATED;
          dated += batch.size();
          Map<RowKey, RowValues> values = dates ? values(side.valuesOf(batch)) : Map.of();
          for (RowKey key : batch) {
            Suspect one = rows.get(key);
            int copies = one.right().absent() ? one.left().rows() : one.right().rows();
            String committed = dates ? time.of(values.get(key)) : null;
            tally.add(new Difference(kind, key, null, copies, List.of(), committed));
          }
        });
  }

  private void plain(DifferenceKind kind, RowKey key, int rows) {
    tally.add(new Difference(kind, key, null, rows, List.of()));
  }

  private void counted(Suspect suspect) {
    int surplus = suspect.right().rows() - suspect.left().rows();
    plain(
        surplus > 0 ? DifferenceKind.DUPLICATE : DifferenceKind.MISSING,
        suspect.key(),
        Math.abs(surplus));
  }

  private static Map<RowKey, RowKey> pairs(List<RowKey> keys) {
    Map<RowKey, RowKey> pairs = new LinkedHashMap<>();
    keys.forEach(key -> pairs.put(key, key));
    return pairs;
  }

  /**
   * Missing keys whose row is on the right under a key that the left store holds equal: looked up
   * on the left, so that its own collation decides.
   */
  private Map<RowKey, RowKey> respelled(Map<RowKey, Suspect> missing, Map<RowKey, Suspect> extra) {
    Map<RowKey, RowKey> found = new LinkedHashMap<>();
    boolean text =
        form.keyColumns().stream()
            .anyMatch(
                column ->
                    column.form() == CanonicalForm.TEXT
                        || column.form() == CanonicalForm.PADDED_TEXT);
    if (!text || missing.isEmpty() || extra.isEmpty()) {
      return found;
    }
    KeyLookup.batches(
        extra.keySet(),
        limits.keysPerQuery(),
        batch -> {
          if (sides.left().rowsOf(batch).stream().anyMatch(row -> missing.containsKey(row.key()))) {
            for (RowKey theirs : batch) {
              sides.left().rowsOf(List.of(theirs)).stream()
                  .filter(row -> missing.containsKey(row.key()))
                  .forEach(row -> found.putIfAbsent(row.key(), theirs));
            }
          }
        });
    return found;
  }

  /**
   * @param pairs left key to right key
   */
  private void cells(Map<RowKey, RowKey> pairs) {
    if (depth != Depth.CELLS) {
      pairs.forEach(
          (mine, theirs) ->
              tally.add(
                  new Difference(kind(mine, theirs), mine, other(mine, theirs), 1, List.of())));
      return;
    }
    KeyLookup.batches(
        pairs.entrySet(),
        limits.keysPerQuery(),
        batch -> {
          Map<RowKey, RowValues> left =
              values(sides.left().valuesOf(batch.stream().map(Map.Entry::getKey).toList()));
          Map<RowKey, RowValues> theirs =
              values(sides.right().valuesOf(batch.stream().map(Map.Entry::getValue).toList()));
          for (Map.Entry<RowKey, RowKey> pair : batch) {
            compare(pair, left.get(pair.getKey()), theirs.get(pair.getValue()));
          }
        });
  }

  private static Map<RowKey, RowValues> values(List<RowValues> rows) {
    Map<RowKey, RowValues> byKey = new HashMap<>();
    rows.forEach(row -> byKey.put(row.key(), row));
    return byKey;
  }

  private void compare(Map.Entry<RowKey, RowKey> pair, RowValues left, RowValues theirs) {
    RowKey mine = pair.getKey();
    RowKey other = other(mine, pair.getValue());
    List<CellDifference> cells = new ArrayList<>();
    boolean tolerated = false;
    if (left != null && theirs != null) {
      List<DigestColumn> columns = form.compared();
      for (int i = 0; i < columns.size(); i++) {
        DigestColumn column = columns.get(i);
        String value = left.values().get(i);
        String copy = theirs.values().get(i);
        if (!Objects.equals(value, copy) && policy.tolerates(column, value, copy)) {
          tally.tolerated(column.name());
          tolerated = true;
          continue;
        }
        judge
            .judge(column, right.stored(column), value, copy)
            .ifPresentOrElse(
                cell -> {
                  cells.add(cell);
                  tally.triage(column).differs(cell);
                },
                () -> tally.triage(column).same(value));
      }
    }
    if (cells.isEmpty() && tolerated) {
      return;
    }
    boolean expected = !cells.isEmpty() && cells.stream().allMatch(CellDifference::expected);
    tally.add(
        new Difference(
            expected ? DifferenceKind.EXPECTED_LOSS : kind(mine, pair.getValue()),
            mine,
            other,
            1,
            cells,
            time != null && time.changes() ? time.of(left) : null));
  }

  private static DifferenceKind kind(RowKey mine, RowKey theirs) {
    return mine.equals(theirs) ? DifferenceKind.CHANGED : DifferenceKind.KEY_CASE;
  }

  private static RowKey other(RowKey mine, RowKey theirs) {
    return mine.equals(theirs) ? null : theirs;
  }
}
