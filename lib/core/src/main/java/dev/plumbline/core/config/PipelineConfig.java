package dev.plumbline.core.config;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.table.ImportSpec;
import dev.plumbline.core.table.TableSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One pipeline: one folder of {@code conf}.
 *
 * @param name the pipeline's name, also of its lease and reports
 * @param folder where it was read from
 * @param source endpoint that holds the tables
 * @param api endpoint of the REST API, where there is one
 * @param warehouse endpoint of Redshift
 * @param keep how long earlier states of the lake can be read again
 * @param parallel steps that run at the same time
 * @param serve who reads the serving views
 * @param tables those of the source, which have a replica
 * @param imports tables of bronze that come from elsewhere
 */
public record PipelineConfig(
    String name,
    String folder,
    String source,
    Optional<String> api,
    String warehouse,
    Duration keep,
    int parallel,
    PublishMethod publishMethod,
    ServeConfig serve,
    List<TableSpec> tables,
    List<ImportSpec> imports,
    List<ModelSpec> models) {

  /** How tables reach Redshift. */
  public enum PublishMethod {
    /** COPY with a manifest, staged and switched by Plumbline. */
    COPY,
    /** The spark-redshift connector that Glue and EMR carry. */
    CONNECTOR
  }

  /**
   * Who reads the serving views.
   *
   * @param grantTo users, {@code group:NAME}, {@code role:NAME} or {@code public}
   */
  public record ServeConfig(List<String> grantTo) {
    public ServeConfig {
      grantTo = List.copyOf(grantTo);
    }
  }

  public PipelineConfig {
    tables = List.copyOf(tables);
    imports = List.copyOf(imports);
    models = List.copyOf(models);
  }

  /** The same pipeline with other declarations of its tables. */
  public PipelineConfig withTables(List<TableSpec> others) {
    return new PipelineConfig(
        name,
        folder,
        source,
        api,
        warehouse,
        keep,
        parallel,
        publishMethod,
        serve,
        others,
        imports,
        models);
  }

  /**
   * @throws PlumblineException exit 2 when there is no such table
   */
  public TableSpec table(String id) {
    return tables.stream()
        .filter(table -> table.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new PlumblineException(
                    ExitCode.USAGE,
                    "Cannot find table '"
                        + id
                        + "' in pipeline "
                        + name
                        + Nearest.hint(id, tables.stream().map(TableSpec::id).toList())));
  }
}
