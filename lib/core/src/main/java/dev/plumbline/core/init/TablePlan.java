package dev.plumbline.core.init;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.schema.DataFacts.Probe;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.SourceTable.Column;
import dev.plumbline.core.schema.SourceTable.ForeignKey;
import dev.plumbline.core.table.ColumnClass;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.TooLong;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is proposed for one table.
 *
 * @param columns those that are extracted
 * @param leftOut those that are not, each with its reason
 * @param silverNames the columns' names in silver
 * @param changedAt the column that tells a row's newest state; empty when none does
 * @param refused the known exception of a table that zero-ETL refuses
 * @param present the table as an earlier pipeline declares it
 */
record TablePlan(
    SourceTable table,
    String id,
    Groups.Group group,
    String groupId,
    Layout layout,
    List<Column> columns,
    Map<String, String> leftOut,
    Map<String, String> silverNames,
    Map<String, Personal.Proposal> masks,
    Optional<String> changedAt,
    Optional<Probe> probe,
    Optional<ExpectSpec> refused,
    Optional<TableSpec> present) {

  /** Names of columns that Plumbline adds to bronze. */
  private static final Set<String> BOOKKEEPING = Set.of("_run_id", "_ingested_at", "_source");

  /** Rules by which a foreign key changes no row when its parent's key changes. */
  private static final Set<String> HARMLESS = Set.of("RESTRICT", "NO ACTION", "");

  private static final Pattern CHANGED_AT =
      Pattern.compile(
          "(?:last_)?(?:updated|modified|changed)(?:_(?:at|on|time|date|ts))?"
              + "|last_update|mtime|update_time|modify_time");

  static TablePlan of(
      SourceTable table,
      String id,
      Groups.Group group,
      String groupId,
      Layout layout,
      Optional<Probe> probe,
      Optional<ExpectSpec> refused,
      Optional<TableSpec> present) {
    Map<String, String> leftOut = new LinkedHashMap<>();
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      Optional<String> reason = whyLeftOut(column);
      reason.ifPresent(text -> leftOut.put(column.name(), text));
      if (reason.isEmpty()) {
        columns.add(column);
      }
    }
    Map<String, String> silver =
        Names.ids(columns.stream().map(Column::name).toList(), "c_", Map.of());
    return new TablePlan(
        table,
        id,
        group,
        groupId,
        layout,
        List.copyOf(columns),
        leftOut,
        silver,
        masks(table, id, columns, silver),
        changedAt(columns),
        probe,
        refused,
        present);
  }

  /** The columns that tell rows apart, all of them extracted; empty when there are none. */
  List<String> key() {
    Set<String> names = columns.stream().map(Column::name).collect(Collectors.toSet());
    List<String> key = table.identity();
    return names.containsAll(key) ? key : List.of();
  }

  /**
   * The column by which only changed rows could be read: the server itself sets it whenever it
   * updates a row, and an index begins with it; empty where there is none or no key, or where
   * foreign keys change rows, which the server does without setting it.
   */
  Optional<Column> cursor() {
    return columns.stream()
        .filter(column -> column.stamped() && CursorSpec.isTime(type(column)))
        .filter(column -> table.leadsIndex(column.name()) && !hasZeroDates(column))
        .filter(column -> identified())
        .filter(column -> table.foreignKeys().stream().noneMatch(TablePlan::changesRows))
        .findFirst();
  }

  private static boolean changesRows(ForeignKey foreignKey) {
    return foreignKey.onDelete().toUpperCase(Locale.ROOT).startsWith("SET ")
        || !HARMLESS.contains(foreignKey.onUpdate().toUpperCase(Locale.ROOT));
  }

  private boolean identified() {
    List<String> key = key();
    return !key.isEmpty()
        && columns.stream()
            .filter(column -> key.contains(column.name()))
            .allMatch(
                column ->
                    DigestColumn.of(column.name(), type(column)).columnClass()
                        == ColumnClass.IN_STORE);
  }

  /** Whether dates were seen that only MySQL knows, now or when the column was declared. */
  boolean hasZeroDates(Column column) {
    return switch (type(column).type()) {
      case DATE, DATETIME, TIMESTAMP ->
          probe.filter(one -> one.zeroDates().contains(column.name())).isPresent()
              || declared(column).anyMatch(known -> known.zeroDates() == ZeroDates.NULL);
      default -> false;
    };
  }

  /** Whether a value was seen, now or when it was declared, that Redshift's text cannot hold. */
  boolean hasTooLong(Column column) {
    return type(column).fallback().startsWith("VARCHAR")
        && (probe
                .map(one -> one.widest().getOrDefault(column.name(), 0L))
                .filter(bytes -> bytes > ColumnType.VARCHAR_MAX_BYTES)
                .isPresent()
            || declared(column).anyMatch(known -> known.tooLong() == TooLong.CUT));
  }

  private Stream<ColumnSpec> declared(Column column) {
    return present.stream()
        .flatMap(spec -> spec.columns().stream())
        .filter(known -> known.name().equals(column.name()));
  }

  /** Type of a column that is extracted. */
  static ColumnType type(Column column) {
    return column.type().orElseThrow();
  }

  private static Optional<String> whyLeftOut(Column column) {
    if (column.type().isEmpty()) {
      return Optional.of("type " + column.sqlType() + " is none that Plumbline can read");
    }
    if (BOOKKEEPING.contains(column.name().toLowerCase(Locale.ROOT))) {
      return Optional.of("Plumbline adds a column of that name to bronze");
    }
    return Optional.empty();
  }

  private static Map<String, Personal.Proposal> masks(
      SourceTable table, String id, List<Column> columns, Map<String, String> silver) {
    Function<Column, Optional<Personal.Proposal>> proposal =
        column -> Personal.of(table, id, silver.get(column.name()), type(column));
    Map<String, Personal.Proposal> masks = new LinkedHashMap<>();
    columns.forEach(
        column -> proposal.apply(column).ifPresent(mask -> masks.put(column.name(), mask)));
    return masks;
  }

  private static Optional<String> changedAt(List<Column> columns) {
    return columns.stream()
        .filter(column -> type(column).spark().startsWith("timestamp"))
        .map(Column::name)
        .filter(name -> CHANGED_AT.matcher(Names.id(name, "c_")).matches())
        .findFirst();
  }
}
