package dev.plumbline.jobs.ingest;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The order in which tables are filled: those that are referenced before those that reference. */
final class IngestOrder {
  private IngestOrder() {}

  /**
   * Sorts the tables; independent ones by id.
   *
   * @throws PlumblineException exit 2 when references form a circle
   */
  static List<TableSpec> parentsFirst(Collection<TableSpec> tables) {
    Map<String, TableSpec> byId = new LinkedHashMap<>();
    tables.stream()
        .sorted(java.util.Comparator.comparing(TableSpec::id))
        .forEach(table -> byId.put(table.id(), table));
    List<TableSpec> ordered = new ArrayList<>();
    Set<String> done = new LinkedHashSet<>();
    for (TableSpec table : byId.values()) {
      visit(table, byId, new LinkedHashSet<>(), done, ordered);
    }
    return ordered;
  }

  private static void visit(
      TableSpec table,
      Map<String, TableSpec> byId,
      Set<String> path,
      Set<String> done,
      List<TableSpec> ordered) {
    if (done.contains(table.id())) {
      return;
    }
    if (!path.add(table.id())) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot order the tables: their references form a circle: "
              + String.join(" -> ", path)
              + " -> "
              + table.id());
    }
    for (String parent : parents(table)) {
      if (byId.containsKey(parent)) {
        visit(byId.get(parent), byId, path, done, ordered);
      }
    }
    path.remove(table.id());
    done.add(table.id());
    ordered.add(table);
  }

  /** The ids of the tables that a table references, itself excepted. */
  static Set<String> parents(TableSpec table) {
    Set<String> parents =
        new TreeSet<>(
            table.ingest().map(TableSpec.IngestSpec::references).orElse(Map.of()).values());
    parents.remove(table.id());
    return parents;
  }
}
