package dev.plumbline.jobs.init;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.init.Changes;
import dev.plumbline.core.init.FileChange;
import dev.plumbline.core.init.FileChange.Status;
import dev.plumbline.core.init.InitPlan;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.schema.DataFacts;
import dev.plumbline.core.schema.SourceSchema;
import dev.plumbline.core.table.BronzeNames;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.Origin;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.jobs.cli.InitOptions;
import dev.plumbline.jobs.console.Console;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.mysql.DataProbe;
import dev.plumbline.stores.mysql.MySqlSessions;
import dev.plumbline.stores.mysql.SchemaReader;
import dev.plumbline.stores.postgres.PostgresSchemaReader;
import dev.plumbline.stores.postgres.PostgresSessions;
import dev.plumbline.stores.s3.S3Uri;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a pipeline for an existing schema, or shows what has changed since. */
public final class InitJob {
  /** A schema of hundreds of large tables should still take minutes. */
  private static final Duration PROBE = Duration.ofSeconds(2);

  private final InitOptions options;
  private final EnvConfig env;
  private final Secrets secrets;
  private final Console console;
  private final Clock clock;
  private final Function<String, PipelineConfig> pipelines;

  /**
   * @param pipelines reads a pipeline's folder
   */
  public InitJob(
      InitOptions options,
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

  /** What the job did, for programs. */
  record Report(
      String pipeline,
      String folder,
      boolean written,
      List<FileChange> files,
      List<String> notes) {}

  /**
   * @throws PlumblineException exit 2 when the folder or the schema is not fit; exit 20 when the
   *     source does not answer
   */
  public ExitCode run() {
    if (S3Uri.isS3(options.out())) {
      throw usage("--out must be a folder of this machine; copy it to S3 afterwards");
    }
    Path path = Path.of(options.out());
    PipelineFolder folder = new PipelineFolder(path);
    boolean again = folder.holdsPipeline();
    InitPlan plan = plan(InitPlan.pipelineName(path.getFileName().toString()), again);
    List<FileChange> changes = Changes.between(plan.files(), folder.present(), folder.written());
    boolean write = !again || options.update();
    if (write) {
      folder.write(plan.files(), changes);
    }
    tell(plan, changes, again, write);
    if (write) {
      PipelineConfig written = pipelines.apply(options.out());
      console.print(
          written.tables().size()
              + written.imports().size()
              + " tables, "
              + written.models().size()
              + " models.");
    }
    if (options.json()) {
      console.json(
          new Report(
              InitPlan.pipelineName(path.getFileName().toString()),
              options.out(),
              write,
              changes,
              plan.notes()));
    }
    return ExitCode.OK;
  }

  private InitPlan plan(String name, boolean again) {
    Optional<PipelineConfig> present =
        again ? Optional.of(pipelines.apply(options.out())) : Optional.empty();
    String warehouse = warehouse();
    return env.endpoints().get(options.source()) instanceof Endpoint.Postgres endpoint
        ? imported(name, warehouse, endpoint, present)
        : replicated(name, warehouse, present);
  }

  /** Of a MySQL database, whose tables have replicas. */
  private InitPlan replicated(String name, String warehouse, Optional<PipelineConfig> pipeline) {
    List<TableSpec> present =
        pipeline.stream()
            .flatMap(one -> one.tables().stream())
            .filter(table -> table.source().schema().equals(options.schema()))
            .toList();
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
              known(present),
              exceptions(present),
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
    Map<String, String> known = new HashMap<>();
    pipeline.stream()
        .flatMap(one -> one.imports().stream())
        .filter(spec -> spec.origin().endpoint().equals(endpoint.name()))
        .forEach(
            spec -> {
              if (spec.origin() instanceof Origin.Relation relation
                  && relation.name().schema().equals(options.schema())) {
                known.put(relation.name().table(), spec.id());
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
              known,
              Map.of(),
              LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    } catch (SQLException e) {
      throw unclosed(endpoint, e);
    }
  }

  private static SourceSchema checked(SourceSchema schema) {
    InitPlan.problem(schema)
        .ifPresent(
            problem -> {
              throw usage(problem);
            });
    return schema;
  }

  private static PlumblineException unclosed(Endpoint endpoint, SQLException e) {
    return new PlumblineException(
        ExitCode.SOURCE_FAILED, "Cannot close the session on " + endpoint.name(), e);
  }

  private static Map<String, String> known(List<TableSpec> present) {
    return present.stream()
        .collect(Collectors.toMap(table -> table.source().table(), TableSpec::id));
  }

  private static Map<String, ExpectSpec> exceptions(List<TableSpec> present) {
    Map<String, ExpectSpec> exceptions = new HashMap<>();
    for (TableSpec table : present) {
      table.expect().stream()
          .filter(known -> known.kind() == ExpectSpec.Kind.NOT_REPLICATED)
          .findFirst()
          .ifPresent(known -> exceptions.put(table.source().table(), known));
    }
    return exceptions;
  }

  private String warehouse() {
    List<String> names =
        env.endpoints().values().stream()
            .filter(Endpoint.Redshift.class::isInstance)
            .map(Endpoint::name)
            .sorted()
            .toList();
    if (options.warehouse().isPresent()) {
      return env.endpoint(options.warehouse().get(), Endpoint.Redshift.class).name();
    }
    if (names.size() != 1) {
      throw usage(
          names.isEmpty()
              ? "environment " + env.name() + " has no endpoint of type redshift"
              : "the environment has several warehouses; name one with --warehouse: "
                  + String.join(", ", names));
    }
    return names.get(0);
  }

  private void tell(InitPlan plan, List<FileChange> changes, boolean again, boolean written) {
    plan.notes().forEach(note -> console.print("  " + note));
    if (!plan.notes().isEmpty()) {
      console.print("");
    }
    List<FileChange> told =
        changes.stream().filter(change -> change.status() != Status.SAME).toList();
    if (again) {
      told.forEach(this::tell);
    }
    console.print(sums(changes, written));
    String pipeline = " --env " + options.env() + " --pipeline " + options.out();
    console.print(
        "Next: "
            + (again && !written && !told.isEmpty()
                ? "bin/plumbline init --update --env "
                    + options.env()
                    + " --source "
                    + options.source()
                    + " --schema "
                    + options.schema()
                    + " --out "
                    + options.out()
                : "bin/plumbline preflight" + pipeline + ", then bin/plumbline run" + pipeline));
  }

  private void tell(FileChange change) {
    console.print(change.path() + "  " + meaning(change.status()));
    change.diff().forEach(line -> console.print("    " + line));
    console.print("");
  }

  private static String meaning(Status status) {
    return switch (status) {
      case ADDED -> "new";
      case CHANGED -> "changed";
      case REMOVED -> "gone from the source";
      case EDITED -> "edited by hand, so it stays; --update puts the proposal beside it";
      case SAME -> "as it is";
    };
  }

  private String sums(List<FileChange> changes, boolean written) {
    Map<Status, Long> counts =
        changes.stream().collect(Collectors.groupingBy(FileChange::status, Collectors.counting()));
    boolean nothing = counts.keySet().stream().allMatch(Status.SAME::equals);
    if (nothing) {
      return "Nothing has changed: " + options.out() + " is as it would be proposed today.";
    }
    String sums =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getValue() + " " + word(entry.getKey()))
            .collect(Collectors.joining(", "));
    return (written ? "Wrote " + options.out() + ": " : "Nothing was written. Files: ")
        + sums
        + ".";
  }

  private static String word(Status status) {
    return switch (status) {
      case ADDED -> "new";
      case CHANGED -> "changed";
      case REMOVED -> "gone";
      case EDITED -> "edited by hand";
      case SAME -> "as they are";
    };
  }

  private static PlumblineException usage(String reason) {
    return new PlumblineException(ExitCode.USAGE, "Cannot propose a pipeline: " + reason);
  }
}
