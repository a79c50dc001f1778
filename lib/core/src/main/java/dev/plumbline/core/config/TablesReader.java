package dev.plumbline.core.config;

import dev.plumbline.core.config.ConfigException.Problem;
import dev.plumbline.core.table.Evolve;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the files of a pipeline's {@code tables}, of which no two may be about one table. */
final class TablesReader {
  private final List<TableSpec> tables = new ArrayList<>();
  private final List<ImportSpec> imports = new ArrayList<>();
  private final Map<String, String> fileOfId = new HashMap<>();
  private final Map<String, String> fileOfSource = new HashMap<>();
  private final List<Problem> problems;
  private final Evolve evolve;

  /**
   * @param evolve what holds where a file says nothing
   */
  TablesReader(List<Problem> problems, Evolve evolve) {
    this.problems = problems;
    this.evolve = evolve;
  }

  void read(String path, Section root) {
    if (ImportReader.reads(root)) {
      ImportSpec spec = ImportReader.read(root);
      imports.add(spec);
      unique(path, spec.table());
    } else {
      TableSpec table = TableReader.read(root, evolve);
      tables.add(table);
      unique(path, table);
    }
  }

  private void unique(String path, TableSpec table) {
    String other = fileOfId.put(table.id(), path);
    if (other != null) {
      problems.add(
          new Problem(
              path,
              1,
              "id '"
                  + table.id()
                  + "' is taken by "
                  + other
                  + "; give this table another, such as '"
                  + table.id()
                  + "_"
                  + table.source().schema().toLowerCase(Locale.ROOT)
                  + "'"));
    }
    TableName source = table.source();
    String same = fileOfSource.put(source.toString(), path);
    if (same != null) {
      problems.add(new Problem(path, 1, "table " + source + " is declared by " + same + " too"));
    }
  }

  /** Ids of an override that no file has are problems. */
  void requireKnown(Collection<String> ids) {
    ids.stream()
        .filter(id -> !fileOfId.containsKey(id))
        .forEach(
            id ->
                problems.add(
                    new Problem(
                        "--set",
                        0,
                        "there is no table '" + id + "'" + Nearest.hint(id, fileOfId.keySet()))));
  }

  List<TableSpec> tables() {
    return tables;
  }

  List<ImportSpec> imports() {
    return imports;
  }
}
