package dev.plumbline.jobs.ingest;

import com.fasterxml.jackson.core.JsonPointer;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.IngestSpec;
import dev.plumbline.stores.mysql.Maintained;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether tables can be filled from an API as they are declared. Pure. */
final class IngestCheck {
  private final TableSpec table;
  private final IngestSpec ingest;
  private final Map<String, TableSpec> all;
  private final List<String> problems = new ArrayList<>();

  private IngestCheck(TableSpec table, Map<String, TableSpec> all) {
    this.table = table;
    this.ingest = table.ingest().orElseThrow();
    this.all = all;
  }

  /**
   * Checks tables that are to be ingested.
   *
   * @param all every table that a reference may name, by id
   * @throws PlumblineException exit 2 naming all that is wrong
   */
  static void require(List<TableSpec> tables, Map<String, TableSpec> all) {
    List<String> problems = new ArrayList<>();
    for (TableSpec table : tables) {
      new IngestCheck(table, all)
          .check()
          .forEach(problem -> problems.add("table " + table.id() + ": " + problem));
    }
    if (!problems.isEmpty()) {
      throw new PlumblineException(
          ExitCode.USAGE, "Cannot ingest as declared: " + String.join("; ", problems));
    }
  }

  private List<String> check() {
    if (table.key().isEmpty()) {
      problems.add("has no key, so its rows cannot be found again");
    }
    table.columns().forEach(this::column);
    ingest.references().forEach(this::reference);
    return problems;
  }

  private void column(ColumnSpec column) {
    String pointer = ingest.fields().get(column.name());
    if (pointer == null) {
      unfed(column);
      return;
    }
    if (Values.of(column.type()).isEmpty()) {
      problems.add(
          "column " + column.name() + " is " + column.type() + ", which JSON cannot carry");
    }
    try {
      JsonPointer compiled = JsonPointer.compile(pointer);
      if (compiled.matches()) {
        problems.add("the field of column " + column.name() + " is empty");
      }
    } catch (IllegalArgumentException e) {
      problems.add(
          "the field of column " + column.name() + " is '" + pointer + "' and must begin with /");
    }
  }

  private void unfed(ColumnSpec column) {
    if (table.key().contains(column.name())) {
      problems.add("no field feeds the key column " + column.name());
    } else if (!column.nullable() && Maintained.of(table, column) == Maintained.NO) {
      problems.add("no field feeds column " + column.name() + ", which is not null");
    }
  }

  private void reference(String column, String parentId) {
    TableSpec parent = all.get(parentId);
    if (parent == null) {
      problems.add("column " + column + " references '" + parentId + "', which is no table");
    } else if (parent.key().size() != 1) {
      problems.add(
          "column " + column + " references " + parentId + ", whose key is not one column");
    } else if (!type(parent, parent.key().get(0)).equals(type(table, column))) {
      problems.add(
          "column "
              + column
              + " is "
              + type(table, column)
              + ", but the key of "
              + parentId
              + " is "
              + type(parent, parent.key().get(0)));
    }
  }

  private static String type(TableSpec spec, String column) {
    return spec.column(column).type().toString();
  }
}
