package dev.plumbline.stores.mysql;

import static dev.plumbline.stores.mysql.MySqlDialect.quote;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.MySqlType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The statements that create what ingest fills. Foreign keys are RESTRICT: zero-ETL cannot
 * replicate a table with CASCADE, SET NULL or SET DEFAULT.
 */
final class MySqlDdl {
  /** On MySQL 5.7 and later and on MariaDB alike. */
  static final String COLLATION = "utf8mb4_unicode_520_ci";

  private static final Set<MySqlType> TEXT =
      Set.of(
          MySqlType.CHAR,
          MySqlType.VARCHAR,
          MySqlType.TINYTEXT,
          MySqlType.TEXT,
          MySqlType.MEDIUMTEXT,
          MySqlType.LONGTEXT);

  private MySqlDdl() {}

  static String createDatabase(String name) {
    return "CREATE DATABASE IF NOT EXISTS "
        + quote(name)
        + " CHARACTER SET utf8mb4 COLLATE "
        + COLLATION;
  }

  /**
   * @param parents the referenced tables by their ids
   */
  static String createTable(TableSpec spec, Map<String, TableSpec> parents) {
    List<String> parts = new ArrayList<>();
    Set<String> exact = exactColumns(spec);
    spec.columns().forEach(column -> parts.add(definition(spec, column, exact)));
    parts.add("PRIMARY KEY (" + quote(spec.key()) + ")");
    spec.ingest()
        .ifPresent(
            ingest ->
                ingest
                    .references()
                    .forEach(
                        (column, parent) -> parts.add(foreignKey(column, parents.get(parent)))));
    return create("TABLE", spec.source(), parts);
  }

  /** A table of this session alone that holds keys of the table. */
  static String createKeyTable(TableSpec spec, TableName name) {
    List<String> parts = new ArrayList<>();
    Set<String> exact = exactColumns(spec);
    spec.key().forEach(column -> parts.add(definition(spec, spec.column(column), exact)));
    parts.add("PRIMARY KEY (" + quote(spec.key()) + ")");
    return create("TEMPORARY TABLE", name, parts);
  }

  private static String create(String what, TableName name, List<String> parts) {
    return "CREATE "
        + what
        + " "
        + quote(name)
        + " (\n  "
        + String.join(",\n  ", parts)
        + "\n) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE "
        + COLLATION;
  }

  private static String definition(TableSpec spec, ColumnSpec column, Set<String> exact) {
    String collation =
        TEXT.contains(column.type().type()) && exact.contains(column.name())
            ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
            : "";
    return quote(column.name())
        + " "
        + column.type().sql()
        + collation
        + (column.nullable() ? " NULL" : " NOT NULL")
        + byServer(spec, column).map(clause -> " " + clause).orElse("");
  }

  private static Optional<String> byServer(TableSpec spec, ColumnSpec column) {
    String now = "CURRENT_TIMESTAMP(" + column.type().precision() + ")";
    return switch (Maintained.of(spec, column)) {
      case NO -> Optional.empty();
      case ON_INSERT -> Optional.of("DEFAULT " + now);
      case ON_CHANGE -> Optional.of("DEFAULT " + now + " ON UPDATE " + now);
    };
  }

  /** Keys of an API tell upper from lower case, which the default collation does not. */
  private static Set<String> exactColumns(TableSpec spec) {
    Set<String> columns = new TreeSet<>(spec.key());
    spec.ingest().ifPresent(ingest -> columns.addAll(ingest.references().keySet()));
    return columns;
  }

  private static String foreignKey(String column, TableSpec parent) {
    return "FOREIGN KEY ("
        + quote(column)
        + ") REFERENCES "
        + quote(parent.source())
        + " ("
        + quote(parent.key())
        + ") ON DELETE RESTRICT ON UPDATE RESTRICT";
  }
}
