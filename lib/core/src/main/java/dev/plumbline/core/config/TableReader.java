package dev.plumbline.core.config;

import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.TooLong;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.Evolve;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.IngestSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file of a pipeline's {@code tables}. */
final class TableReader {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern NOT_NULL =
      Pattern.compile("(?<type>.*?)\\s+(?<not>not\\s+)?null\\s*", Pattern.CASE_INSENSITIVE);

  private TableReader() {}

  /**
   * @param evolve what holds where the file says nothing
   */
  static TableSpec read(Section root, Evolve evolve) {
    String id = id(root);
    Section source = root.section("source");
    TableName name = new TableName(source.text("database"), source.text("table", id));
    source.done();
    List<ColumnSpec> columns = columns(root, id);
    List<String> key = KnownColumns.read(root, "key", columns);
    TableSpec spec =
        new TableSpec(
            id,
            name,
            key,
            columns,
            root.text("group", id),
            ExtractionReader.read(root.section("extraction"), columns, key),
            publish(root.section("publish"), columns),
            RouteReader.read(root.section("route"), columns),
            ExpectReader.read(root.sections("expect"), columns),
            ReconcileReader.read(root.section("reconcile"), columns, key),
            root.has("ingest")
                ? Optional.of(ingest(root.section("ingest"), id, columns))
                : Optional.empty(),
            root.oneOf("evolve", Evolve.class, evolve));
    root.done();
    return spec;
  }

  static String id(Section root) {
    String id = root.text("id");
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      root.problem("id", "key 'id' is '" + id + "' and must match [a-z][a-z0-9_]*");
    }
    return id;
  }

  static List<ColumnSpec> columns(Section root, String id) {
    List<ColumnSpec> columns = columns(root.section("columns"));
    if (columns.isEmpty()) {
      root.problem("columns", "key 'columns' is missing or empty: table " + id + " has no columns");
    }
    return columns;
  }

  private static List<ColumnSpec> columns(Section section) {
    List<ColumnSpec> columns = new ArrayList<>();
    for (String name : section.keys()) {
      if (section.isMapping(name)) {
        Section column = section.section(name);
        String type = column.text("type");
        ZeroDates zeroDates = column.oneOf("zeroDates", ZeroDates.class, ZeroDates.FAIL);
        TooLong tooLong = column.oneOf("tooLong", TooLong.class, TooLong.FAIL);
        column.done();
        column(column, "type", name, type, zeroDates, tooLong).ifPresent(columns::add);
      } else {
        column(section, name, name, section.text(name), ZeroDates.FAIL, TooLong.FAIL)
            .ifPresent(columns::add);
      }
    }
    return columns;
  }

  private static Optional<ColumnSpec> column(
      Section section, String key, String name, String text, ZeroDates zeroDates, TooLong tooLong) {
    Matcher matcher = NOT_NULL.matcher(text);
    boolean stated = matcher.matches();
    boolean nullable = !stated || matcher.group("not") == null;
    try {
      ColumnType type = ColumnType.parse(stated ? matcher.group("type") : text);
      return Optional.of(new ColumnSpec(name, type, nullable, zeroDates, tooLong));
    } catch (IllegalArgumentException e) {
      section.problem(key, "column '" + name + "': " + e.getMessage());
      return Optional.empty();
    }
  }

  private static PublishSpec publish(Section section, List<ColumnSpec> columns) {
    Optional<String> distKey = section.optional("distKey");
    distKey.ifPresent(column -> KnownColumns.check(section, "distKey", column, columns));
    PublishSpec spec =
        new PublishSpec(
            section.flag("fallback", true),
            distKey,
            KnownColumns.read(section, "sortKey", columns),
            section.integer("changedPercent", PublishSpec.CHANGED_PERCENT, 0, 100),
            section.integer("wholeAfter", PublishSpec.WHOLE_AFTER, 0, 1_000_000));
    section.done();
    return spec;
  }

  private static IngestSpec ingest(Section section, String id, List<ColumnSpec> columns) {
    String resource = section.text("resource", id);
    Map<String, String> fields = new LinkedHashMap<>();
    Section declared = section.section("fields");
    for (String column : declared.keys()) {
      KnownColumns.check(declared, column, column, columns);
      fields.put(column, declared.text(column));
    }
    if (fields.isEmpty()) {
      section.problem("fields", "key '" + section.qualified("fields") + "' is missing or empty");
    }
    Map<String, String> references = section.map("references");
    references
        .keySet()
        .forEach(column -> KnownColumns.check(section, "references", column, columns));
    IngestSpec spec =
        new IngestSpec(
            resource,
            section.text("path", "/" + resource),
            section.integer("pageSize", 500, 1, 100_000),
            section.flag("deleteMissing", false),
            fields,
            references);
    section.done();
    return spec;
  }
}
