package dev.plumbline.jobs.preflight;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.preflight.AccountChecks;
import dev.plumbline.core.preflight.ClusterChecks;
import dev.plumbline.core.preflight.ExtractionChecks;
import dev.plumbline.core.preflight.Finding;
import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.preflight.GrantText;
import dev.plumbline.core.preflight.PreflightReport;
import dev.plumbline.core.preflight.ServerChecks;
import dev.plumbline.core.preflight.TableChecks;
import dev.plumbline.core.preflight.WarehouseChecks;
import dev.plumbline.core.preflight.WarehouseFacts;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.schema.DataFacts;
import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec.Mode;
import dev.plumbline.jobs.cli.PreflightOptions;
import dev.plumbline.jobs.console.Console;
import dev.plumbline.stores.aws.ClusterReader;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.mysql.DataProbe;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.SchemaReader;
import dev.plumbline.stores.mysql.ServerReader;
import dev.plumbline.stores.replica.WarehouseReader;
import dev.plumbline.stores.s3.S3ObjectStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks at source, warehouse and lake before anything is run. Changes nothing anywhere. */
public final class PreflightJob {
  private final PreflightOptions options;
  private final EnvConfig env;
  private final Secrets secrets;
  private final Console console;
  private final Clock clock;
  private final Function<String, PipelineConfig> pipelines;

  /**
   * @param pipelines reads a pipeline's folder
   */
  public PreflightJob(
      PreflightOptions options,
      EnvConfig env,
      Secrets secrets,
      Console console,
      Clock clock,
      Function<String, PipelineConfig> pipelines) {
    this.options = options;
    this.env = env;
    this.secrets = secrets;
    this.console = console;
    this.clock = clock;
    this.pipelines = pipelines;
  }

  /**
   * What is looked at.
   *
   * @param declared the pipeline's tables; empty for all of the schemas
   * @param log whether tables are extracted by their changes
   */
  private record Target(
      Endpoint.MySql source,
      Endpoint.Redshift warehouse,
      Set<String> schemas,
      Map<TableName, TableSpec> declared,
      boolean log) {
    boolean includes(SourceTable table) {
      return declared.isEmpty() || declared.containsKey(table.name());
    }
  }

  /**
   * @return exit 43 when anything was found
   * @throws PlumblineException exit 2 when the command names too little; exit 20 when the source
   *     does not answer
   */
  public ExitCode run() {
    Target target = target();
    if (options.printGrants()) {
      console.print(
          GrantText.of(
              env,
              target.source(),
              target.warehouse(),
              localDatabase(target.warehouse()),
              target.schemas(),
              target.log()));
      return ExitCode.OK;
    }
    List<Finding> findings = new ArrayList<>();
    List<SourceTable> tables = new ArrayList<>();
    source(target, tables, findings);
    target
        .source()
        .cluster()
        .map(new ClusterReader(env.s3().region())::read)
        .ifPresent(cluster -> findings.addAll(ClusterChecks.of(cluster)));
    warehouse(target, tables, findings);
    lake(findings);
    PreflightReport report =
        PreflightReport.of(
            target.source().name() + " " + String.join(", ", target.schemas()),
            tables.size(),
            findings);
    console.preflight(report);
    if (options.json()) {
      console.json(report);
    }
    return ExitCode.of(report.exitCode()).orElseThrow();
  }

  private Target target() {
    if (options.pipeline().isPresent()) {
      PipelineConfig pipeline = pipelines.apply(options.pipeline().get());
      return new Target(
          env.endpoint(pipeline.source(), Endpoint.MySql.class),
          env.endpoint(pipeline.warehouse(), Endpoint.Redshift.class),
          pipeline.tables().stream()
              .map(table -> table.source().schema())
              .collect(Collectors.toCollection(TreeSet::new)),
          pipeline.tables().stream()
              .collect(Collectors.toMap(TableSpec::source, table -> table, (one, other) -> one)),
          readsLog(pipeline));
    }
    if (options.source().isEmpty() || options.schema().isEmpty()) {
      throw usage("name a --pipeline, or a --source and a --schema");
    }
    return new Target(
        env.endpoint(options.source().get(), Endpoint.MySql.class),
        warehouse(),
        new TreeSet<>(Set.of(options.schema().get())),
        Map.of(),
        false);
  }

  /** For changes, and for tables that are to be of one moment. */
  private static boolean readsLog(PipelineConfig pipeline) {
    Set<String> groups = new HashSet<>();
    return pipeline.tables().stream()
        .anyMatch(table -> table.extraction().mode() == Mode.CHANGES || !groups.add(table.group()));
  }

  private Endpoint.Redshift warehouse() {
    List<String> names =
        env.endpoints().values().stream()
            .filter(Endpoint.Redshift.class::isInstance)
            .map(Endpoint::name)
            .sorted()
            .toList();
    Optional<String> name =
        options
            .warehouse()
            .or(() -> names.size() == 1 ? names.stream().findFirst() : Optional.empty());
    return env.endpoint(
        name.orElseThrow(
            () ->
                usage("name the warehouse with --warehouse, one of: " + String.join(", ", names))),
        Endpoint.Redshift.class);
  }

  private void source(Target target, List<SourceTable> tables, List<Finding> findings) {
    try (Connection connection = MySqlSessions.reading(target.source(), secrets).open()) {
      ServerReader server = new ServerReader(target.source().name(), connection);
      var facts = server.read();
      findings.addAll(ServerChecks.of(facts));
      findings.addAll(AccountChecks.of(facts, target.schemas(), target.log()));
      SchemaReader reader = new SchemaReader(target.source().name(), connection);
      for (String schema : target.schemas()) {
        reader.read(schema).tables().stream().filter(target::includes).forEach(tables::add);
      }
      DataFacts seen =
          options.probeSeconds() > 0
              ? new DataProbe(connection, Duration.ofSeconds(options.probeSeconds())).look(tables)
              : DataFacts.NONE;
      for (SourceTable table : tables) {
        findings.addAll(TableChecks.of(table, seen.of(table.name())));
        findings.addAll(
            ExtractionChecks.of(
                table, ExtractionChecks.isLarge(table) ? server.span(table) : Optional.empty()));
        Optional.ofNullable(target.declared().get(table.name()))
            .ifPresent(spec -> findings.addAll(ExtractionChecks.declared(table, spec)));
      }
      gone(target, tables, findings);
    } catch (SQLException e) {
      throw new SourceException(
          "Cannot close the session on " + target.source().name() + ": " + e.getMessage(), e);
    }
  }

  private static void gone(Target target, List<SourceTable> tables, List<Finding> findings) {
    Set<TableName> there = tables.stream().map(SourceTable::name).collect(Collectors.toSet());
    target.declared().keySet().stream()
        .filter(name -> !there.contains(name))
        .forEach(
            name ->
                findings.add(
                    new Finding(
                        Area.EXTRACTION,
                        Severity.MISSING,
                        name.toString(),
                        "",
                        "the pipeline declares it, and the source has no such table that the"
                            + " account may see",
                        "take its file out of the pipeline, or grant SELECT",
                        List.of())));
  }

  private void warehouse(Target target, List<SourceTable> tables, List<Finding> findings) {
    Set<TableName> names = tables.stream().map(SourceTable::name).collect(Collectors.toSet());
    Set<String> refused =
        findings.stream()
            .filter(finding -> finding.area() == Area.ZERO_ETL)
            .filter(finding -> finding.severity() == Severity.REFUSED)
            .map(Finding::subject)
            .collect(Collectors.toSet());
    WarehouseFacts facts = new WarehouseReader(target.warehouse(), clock).read(secrets, names);
    findings.addAll(
        WarehouseChecks.of(
            facts,
            names,
            names.stream()
                .filter(name -> refused.contains(name.toString()))
                .collect(Collectors.toSet())));
  }

  private void lake(List<Finding> findings) {
    if (!env.state().startsWith("s3://")) {
      return;
    }
    try (S3ObjectStore store = S3ObjectStore.open(env.s3(), secrets)) {
      store.get(env.state() + "/preflight");
    } catch (PlumblineException e) {
      findings.add(
          new Finding(
              Area.LAKE,
              Severity.MISSING,
              env.state(),
              "",
              e.getMessage(),
              "create the bucket, or allow the role of the jobs to use it: --print-grants shows its"
                  + " policy",
              List.of()));
    }
  }

  /** The database that the URL names; Redshift's own default is {@code dev}. */
  private static String localDatabase(Endpoint.Redshift warehouse) {
    String path = warehouse.access().url().replaceFirst("\\?.*", "").replaceFirst("^.*//[^/]*", "");
    return path.length() > 1 ? path.substring(1) : "dev";
  }

  private static PlumblineException usage(String reason) {
    return new PlumblineException(ExitCode.USAGE, "Cannot look ahead: " + reason);
  }
}
