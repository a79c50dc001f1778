package dev.plumbline.core.init;

import dev.plumbline.core.schema.DataFacts;
import dev.plumbline.core.schema.SourceSchema;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A pipeline proposed for an existing schema.
 *
 * @param files text by path, relative to the pipeline's folder
 * @param notes what a person should know before the first run, a line each
 */
public record InitPlan(Map<String, String> files, List<String> notes) {
  public InitPlan {
    files = java.util.Collections.unmodifiableMap(new TreeMap<>(files));
    notes = List.copyOf(notes);
  }

  /**
   * What the pipeline is called and where it stands.
   *
   * @param source the endpoint
   * @param imported whether the source is no MySQL server, so that its tables have no replica
   * @param present tables that an earlier pipeline declares, by the source's name: their ids stay,
   *     and what it knows of tables that zero-ETL refuses, so that no date is put off unseen, and
   *     what it says of values that Redshift does not hold, which a later look may miss
   * @param today in UTC
   */
  public record Request(
      String name,
      String source,
      boolean imported,
      String warehouse,
      String bronzeNamespace,
      Map<String, TableSpec> present,
      LocalDate today) {
    public Request {
      present = Map.copyOf(present);
    }

    private Map<String, String> ids() {
      return present.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().id()));
    }
  }

  /** The id that a pipeline has whose folder has that name. */
  public static String pipelineName(String folderName) {
    return Names.id(folderName, "p_");
  }

  /** Proposes a pipeline; the same schema gives the same texts. */
  public static InitPlan of(SourceSchema schema, DataFacts facts, Request request) {
    List<SourceTable> usable =
        schema.tables().stream()
            .filter(table -> table.columns().stream().anyMatch(column -> column.type().isPresent()))
            .toList();
    Map<String, String> files = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    List<TablePlan> plans = plans(usable, facts, request);
    for (TablePlan plan : plans) {
      files.put(
          "tables/" + plan.id() + ".yaml",
          request.imported() ? TableFile.imported(plan, request.source()) : TableFile.of(plan));
      SilverFiles silver =
          new SilverFiles(plan, request.bronzeNamespace() + ".`" + plan.id() + "`");
      String model = "models/silver/" + silverName(request.name(), plan.id());
      files.put(model + ".sql", silver.sql());
      files.put(model + ".yaml", silver.yaml());
      notes(plan, notes);
    }
    schema.tables().stream()
        .filter(table -> !usable.contains(table))
        .forEach(
            table ->
                notes.add("left out " + table.name().table() + ": no column of it can be read"));
    if (!schema.views().isEmpty()) {
      notes.add("left out views, which nothing replicates: " + String.join(", ", schema.views()));
    }
    files.put("pipeline.yaml", pipeline(schema, request));
    return new InitPlan(files, notes);
  }

  private static List<TablePlan> plans(List<SourceTable> tables, DataFacts facts, Request request) {
    Map<String, String> ids =
        Names.ids(tables.stream().map(table -> table.name().table()).toList(), "t_", request.ids());
    Map<TableName, Groups.Group> groups = Groups.of(tables);
    Map<TableName, Layout> layouts = Layout.of(tables);
    return tables.stream()
        .map(
            table -> {
              Groups.Group group = groups.get(table.name());
              Optional<TableSpec> present =
                  Optional.ofNullable(request.present().get(table.name().table()));
              return TablePlan.of(
                  table,
                  ids.get(table.name().table()),
                  group,
                  ids.get(group.root().name().table()),
                  layouts.get(table.name()),
                  facts.of(table.name()),
                  request.imported()
                      ? Optional.empty()
                      : Refused.of(table, present, request.today()),
                  present);
            })
        .toList();
  }

  /**
   * All pipelines share the schema {@code silver}, so a model's name begins with its pipeline's.
   */
  private static String silverName(String pipeline, String id) {
    return pipeline + "_" + id;
  }

  private static void notes(TablePlan plan, List<String> notes) {
    String name = plan.table().name().table();
    if (!plan.id().equals(name)) {
      notes.add(name + " is called " + plan.id());
    }
    if (plan.key().isEmpty()) {
      notes.add(name + " has no key; silver counts its equal rows");
    }
    plan.refused()
        .ifPresent(
            known ->
                notes.add(
                    name
                        + " is refused by zero-ETL ("
                        + known.reason()
                        + "), known until "
                        + known.until()));
    plan.leftOut()
        .forEach((column, reason) -> notes.add("left out " + name + "." + column + ": " + reason));
    plan.probe()
        .filter(probe -> !probe.complete())
        .ifPresent(
            probe ->
                notes.add(
                    name
                        + " is too large to be looked into; preflight --probe-seconds tells whether"
                        + " it holds zero dates or long text"));
    List<String> zeroDates =
        plan.columns().stream().filter(plan::hasZeroDates).map(SourceTable.Column::name).toList();
    if (!zeroDates.isEmpty()) {
      notes.add(
          name + " holds dates such as 0000-00-00, read as NULL: " + String.join(", ", zeroDates));
    }
    plan.columns().stream()
        .filter(plan::hasTooLong)
        .forEach(
            column ->
                notes.add(
                    name
                        + "."
                        + column.name()
                        + " holds text of more than 65,535 bytes, cut in Redshift"));
    if (!plan.masks().isEmpty()) {
      notes.add(name + ": masked in silver: " + String.join(", ", plan.masks().keySet()));
    }
  }

  private static String pipeline(SourceSchema schema, Request request) {
    String kind = request.imported() ? "schema " : "database ";
    return "# Proposed by 'plumbline init' for "
        + kind
        + YamlText.comment(schema.name())
        + ": "
        + schema.tables().size()
        + " tables.\n"
        + "# Run 'plumbline init' again to see what has changed there; '--update' takes it over.\n"
        + "name: "
        + YamlText.of(request.name())
        + (request.imported() ? "" : "\nsource: " + YamlText.of(request.source()))
        + "\nwarehouse: "
        + YamlText.of(request.warehouse())
        + "\n# How long earlier states of bronze can be read again.\n"
        + "keep: 14d\n"
        + "# Steps at a time; each may hold as many connections to the source as Spark has cores.\n"
        + "parallel: 2\n"
        + "publish:\n  method: copy\n";
  }

  /** The first problem that keeps the schema from being proposed for; empty when there is none. */
  public static Optional<String> problem(SourceSchema schema) {
    if (schema.tables().isEmpty()) {
      return Optional.of(
          "database '"
              + schema.name()
              + "' has no tables that the account may see"
              + (schema.views().isEmpty()
                  ? ""
                  : String.format(Locale.ROOT, " (%d views are none)", schema.views().size())));
    }
    return Optional.empty();
  }
}
