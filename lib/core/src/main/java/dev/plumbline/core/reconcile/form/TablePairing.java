package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.schema.StoreColumn;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.ColumnClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Two tables brought into one form by their catalogues: columns are matched by name, and what each
 * value means follows from the types of both sides.
 *
 * @param left how the compared columns lie on the left
 * @param right how they lie on the right
 * @param leftFilter a condition that rows of the left must meet; empty for all rows
 * @param rightFilter the same of the right
 */
public record TablePairing(
    TableForm form,
    List<StoredColumn> left,
    List<StoredColumn> right,
    String leftFilter,
    String rightFilter) {
  /** What zero-ETL and Plumbline add to a table. */
  private static final Set<String> BOOKKEEPING =
      Set.of(
          "txn_seq",
          "txn_id",
          "padb_internal_txn_seq_col",
          "padb_internal_txn_id_col",
          "_record_is_active",
          "_record_create_time",
          "_record_delete_time",
          "_run_id",
          "_ingested_at",
          "_source");

  /** In history mode only these rows are the table as it is now. */
  private static final String HISTORY = "_record_is_active";

  public TablePairing {
    left = List.copyOf(left);
    right = List.copyOf(right);
  }

  /** Pairs two tables. */
  public static TablePairing of(StoreTable left, StoreTable right, DigestStrength strength) {
    List<DigestColumn> columns = new ArrayList<>();
    List<StoredColumn> mine = new ArrayList<>();
    List<StoredColumn> theirs = new ArrayList<>();
    for (StoreColumn column : left.columns()) {
      if (bookkeeping(column) && right.column(column.name()).isEmpty()) {
        continue;
      }
      ColumnPairing pairing =
          right
              .column(column.name())
              .map(other -> ColumnPairing.of(left.kind(), column, right.kind(), other))
              .orElseGet(() -> ColumnPairing.onlyLeft(left.kind(), column, right.kind()));
      columns.add(pairing.column());
      pairing.left().ifPresent(mine::add);
      pairing.right().ifPresent(theirs::add);
    }
    for (StoreColumn column : right.columns()) {
      if (left.column(column.name()).isEmpty() && !bookkeeping(column)) {
        columns.add(ColumnPairing.onlyRight(column));
      }
    }
    TableForm form = TableForm.of(columns, key(left, right, columns)).withStrength(strength);
    return new TablePairing(form, mine, theirs, filter(left, right), filter(right, left));
  }

  private static boolean bookkeeping(StoreColumn column) {
    return BOOKKEEPING.contains(column.name().toLowerCase(Locale.ROOT));
  }

  private static String filter(StoreTable table, StoreTable other) {
    boolean history = table.column(HISTORY).isPresent() && other.column(HISTORY).isEmpty();
    return history ? HISTORY : "";
  }

  /** The left's key where all of it can be digested in the stores, else the right's, else none. */
  private static List<String> key(StoreTable left, StoreTable right, List<DigestColumn> columns) {
    Set<String> usable =
        columns.stream()
            .filter(column -> column.columnClass() == ColumnClass.IN_STORE)
            .map(DigestColumn::name)
            .collect(Collectors.toSet());
    if (!left.key().isEmpty() && usable.containsAll(left.key())) {
      return left.key();
    }
    List<String> others =
        right.key().stream()
            .map(name -> left.column(name).map(StoreColumn::name).orElse(name))
            .toList();
    return usable.containsAll(others) ? others : List.of();
  }

  /** Columns that are not compared, each with its reason, such as {@code shape (…)}. */
  public List<String> notCompared() {
    return form.columns(ColumnClass.NOT_COMPARED).stream()
        .map(column -> column.name() + " (" + column.reason() + ")")
        .toList();
  }
}
