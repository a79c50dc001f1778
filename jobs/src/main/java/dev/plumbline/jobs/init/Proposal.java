package dev.plumbline.jobs.init;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.init.InitPlan;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.schema.DataFacts;
import dev.plumbline.core.schema.SourceSchema;
import dev.plumbline.core.table.BronzeNames;
import dev.plumbline.core.table.Origin;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.cli.InitOptions;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.mysql.DataProbe;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.SchemaReader;
import dev.plumbline.stores.postgres.PostgresSchemaReader;
import dev.plumbline.stores.postgres.PostgresSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Proposes a pipeline for what lies behind an endpoint. */
final class Proposal {
  /** A schema of hundreds of large tables should still take minutes. */
  private static final Duration PROBE = Duration.ofSeconds(2);

  private final InitOptions options;
  private final EnvConfig env;
  private final Secrets secrets;
  private final Clock clock;

  Proposal(InitOptions options, EnvConfig env, Secrets secrets, Clock clock) {
    this.options = options;
    this.env = env;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Proposes.
   *
   * @param name the pipeline's
   * @param present the pipeline that is there already
   * @throws PlumblineException exit 2 when the schema is not fit; exit 20 when the source does not
   *     answer
   */
  InitPlan of(String name, Optional<PipelineConfig> present) {
    String warehouse = env.warehouse(options.warehouse()).name();
    return env.endpoints().get(options.source()) instanceof Endpoint.Postgres endpoint
        ? imported(name, warehouse, endpoint, present)
        : replicated(name, warehouse, present);
  }

  /** Of a MySQL database, whose tables have replicas. */
  private InitPlan replicated(String name, String warehouse, Optional<PipelineConfig> pipeline) {
    Map<String, TableSpec> present =
        pipeline.stream()
            .flatMap(one -> one.tables().stream())
            .filter(table -> table.source().schema().equals(options.schema()))
            .collect(Collectors.toMap(table -> table.source().table(), table -> table));
    Endpoint.MySql endpoint = env.endpoint(options.source(), Endpoint.MySql.class);
    try (Connection connection = MySqlSessions.reading(endpoint, secrets).open()) {
      SourceSchema schema =
          checked(new SchemaReader(endpoint.name(), connection).read(options.schema()));
      DataFacts facts =
          options.probe() ? new DataProbe(connection, PROBE).look(schema.tables()) : DataFacts.NONE;
      return InitPlan.of(
          schema,
          facts,
          new InitPlan.Request(
              name,
              options.source(),
              false,
              warehouse,
              BronzeNames.namespace(options.schema()),
              present,
              LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    } catch (SQLException e) {
      throw unclosed(endpoint, e);
    }
  }

  /** Of a schema of a PostgreSQL database. */
  private InitPlan imported(
      String name,
      String warehouse,
      Endpoint.Postgres endpoint,
      Optional<PipelineConfig> pipeline) {
    Map<String, TableSpec> present = new HashMap<>();
    pipeline.stream()
        .flatMap(one -> one.imports().stream())
        .filter(spec -> spec.origin().endpoint().equals(endpoint.name()))
        .forEach(
            spec -> {
              if (spec.origin() instanceof Origin.Relation relation
                  && relation.name().schema().equals(options.schema())) {
                present.put(relation.name().table(), spec.table());
              }
            });
    try (Connection connection = PostgresSessions.of(endpoint, secrets).open()) {
      return InitPlan.of(
          checked(new PostgresSchemaReader(endpoint.name(), connection).read(options.schema())),
          DataFacts.NONE,
          new InitPlan.Request(
              name,
              options.source(),
              true,
              warehouse,
              BronzeNames.namespace(endpoint.name()),
              present,
              LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    } catch (SQLException e) {
      throw unclosed(endpoint, e);
    }
  }

  private static SourceSchema checked(SourceSchema schema) {
    InitPlan.problem(schema)
        .ifPresent(
            problem -> {
              throw InitJob.usage(problem);
            });
    return schema;
  }

  private static PlumblineException unclosed(Endpoint endpoint, SQLException e) {
    return new PlumblineException(
        ExitCode.SOURCE_FAILED, "Cannot close the session on " + endpoint.name(), e);
  }
}
