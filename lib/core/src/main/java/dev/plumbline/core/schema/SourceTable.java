package dev.plumbline.core.schema;

import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A base table as {@code information_schema} describes it.
 *
 * @param engine the storage engine; empty where the server names none
 * @param rows the server's estimate; may be far off
 * @param bytes of data, without indexes; an estimate too
 * @param columns in their order, invisible ones included
 */
public record SourceTable(
    TableName name,
    String engine,
    long rows,
    long bytes,
    boolean partitioned,
    List<Column> columns,
    List<Index> indexes,
    List<ForeignKey> foreignKeys) {

  public SourceTable {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /** The primary key's columns; empty when there is none. */
  public List<String> primaryKey() {
    return indexes.stream()
        .filter(Index::primary)
        .findFirst()
        .map(Index::columns)
        .orElse(List.of());
  }

  /**
   * The columns that tell one row from another: the primary key, or else a unique index without
   * NULLs and prefixes, the one of fewest columns; empty when there is none.
   */
  public List<String> identity() {
    return identifying().map(Index::columns).orElse(List.of());
  }

  /** The index behind {@link #identity}. */
  public Optional<Index> identifying() {
    return indexes.stream()
        .filter(index -> index.primary() || (index.unique() && tellsRowsApart(index)))
        .min(
            java.util.Comparator.<Index, Boolean>comparing(index -> !index.primary())
                .thenComparing(index -> index.columns().size())
                .thenComparing(Index::name));
  }

  /** The column of exactly that name. */
  public Optional<Column> column(String column) {
    return columns.stream().filter(one -> one.name().equals(column)).findFirst();
  }

  /** Whether a whole-column index begins with the column, so that a range of it is cheap. */
  public boolean leadsIndex(String column) {
    return indexes.stream()
        .anyMatch(
            index -> index.btree() && !index.prefix() && index.columns().get(0).equals(column));
  }

  private boolean tellsRowsApart(Index index) {
    return !index.prefix()
        && index.columns().stream()
            .allMatch(name -> column(name).filter(column -> !column.nullable()).isPresent());
  }

  /** How a column comes by its value. */
  public enum Generation {
    NONE,
    /** Computed when it is read. */
    VIRTUAL,
    /** Computed when the row is written. */
    STORED
  }

  /**
   * One column.
   *
   * @param sqlType the type as the server writes it
   * @param type empty where the type is none of MySQL's that Plumbline knows
   * @param byDefault the default as the server notes it; empty when there is none
   * @param invisible left out of {@code SELECT *}
   * @param stamped set by the server to the present time whenever a row is updated, unless the
   *     statement says otherwise
   */
  public record Column(
      String name,
      String sqlType,
      Optional<ColumnType> type,
      boolean nullable,
      Optional<String> byDefault,
      Generation generation,
      boolean invisible,
      boolean stamped) {}

  /**
   * One index.
   *
   * @param columns in the index's order
   * @param prefix whether only the beginning of a column is indexed
   * @param btree whether ranges of it can be read
   */
  public record Index(
      String name,
      boolean primary,
      boolean unique,
      boolean prefix,
      boolean btree,
      List<String> columns) {
    public Index {
      columns = List.copyOf(columns);
    }
  }

  /**
   * One foreign key.
   *
   * @param onDelete the rule as MySQL writes it, such as {@code NO ACTION}
   */
  public record ForeignKey(
      String name,
      List<String> columns,
      TableName parent,
      List<String> parentColumns,
      String onDelete,
      String onUpdate) {
    public ForeignKey {
      columns = List.copyOf(columns);
      parentColumns = List.copyOf(parentColumns);
    }

    /** Whether a change of the parent changes rows of this table, past the binlog. */
    public boolean acts() {
      return acts(onDelete) || acts(onUpdate);
    }

    private static boolean acts(String rule) {
      return switch (rule.toUpperCase(java.util.Locale.ROOT)) {
        case "CASCADE", "SET NULL", "SET DEFAULT" -> true;
        default -> false;
      };
    }
  }
}
