package dev.plumbline.sandbox.fault;

import dev.plumbline.sandbox.replicator.table.Row;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import dev.plumbline.sandbox.replicator.table.SourceTable;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides what an order does to which rows, by its seed. A key's cells are left alone, so that a
 * struck row can be told by its key. Confined to one thread.
 */
final class RowFaults {
  private final FaultOrder order;
  private final SourceTable table;
  private final Random random;

  /** Places of the columns that may be struck, in an order that the seed decides. */
  private final List<Integer> columns;

  /**
   * @throws IllegalArgumentException when the order names a column that cannot be struck
   */
  RowFaults(FaultOrder order, SourceTable table) {
    this.order = order;
    this.table = table;
    this.random = new Random(order.seed());
    this.columns = strikable();
  }

  private List<Integer> strikable() {
    Set<Integer> key = new HashSet<>(table.keyIndexes());
    if (order.wantedColumn().isPresent()) {
      String wanted = order.wantedColumn().get();
      int place = table.indexOf(wanted);
      if (place < 0) {
        throw order.refused(
            "there is no column %s, only %s"
                .formatted(wanted, String.join(", ", table.columnNames())));
      }
      if (key.contains(place)) {
        throw order.refused("column %s belongs to the key".formatted(wanted));
      }
      return List.of(place);
    }
    List<Integer> others =
        IntStream.range(0, table.columns().size())
            .filter(place -> !key.contains(place))
            .boxed()
            .collect(Collectors.toList());
    Collections.shuffle(others, random);
    return others;
  }

  /** Places of the columns that may be struck, the preferred one first. */
  List<Integer> columns() {
    return columns;
  }

  /**
   * What becomes of which row, for as many rows as the order wants; each key is struck once.
   *
   * @throws IllegalArgumentException when fewer of the candidates can be struck so
   */
  Map<Row, RowEdit> choose(List<Row> candidates) {
    return switch (order.kind()) {
      case SHIFT -> inOneColumn(candidates);
      case SWAP -> swapped(candidates);
      default -> oneByOne(candidates);
    };
  }

  private Map<Row, RowEdit> oneByOne(List<Row> candidates) {
    Map<Row, RowEdit> edits = new LinkedHashMap<>();
    for (Row row : candidates) {
      if (edits.size() < order.rows()) {
        edit(row).ifPresent(edit -> edits.put(row, edit));
      }
    }
    return enough(edits, order.rows(), edits.size());
  }

  /** What becomes of a row alone; empty where the kind cannot strike it. */
  Optional<RowEdit> edit(Row row) {
    return switch (order.kind()) {
      case DROP -> Optional.of(new RowEdit.Lost());
      case DUPLICATE -> Optional.of(new RowEdit.Doubled());
      default -> cell(row);
    };
  }

  private Optional<RowEdit> cell(Row row) {
    int turn = columns.size() < 2 ? 0 : random.nextInt(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      int place = columns.get((i + turn) % columns.size());
      Optional<String> wrong = wrong(place, row.cell(place));
      if (wrong.isPresent()) {
        return Optional.of(new RowEdit.Put(place, wrong.get()));
      }
    }
    return Optional.empty();
  }

  /** The wrong value of a cell; empty where the kind cannot strike it. */
  Optional<String> wrong(int place, String value) {
    SourceColumn column = table.columns().get(place);
    return switch (order.kind()) {
      case CORRUPT -> Optional.of(CellFaults.corrupted(column, value));
      case SHIFT -> CellFaults.shifted(column, value);
      case TRUNCATE -> CellFaults.cut(column, value);
      default -> Optional.empty();
    };
  }

  /** The first column in which both rows would differ from what they are by the other's value. */
  Optional<Integer> swappable(Row one, Row other) {
    return columns.stream()
        .filter(place -> one.cell(place) != null && other.cell(place) != null)
        .filter(
            place ->
                CellFaults.canSwap(table.columns().get(place), one.cell(place), other.cell(place)))
        .findFirst();
  }

  /** The first column in which enough rows can be struck. */
  private Map<Row, RowEdit> inOneColumn(List<Row> candidates) {
    Map<Row, RowEdit> most = Map.of();
    for (int place : columns) {
      Map<Row, RowEdit> edits = new LinkedHashMap<>();
      for (Row row : candidates) {
        if (edits.size() < order.rows()) {
          wrong(place, row.cell(place))
              .ifPresent(value -> edits.put(row, new RowEdit.Put(place, value)));
        }
      }
      most = edits.size() > most.size() ? edits : most;
    }
    return enough(most, order.rows(), most.size());
  }

  private Map<Row, RowEdit> swapped(List<Row> candidates) {
    Map<Row, RowEdit> most = Map.of();
    for (int place : columns) {
      Map<Row, RowEdit> edits = pairs(candidates, place);
      most = edits.size() > most.size() ? edits : most;
    }
    return enough(most, 2 * order.rows(), most.size() / 2);
  }

  private Map<Row, RowEdit> pairs(List<Row> candidates, int place) {
    Map<Row, RowEdit> edits = new LinkedHashMap<>();
    SourceColumn column = table.columns().get(place);
    for (int i = 0; i < candidates.size() && edits.size() < 2 * order.rows(); i++) {
      Row one = candidates.get(i);
      if (edits.containsKey(one)) {
        continue;
      }
      candidates.stream()
          .skip(i + 1L)
          .filter(other -> !edits.containsKey(other))
          .filter(other -> CellFaults.canSwap(column, one.cell(place), other.cell(place)))
          .findFirst()
          .ifPresent(
              other -> {
                edits.put(one, new RowEdit.Put(place, other.cell(place)));
                edits.put(other, new RowEdit.Put(place, one.cell(place)));
              });
    }
    return edits;
  }

  private Map<Row, RowEdit> enough(Map<Row, RowEdit> edits, int wanted, int found) {
    if (edits.size() < wanted) {
      throw order.refused(
          "it strikes %s %s, and only %s %s"
              .formatted(
                  order.rows(),
                  order.kind() == FaultKind.SWAP ? "pairs of rows" : "rows",
                  found,
                  "can be struck so"));
    }
    return edits;
  }
}
