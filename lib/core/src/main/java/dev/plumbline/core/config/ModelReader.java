package dev.plumbline.core.config;

import dev.plumbline.core.config.ModelSpec.Column;
import dev.plumbline.core.config.ModelSpec.Mask;
import dev.plumbline.core.config.ModelSpec.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a model's {@code .yaml}. */
final class ModelReader {
  private ModelReader() {}

  static ModelSpec read(
      Section root,
      String layer,
      String name,
      String sql,
      String sqlFile,
      Optional<Rules> rules,
      Optional<Rules> warnings) {
    List<Column> columns = columns(root.section("columns"));
    List<String> names = columns.stream().map(Column::name).toList();
    ModelSpec spec =
        new ModelSpec(
            layer,
            name,
            root.text("grain"),
            declared(root, "key", root.texts("key"), names),
            columns,
            sql,
            sqlFile,
            rules,
            warnings,
            root.optional("distKey"),
            declared(root, "sortKey", root.texts("sortKey"), names));
    spec.distKey().ifPresent(column -> declared(root, "distKey", List.of(column), names));
    if (spec.key().isEmpty()) {
      root.problem("key", "key 'key' is missing: it names the columns that are unique together");
    }
    root.done();
    return spec;
  }

  private static List<Column> columns(Section section) {
    List<Column> columns = new ArrayList<>();
    for (String name : section.keys()) {
      if (section.isMapping(name)) {
        Section column = section.section(name);
        columns.add(
            new Column(
                name,
                column.text("type"),
                column.integer("length", 256, 1, 65_535),
                column.oneOf("mask", Mask.class, Mask.NONE),
                column.text("description", "")));
        column.done();
      } else {
        columns.add(new Column(name, section.text(name), 256, Mask.NONE, ""));
      }
    }
    return columns;
  }

  private static List<String> declared(
      Section root, String key, List<String> named, List<String> columns) {
    for (String name : named) {
      if (!columns.contains(name)) {
        root.problem(
            key,
            "key '"
                + key
                + "' names column '"
                + name
                + "', which is not declared"
                + Nearest.hint(name, columns));
      }
    }
    return named;
  }
}
