package dev.plumbline.stores.mysql;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the declaration of a table with the real one. Pure. */
final class SchemaCheck {
  private SchemaCheck() {}

  /**
   * @param actual the real table, or null when there is none
   */
  static List<String> problems(TableSpec spec, MySqlTable actual) {
    if (actual == null) {
      return List.of("table " + spec.source() + " does not exist or the account may not see it");
    }
    List<String> problems = new ArrayList<>();
    for (ColumnSpec column : spec.columns()) {
      problem(column, actual)
          .ifPresent(text -> problems.add("table " + spec.source() + " " + text));
    }
    return problems;
  }

  private static Optional<String> problem(ColumnSpec declared, MySqlTable actual) {
    Optional<MySqlTable.Column> column = actual.column(declared.name());
    if (column.isEmpty()) {
      return Optional.of("has no column " + declared.name() + otherSpelling(declared, actual));
    }
    if (column.get().type().filter(type -> same(declared.type(), type)).isEmpty()) {
      return Optional.of(
          "has column "
              + declared.name()
              + " as "
              + column.get().sqlType()
              + ", declared "
              + declared.type());
    }
    if (column.get().nullable() && !declared.nullable()) {
      return Optional.of("has column " + declared.name() + " as nullable, declared not null");
    }
    return Optional.empty();
  }

  private static String otherSpelling(ColumnSpec declared, MySqlTable actual) {
    return actual.columns().stream()
        .map(MySqlTable.Column::name)
        .filter(name -> name.equalsIgnoreCase(declared.name()))
        .findFirst()
        .map(name -> " (it is spelled " + name + " there)")
        .orElse("");
  }

  /** The display width of an integer and the members of an ENUM or SET do not change its values. */
  private static boolean same(ColumnType declared, ColumnType actual) {
    if (declared.type() != actual.type()) {
      return false;
    }
    if (declared.type() == MySqlType.ENUM || declared.type() == MySqlType.SET) {
      return true;
    }
    return declared.length() == actual.length()
        && declared.precision() == actual.precision()
        && declared.scale() == actual.scale();
  }
}
