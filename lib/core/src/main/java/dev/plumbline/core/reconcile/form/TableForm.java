package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.core.table.ColumnClass;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.TableSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is compared of a table, the same for both sides.
 *
 * @param columns in the table's order, those not compared included
 * @param key names of the columns that identify a row; empty for a table without a key, which is
 *     compared as a multiset of whole rows
 */
public record TableForm(
    DigestVersion version, DigestStrength strength, List<DigestColumn> columns, List<String> key)
    implements Serializable {

  public TableForm {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    for (String name : key) {
      DigestColumn column = find(columns, name);
      if (column.columnClass() != ColumnClass.IN_STORE) {
        throw new IllegalArgumentException(
            "Cannot compare by key column "
                + name
                + ": its values are digested "
                + column.columnClass().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      }
    }
  }

  public static TableForm of(List<DigestColumn> columns, List<String> key) {
    return new TableForm(DigestVersion.V1, DigestStrength.STANDARD, columns, key);
  }

  /** All declared columns of a table. */
  public static TableForm of(TableSpec table) {
    return of(table, column -> Optional.empty());
  }

  /**
   * The declared columns of a table. One whose key holds a column that no store digests compares as
   * a multiset of whole rows.
   *
   * @param leftOut why a column is not compared; empty where it is
   */
  public static TableForm of(TableSpec table, Function<ColumnSpec, Optional<String>> leftOut) {
    List<DigestColumn> columns = new ArrayList<>();
    for (ColumnSpec column : table.columns()) {
      DigestColumn digested = DigestColumn.of(column.name(), column.type());
      columns.add(leftOut.apply(column).map(digested::notCompared).orElse(digested));
    }
    boolean identified =
        table.key().stream()
            .map(name -> find(columns, name))
            .allMatch(column -> column.columnClass() == ColumnClass.IN_STORE);
    return of(columns, identified ? table.key() : List.of());
  }

  /** The same for rows that are digested while they are read for something else. */
  public TableForm inPassing() {
    return withStrength(DigestStrength.CHECKSUM);
  }

  public TableForm withStrength(DigestStrength other) {
    return new TableForm(version, other, columns, key);
  }

  /** Of the same rows their keys alone. */
  public TableForm ofKeys() {
    List<DigestColumn> keys =
        columns.stream()
            .map(
                column ->
                    key.contains(column.name())
                        ? column
                        : column.notCompared("of rows that were not written only the key is"))
            .toList();
    return new TableForm(version, strength, keys, key);
  }

  public boolean keyless() {
    return key.isEmpty();
  }

  /** Whether a row is nothing but its key: then the key says all that its hash could. */
  public boolean keysOnly() {
    return !keyless() && compared().stream().allMatch(column -> key.contains(column.name()));
  }

  /** The row's text that the stores hash. */
  public RowForm inStore() {
    return RowForm.of(columns(ColumnClass.IN_STORE));
  }

  /** The row's text that the tool hashes; empty where the stores can do it all. */
  public RowForm byTool() {
    return RowForm.of(columns(ColumnClass.BY_SPARK));
  }

  /** The key's text, whose hash places a row in a hash bucket. */
  public RowForm keyForm() {
    return RowForm.of(keyColumns());
  }

  public List<DigestColumn> keyColumns() {
    return key.stream().map(name -> find(columns, name)).toList();
  }

  /** Whether ranges of the key can be planned: one column, an exact integer. */
  public boolean numericKey() {
    return key.size() == 1 && keyColumns().get(0).form() == CanonicalForm.INTEGER;
  }

  public List<DigestColumn> columns(ColumnClass where) {
    return columns.stream().filter(column -> column.columnClass() == where).toList();
  }

  /** The columns whose values are compared, wherever that is done. */
  public List<DigestColumn> compared() {
    return columns.stream()
        .filter(column -> column.columnClass() != ColumnClass.NOT_COMPARED)
        .toList();
  }

  /**
   * Tells two forms apart in few characters: what is compared, how it is digested and where, and
   * the version and strength under which that is done.
   */
  public String signature() {
    StringBuilder text = new StringBuilder(version.name()).append('|').append(strength);
    for (DigestColumn column : compared()) {
      text.append('|').append(column.name().length()).append(':').append(column.name());
      text.append(',').append(column.form()).append(',').append(column.maxBytes());
      text.append(',').append(column.columnClass());
    }
    key.forEach(name -> text.append("|key ").append(name));
    return version + "-" + CanonicalBytes.hash(text.toString(), DigestStrength.STANDARD);
  }

  /** What share of the columns a match proves and how, such as {@code 15 of 17, 2 by spark}. */
  public String columnsProven() {
    int byTool = columns(ColumnClass.BY_SPARK).size();
    String share = compared().size() + " of " + columns.size();
    return byTool == 0 ? share : share + ", " + byTool + " by spark";
  }

  private static DigestColumn find(List<DigestColumn> columns, String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + name + " to compare by"));
  }
}
