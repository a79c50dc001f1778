package dev.plumbline.jobs.preflight;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.preflight.GrantText;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.Origin;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.jobs.cli.PreflightOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What preflight looks at: a pipeline, or a database that has none yet.
 *
 * @param source empty for a pipeline all of whose tables come from elsewhere
 * @param schemas databases of the source
 * @param declared the pipeline's tables; empty for all of the databases
 * @param log whether the source's binary log is read
 * @param imports tables that come from elsewhere
 */
record PreflightTarget(
    Optional<Endpoint.MySql> source,
    Endpoint.Redshift warehouse,
    Set<String> schemas,
    Map<TableName, TableSpec> declared,
    boolean log,
    List<ImportSpec> imports) {
  /** Redshift's own, where the address names none. */
  private static final String REDSHIFT_DATABASE = "dev";

  /**
   * @param pipelines reads a pipeline's folder
   * @throws PlumblineException exit 2 when the command names too little
   */
  static PreflightTarget of(
      PreflightOptions options, EnvConfig env, Function<String, PipelineConfig> pipelines) {
    if (options.pipeline().isPresent()) {
      return of(env, pipelines.apply(options.pipeline().get()));
    }
    if (options.source().isEmpty() || options.schema().isEmpty()) {
      throw usage("name a --pipeline, or a --source and a --schema");
    }
    return new PreflightTarget(
        Optional.of(env.endpoint(options.source().get(), Endpoint.MySql.class)),
        env.warehouse(options.warehouse()),
        new TreeSet<>(Set.of(options.schema().get())),
        Map.of(),
        false,
        List.of());
  }

  private static PreflightTarget of(EnvConfig env, PipelineConfig pipeline) {
    return new PreflightTarget(
        pipeline.source().isEmpty()
            ? Optional.empty()
            : Optional.of(env.endpoint(pipeline.source(), Endpoint.MySql.class)),
        env.endpoint(pipeline.warehouse(), Endpoint.Redshift.class),
        pipeline.tables().stream()
            .map(table -> table.source().schema())
            .collect(Collectors.toCollection(TreeSet::new)),
        pipeline.tables().stream()
            .collect(Collectors.toMap(TableSpec::source, table -> table, (one, other) -> one)),
        readsLog(pipeline),
        pipeline.imports());
  }

  /** For changes, and for tables that are to be of one moment. */
  private static boolean readsLog(PipelineConfig pipeline) {
    Set<String> groups = new HashSet<>();
    return pipeline.tables().stream()
        .anyMatch(table -> table.extraction().mode() == Mode.CHANGES || !groups.add(table.group()));
  }

  private static PlumblineException usage(String reason) {
    return new PlumblineException(ExitCode.USAGE, "Cannot look ahead: " + reason);
  }

  boolean includes(SourceTable table) {
    return declared.isEmpty() || declared.containsKey(table.name());
  }

  /** For people, such as {@code aurora shop, crm}. */
  String subject() {
    List<String> parts = new ArrayList<>();
    source.ifPresent(one -> parts.add(one.name() + " " + String.join(", ", schemas)));
    imports.stream().map(spec -> spec.origin().endpoint()).distinct().sorted().forEach(parts::add);
    return String.join(", ", parts);
  }

  /** What jobs use of the environment. */
  GrantText.Use uses(EnvConfig env) {
    return new GrantText.Use(
        source,
        schemas,
        log,
        warehouse,
        warehouse.access().database().orElse(REDSHIFT_DATABASE),
        relations(),
        folders(env));
  }

  private SortedMap<String, List<TableName>> relations() {
    SortedMap<String, List<TableName>> relations = new TreeMap<>();
    for (ImportSpec spec : imports) {
      if (spec.origin() instanceof Origin.Relation relation) {
        relations
            .computeIfAbsent(relation.endpoint(), name -> new ArrayList<>())
            .add(relation.name());
      }
    }
    return relations;
  }

  /** Where files lie that are read: of imports, and exports with which tables begin. */
  private List<String> folders(EnvConfig env) {
    return Stream.concat(
            imports.stream()
                .map(ImportSpec::origin)
                .filter(Origin.Files.class::isInstance)
                .map(files -> ImportProbe.folder(env, (Origin.Files) files)),
            declared.values().stream().flatMap(table -> table.extraction().firstLoad().stream()))
        .filter(folder -> folder.startsWith("s3://"))
        .map(folder -> folder.replaceAll("/+$", ""))
        .toList();
  }
}
