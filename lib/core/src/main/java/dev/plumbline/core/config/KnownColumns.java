package dev.plumbline.core.config;

import dev.plumbline.core.table.ColumnSpec;
import java.util.List;

/** Reads lists of column names, each of which has to be declared. */
final class KnownColumns {
  private KnownColumns() {}

  static List<String> read(Section section, String key, List<ColumnSpec> columns) {
    List<String> names = section.texts(key);
    names.forEach(name -> check(section, key, name, columns));
    return names.stream().distinct().toList();
  }

  static void check(Section section, String key, String name, List<ColumnSpec> columns) {
    List<String> known = columns.stream().map(ColumnSpec::name).toList();
    if (!known.contains(name)) {
      section.problem(
          key,
          "key '"
              + section.qualified(key)
              + "' names column '"
              + name
              + "', which is not declared"
              + Nearest.hint(name, known));
    }
  }
}
