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
import dev.plumbline.stores.s3.S3Uri;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * @return exit 43 when anything was found
   * @throws PlumblineException exit 2 when the command names too little; exit 20 when the source
   *     does not answer
   */
  public ExitCode run() {
    PreflightTarget target = PreflightTarget.of(options, env, pipelines);
    if (options.printGrants()) {
      console.print(GrantText.of(env, target.uses(env)));
      return ExitCode.OK;
    }
    List<Finding> findings = new ArrayList<>();
    List<SourceTable> tables = new ArrayList<>();
    target.source().ifPresent(source -> source(source, target, tables, findings));
    findings.addAll(new ImportProbe(env, secrets).look(target.imports()));
    warehouse(target, tables, findings);
    lake(findings);
    PreflightReport report =
        PreflightReport.of(target.subject(), tables.size() + target.imports().size(), findings);
    console.preflight(report);
    if (options.json()) {
      console.json(report);
    }
    return ExitCode.of(report.exitCode()).orElseThrow();
  }

  private void source(
      Endpoint.MySql source,
      PreflightTarget target,
      List<SourceTable> tables,
      List<Finding> findings) {
    try (Connection connection = MySqlSessions.reading(source, secrets).open()) {
      ServerReader server = new ServerReader(source.name(), connection);
      var facts = server.read();
      findings.addAll(ServerChecks.of(facts));
      findings.addAll(AccountChecks.of(facts, target.schemas(), target.log()));
      source
          .cluster()
          .map(new ClusterReader(env.s3().region())::read)
          .ifPresent(
              cluster -> findings.addAll(ClusterChecks.of(cluster, facts.variables().keySet())));
      SchemaReader reader = new SchemaReader(source.name(), connection);
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
          "Cannot close the session on " + source.name() + ": " + e.getMessage(), e);
    }
  }

  private static void gone(
      PreflightTarget target, List<SourceTable> tables, List<Finding> findings) {
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

  private void warehouse(PreflightTarget target, List<SourceTable> tables, List<Finding> findings) {
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
    Stream.of(env.state(), env.lake().warehouse(), env.reports())
        .filter(S3Uri::isS3)
        .distinct()
        .flatMap(place -> unreachable(place).stream())
        .forEach(findings::add);
  }

  private Optional<Finding> unreachable(String place) {
    try (S3ObjectStore store = S3ObjectStore.open(env.s3(), secrets)) {
      store.get(place + "/preflight");
      return Optional.empty();
    } catch (PlumblineException e) {
      return Optional.of(
          new Finding(
              Area.LAKE,
              Severity.MISSING,
              place,
              "",
              e.getMessage(),
              "create the bucket, or allow the role of the jobs to use it: --print-grants shows its"
                  + " policy",
              List.of()));
    }
  }
}
