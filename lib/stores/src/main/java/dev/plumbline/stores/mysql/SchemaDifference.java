package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a table that exists differs from its declaration, in a way that would make ingest write other
 * values than declared. Pure.
 */
final class SchemaDifference {
  private static final Set<String> HARMLESS = Set.of("RESTRICT", "NO ACTION");

  private final TableSpec spec;
  private final Map<String, TableSpec> parents;
  private final LiveTable live;
  private final List<String> problems = new ArrayList<>();

  private SchemaDifference(TableSpec spec, Map<String, TableSpec> parents, LiveTable live) {
    this.spec = spec;
    this.parents = parents;
    this.live = live;
  }

  /** Every difference, each as the end of a sentence that begins with the table's name. */
  static List<String> between(TableSpec spec, Map<String, TableSpec> parents, LiveTable live) {
    SchemaDifference difference = new SchemaDifference(spec, parents, live);
    difference.engine();
    spec.columns().forEach(difference::declared);
    difference.undeclared();
    difference.keys();
    difference.references();
    return difference.problems;
  }

  private void engine() {
    if (!live.engine().equalsIgnoreCase("InnoDB")) {
      problems.add("is " + live.engine() + " and must be InnoDB");
    }
  }

  private void declared(ColumnSpec column) {
    List<LiveTable.Column> found =
        live.columns().stream().filter(other -> other.name().equals(column.name())).toList();
    if (found.isEmpty()) {
      problems.add("has no column " + column.name());
      return;
    }
    LiveTable.Column other = found.get(0);
    if (!sameType(column.type(), other.type())) {
      problems.add(
          "has column " + column.name() + " as " + other.type() + ", declared " + column.type());
    }
    if (column.nullable() != other.nullable()) {
      problems.add(
          "has column "
              + column.name()
              + (other.nullable() ? " as null, declared not null" : " as not null, declared null"));
    }
    maintained(column, other);
  }

  private void maintained(ColumnSpec column, LiveTable.Column other) {
    Maintained rule = Maintained.of(spec, column);
    boolean byDefault = isNow(other.byDefault());
    boolean onUpdate = isNow(other.extra().replaceFirst("(?i).*on update ", ""));
    if (rule != Maintained.NO && !byDefault) {
      problems.add("has column " + column.name() + " without DEFAULT CURRENT_TIMESTAMP");
    }
    if (rule == Maintained.ON_CHANGE && !onUpdate) {
      problems.add("has column " + column.name() + " without ON UPDATE CURRENT_TIMESTAMP");
    }
    if (rule != Maintained.ON_CHANGE && onUpdate) {
      problems.add("has column " + column.name() + " with ON UPDATE CURRENT_TIMESTAMP");
    }
  }

  private static boolean isNow(String expression) {
    return expression.toLowerCase(Locale.ROOT).startsWith("current_timestamp");
  }

  private void undeclared() {
    Set<String> names =
        spec.columns().stream().map(ColumnSpec::name).collect(Collectors.toUnmodifiableSet());
    live.columns().stream()
        .map(LiveTable.Column::name)
        .filter(name -> !names.contains(name))
        .forEach(name -> problems.add("has column " + name + ", which is not declared"));
  }

  private void keys() {
    if (!live.key().equals(spec.key())) {
      problems.add("has primary key " + live.key() + ", declared " + spec.key());
    }
    live.uniqueIndexes()
        .forEach(
            index ->
                problems.add(
                    "has unique index "
                        + index
                        + ", so that an upsert could change a row of another key"));
  }

  private void references() {
    Map<String, String> declared =
        spec.ingest().map(TableSpec.IngestSpec::references).orElse(Map.of());
    declared.forEach(
        (column, parent) -> {
          TableSpec other = parents.get(parent);
          boolean found =
              live.foreignKeys().stream()
                  .anyMatch(
                      key ->
                          key.column().equals(column)
                              && key.parent().equals(other.source())
                              && List.of(key.parentColumn()).equals(other.key()));
          if (!found) {
            problems.add("has no foreign key on column " + column + " to " + other.source());
          }
        });
    live.foreignKeys().stream()
        .filter(key -> !HARMLESS.contains(key.onDelete()) || !HARMLESS.contains(key.onUpdate()))
        .forEach(
            key ->
                problems.add(
                    "has a foreign key on column "
                        + key.column()
                        + " ON DELETE "
                        + key.onDelete()
                        + " ON UPDATE "
                        + key.onUpdate()
                        + ", which zero-ETL cannot replicate; declared RESTRICT"));
  }

  /** The display width of an integer changes nothing; MariaDB's JSON is a LONGTEXT. */
  private static boolean sameType(ColumnType declared, String liveType) {
    ColumnType other;
    try {
      other = ColumnType.parse(liveType);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (declared.type() == MySqlType.JSON && other.type() == MySqlType.LONGTEXT) {
      return true;
    }
    boolean members =
        (declared.type() != MySqlType.ENUM && declared.type() != MySqlType.SET)
            || members(declared.sql()).equals(members(other.sql()));
    return members
        && declared.type() == other.type()
        && declared.length() == other.length()
        && declared.precision() == other.precision()
        && declared.scale() == other.scale();
  }

  private static String members(String sql) {
    return sql.substring(sql.indexOf('(')).replaceAll("'\\s*,\\s*'", "','");
  }
}
