package dev.plumbline.core.init;

import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.ForeignKey;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a table's copies are laid out in Redshift.
 *
 * @param distKey empty for Redshift's own choice, which is best for small tables
 */
record Layout(
    Optional<String> distKey, String distReason, List<String> sortKey, String sortReason) {
  /** Below this Redshift's AUTO keeps a copy on every node, which joins best. */
  static final long SMALL_ROWS = 500_000;

  private static final int MOST_SORT_COLUMNS = 4;

  /** The layouts of all tables, which depend on one another. */
  static Map<TableName, Layout> of(List<SourceTable> tables) {
    Map<TableName, SourceTable> byName =
        tables.stream().collect(Collectors.toMap(SourceTable::name, Function.identity()));
    return tables.stream().collect(Collectors.toMap(SourceTable::name, table -> of(table, byName)));
  }

  private static Layout of(SourceTable table, Map<TableName, SourceTable> tables) {
    List<String> sort =
        table.identity().stream()
            .takeWhile(column -> fits(table, column))
            .limit(MOST_SORT_COLUMNS)
            .toList();
    String sortReason = "by the key, as it is looked up and compared";
    if (table.rows() < SMALL_ROWS) {
      return new Layout(
          Optional.empty(), "small: the choice is left to Redshift", sort, sortReason);
    }
    Optional<ForeignKey> joined =
        table.foreignKeys().stream()
            .filter(key -> key.columns().size() == 1 && fits(table, key.columns().get(0)))
            .filter(key -> tables.containsKey(key.parent()))
            .filter(key -> !key.parent().equals(table.name()))
            .max(Comparator.comparingLong(key -> tables.get(key.parent()).rows()));
    if (joined.isPresent() && tables.get(joined.get().parent()).rows() >= SMALL_ROWS) {
      return new Layout(
          Optional.of(joined.get().columns().get(0)),
          "joins the largest table it refers to, " + joined.get().parent().table(),
          sort,
          sortReason);
    }
    boolean parent =
        tables.values().stream()
            .filter(other -> other.rows() >= SMALL_ROWS)
            .flatMap(other -> other.foreignKeys().stream())
            .anyMatch(key -> key.parent().equals(table.name()));
    if (parent && table.identity().size() == 1 && !sort.isEmpty()) {
      return new Layout(
          Optional.of(sort.get(0)), "large tables refer to it by its key", sort, sortReason);
    }
    return new Layout(
        Optional.empty(),
        "nothing large joins it: the choice is left to Redshift",
        sort,
        sortReason);
  }

  /** Neither SUPER nor VARBYTE can be a sort or distribution key. */
  private static boolean fits(SourceTable table, String column) {
    Optional<ColumnType> type = table.column(column).flatMap(SourceTable.Column::type);
    return type.map(ColumnType::fallback)
        .filter(name -> !name.startsWith("VARBYTE") && !name.equals("SUPER"))
        .isPresent();
  }
}
