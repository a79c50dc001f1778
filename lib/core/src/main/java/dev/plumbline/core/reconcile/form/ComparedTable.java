package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.reconcile.Slice;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One side of a comparison: a table in a store.
 *
 * @param label how reports call it, such as {@code aurora blog.users}
 * @param nameParts the table's name, outermost part first, exactly as it is in the store
 * @param columns how the compared columns lie there
 * @param filter a condition in the store's SQL that rows must meet, such as {@code
 *     _record_is_active}; declared, never built from values; empty for all rows
 * @param slice the share of the rows that is compared, or null for all of them
 * @param part a condition in the store's SQL that tells the rows to compare: unlike one that does
 *     not meet the filter, a row that does not meet it on one side alone is there, and is looked up
 *     by its key; empty for all rows
 */
public record ComparedTable(
    String label,
    List<String> nameParts,
    List<StoredColumn> columns,
    String filter,
    Slice slice,
    String part)
    implements Serializable {

  public ComparedTable {
    nameParts = List.copyOf(nameParts);
    columns = List.copyOf(columns);
  }

  /** A table of which all rows that meet the filter are compared. */
  public ComparedTable(
      String label, List<String> nameParts, List<StoredColumn> columns, String filter) {
    this(label, nameParts, columns, filter, null, "");
  }

  /** The same with only a share of its rows. */
  public ComparedTable of(Slice share) {
    return new ComparedTable(label, nameParts, columns, filter, share, part);
  }

  /** The same with only the rows that meet a condition. */
  public ComparedTable part(String condition) {
    return new ComparedTable(label, nameParts, columns, filter, slice, condition);
  }

  /** Whether only some of the rows are compared. */
  public boolean isPart() {
    return slice != null || !part.isEmpty();
  }

  /** How a compared column lies in this store. */
  public StoredColumn stored(DigestColumn column) {
    return stored(column.name());
  }

  /** How the column of that name lies in this store; null where it does not. */
  public StoredColumn stored(String column) {
    return byName().get(column);
  }

  private Map<String, StoredColumn> byName() {
    return columns.stream().collect(Collectors.toMap(StoredColumn::name, Function.identity()));
  }
}
