package dev.plumbline.core.evolve;

import dev.plumbline.core.evolve.SchemaChange.Kind;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.Evolve;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a table follows its source. Pure. Columns are told apart by their names alone: one that was
 * renamed is gone, and another was added, so that no value gets into a column it was not in.
 *
 * @param table as it is to be read, which is as it is declared where nothing was applied
 * @param applied changes that the table has followed
 * @param open changes that it has not
 */
public record Evolution(TableSpec table, List<SchemaChange> applied, List<SchemaChange> open) {
  public Evolution {
    applied = List.copyOf(applied);
    open = List.copyOf(open);
  }

  /** Follows the source as the table's policy says. */
  public static Evolution of(TableSpec declared, SeenTable seen) {
    List<SchemaChange> applied = new ArrayList<>();
    List<SchemaChange> open = new ArrayList<>();
    for (SchemaChange change : changes(declared, seen)) {
      boolean follows = declared.evolve() == Evolve.EVOLVE && canFollow(declared, seen, change);
      (follows ? applied : open).add(change);
    }
    return new Evolution(
        applied.isEmpty() ? declared : followed(declared, seen, applied), applied, open);
  }

  /** Whether the policy lets nothing be read before people have changed the declaration. */
  public boolean refused() {
    return table.evolve() == Evolve.FAIL && !open.isEmpty();
  }

  private static List<SchemaChange> changes(TableSpec declared, SeenTable seen) {
    Map<String, SourceColumn> actual = new LinkedHashMap<>();
    seen.columns().forEach(column -> actual.put(column.name(), column));
    List<SchemaChange> changes = new ArrayList<>();
    Set<String> known = new HashSet<>(seen.first());
    for (ColumnSpec column : declared.columns()) {
      known.add(column.name());
      change(column, actual.get(column.name())).ifPresent(changes::add);
    }
    actual.values().stream()
        .filter(column -> !known.contains(column.name()))
        .forEach(
            column -> changes.add(new SchemaChange(Kind.ADDED, column.name(), "", text(column))));
    return changes;
  }

  private static Optional<SchemaChange> change(ColumnSpec declared, SourceColumn actual) {
    String name = declared.name();
    String before = declared.type() + (declared.nullable() ? "" : " not null");
    if (actual == null) {
      return Optional.of(new SchemaChange(Kind.DROPPED, name, before, ""));
    }
    Optional<ColumnType> type = type(actual);
    if (type.isEmpty() || !Widening.holds(declared.type(), type.get())) {
      return Optional.of(new SchemaChange(Kind.RETYPED, name, before, text(actual)));
    }
    if (!Widening.same(declared.type(), type.get())) {
      return Optional.of(new SchemaChange(Kind.WIDENED, name, before, text(actual)));
    }
    return actual.nullable() && !declared.nullable()
        ? Optional.of(new SchemaChange(Kind.NULLABLE, name, before, text(actual)))
        : Optional.empty();
  }

  private static String text(SourceColumn column) {
    return column.type() + (column.nullable() ? "" : " not null");
  }

  private static Optional<ColumnType> type(SourceColumn column) {
    try {
      return Optional.of(ColumnType.parse(column.type()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean canFollow(TableSpec table, SeenTable seen, SchemaChange change) {
    return switch (change.kind()) {
      case ADDED ->
          table.columns().stream()
                  .noneMatch(column -> column.name().equalsIgnoreCase(change.column()))
              && seen.columns().stream()
                  .filter(column -> column.name().equals(change.column()))
                  .anyMatch(column -> type(column).isPresent());
      case WIDENED -> true;
      case NULLABLE -> !table.key().contains(change.column());
      // One that is only spelled otherwise would look like the same column to some stores.
      case DROPPED ->
          !named(table).contains(change.column())
              && seen.columns().stream()
                  .noneMatch(column -> column.name().equalsIgnoreCase(change.column()));
      case RETYPED -> false;
    };
  }

  /** Columns that the declaration speaks of beyond their types. */
  private static Set<String> named(TableSpec table) {
    Set<String> names = new HashSet<>(table.key());
    table.extraction().cursor().ifPresent(cursor -> names.add(cursor.column()));
    table.publish().distKey().ifPresent(names::add);
    names.addAll(table.publish().sortKey());
    names.addAll(table.reconcile().exclude());
    names.addAll(table.reconcile().mask());
    names.addAll(table.reconcile().tolerance().keySet());
    names.addAll(table.route().critical());
    table.expect().forEach(expect -> names.addAll(expect.columns()));
    table.ingest().ifPresent(ingest -> names.addAll(ingest.fields().keySet()));
    if (!table.reconcile().filter().isEmpty()) {
      // A condition in SQL may speak of any column.
      table.columns().forEach(column -> names.add(column.name()));
    }
    return names;
  }

  private static TableSpec followed(
      TableSpec declared, SeenTable seen, List<SchemaChange> applied) {
    Map<String, SchemaChange> changes = new LinkedHashMap<>();
    applied.forEach(change -> changes.put(change.column(), change));
    Map<String, SourceColumn> actual = new LinkedHashMap<>();
    seen.columns().forEach(column -> actual.put(column.name(), column));
    List<ColumnSpec> columns = new ArrayList<>();
    for (ColumnSpec column : declared.columns()) {
      SchemaChange change = changes.get(column.name());
      if (change == null) {
        columns.add(column);
      } else if (change.kind() != Kind.DROPPED) {
        SourceColumn now = actual.get(column.name());
        columns.add(
            new ColumnSpec(
                column.name(),
                type(now).orElse(column.type()),
                column.nullable() || now.nullable(),
                column.zeroDates(),
                column.tooLong()));
      }
    }
    for (SchemaChange change : applied) {
      if (change.kind() == Kind.ADDED) {
        SourceColumn now = actual.get(change.column());
        type(now)
            .ifPresent(
                type ->
                    columns.add(new ColumnSpec(now.name(), type, now.nullable(), ZeroDates.FAIL)));
      }
    }
    return declared.withColumns(columns);
  }
}
