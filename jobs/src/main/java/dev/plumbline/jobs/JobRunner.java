package dev.plumbline.jobs;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.SourceException;
import dev.plumbline.core.run.Waiting;
import dev.plumbline.jobs.check.CheckJob;
import dev.plumbline.jobs.check.ExplainJob;
import dev.plumbline.jobs.check.StorePair;
import dev.plumbline.jobs.check.StoreResolver;
import dev.plumbline.jobs.cli.CheckDdlOptions;
import dev.plumbline.jobs.cli.CheckOptions;
import dev.plumbline.jobs.cli.Cli;
import dev.plumbline.jobs.cli.Cli.Request;
import dev.plumbline.jobs.cli.ExplainOptions;
import dev.plumbline.jobs.cli.InitOptions;
import dev.plumbline.jobs.cli.JobName;
import dev.plumbline.jobs.cli.JobOptions;
import dev.plumbline.jobs.cli.PreflightOptions;
import dev.plumbline.jobs.cli.Selection;
import dev.plumbline.jobs.console.Console;
import dev.plumbline.jobs.init.InitJob;
import dev.plumbline.jobs.preflight.CheckDdlJob;
import dev.plumbline.jobs.preflight.PreflightJob;
import dev.plumbline.jobs.run.JobContext;
import dev.plumbline.jobs.stage.PipelinePairs;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.report.ReportFiles;
import dev.plumbline.stores.s3.S3ObjectStore;
import dev.plumbline.stores.s3.S3Uri;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a command line into a job, and whatever happens into one outcome. */
public final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private final Launch launch;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param environment the process's environment variables
   */
  public JobRunner(
      Map<String, String> environment,
      Clock clock,
      RandomGenerator random,
      PrintStream out,
      PrintStream err) {
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.launch = new Launch(environment, clock, random, this.out, this.err);
  }

  /** Runs the command line; never throws for what a person can get wrong. */
  public Outcome run(List<String> args) {
    try {
      Request request = Cli.parse(args);
      return request instanceof Request.Help help ? help(help) : job((Request.Job) request);
    } catch (PlumblineException e) {
      LOG.error("failed", e);
      err.println(e.getMessage());
      e.nextCommand().ifPresent(next -> err.println("Next: " + next));
      return new Outcome(
          e.exitCode(), e.getMessage() + e.nextCommand().map(next -> "; next: " + next).orElse(""));
    } catch (RuntimeException e) {
      LOG.error("defect", e);
      String log = System.getProperty("plumbline.log");
      err.println(
          "Cannot finish: a defect of Plumbline: "
              + e
              + (log == null ? "" : " (the stack is in " + log + ")"));
      return new Outcome(ExitCode.DEFECT, String.valueOf(e));
    }
  }

  private Outcome help(Request.Help help) {
    out.print(help.text());
    return Outcome.ok();
  }

  private Outcome job(Request.Job request) {
    return switch (request.name()) {
      case ROUTE -> onPipeline(request, context -> new RouteJob(context).run());
      case STATUS -> onPipeline(request, context -> new StatusJob(context).run());
      case WATCH ->
          onPipeline(
              request, context -> new WatchJob(context, launch::nextRunId, Waiting.REAL).run());
      case ACK -> onPipeline(request, context -> new AckJob(context).run());
      case RESYNC -> onPipeline(request, context -> new ResyncJob(context).run());
      case REFILL -> onPipeline(request, context -> new RefillJob(context).run());
      case MAINTENANCE ->
          onPipeline(
              request,
              context ->
                  new MaintenanceJob(
                          context,
                          () -> new PipelineJob(context.as(JobName.RUN, launch.nextRunId())).run())
                      .run());
      case INGEST -> onPipeline(request, context -> new IngestJob(context).run());
      case CHECK -> check((CheckOptions) request.options());
      case EXPLAIN -> explain((ExplainOptions) request.options());
      case INIT -> init((InitOptions) request.options());
      case PREFLIGHT -> preflight((PreflightOptions) request.options());
      case CHECK_DDL -> checkDdl((CheckDdlOptions) request.options());
      case RUN, EXTRACT, BUILD, PUBLISH, RECONCILE ->
          onPipeline(request, context -> new PipelineJob(context).run());
    };
  }

  private Outcome check(CheckOptions options) {
    EnvConfig env = launch.env(options);
    Secrets secrets = launch.secrets(env);
    try (StorePair stores =
        new StoreResolver(options, env, secrets, launch.environment()).resolve()) {
      if (!S3Uri.isS3(env.reports())) {
        return check(options, stores, ReportFiles.inFolder(env.reports()));
      }
      try (S3ObjectStore store = S3ObjectStore.open(env.s3(), secrets)) {
        return check(options, stores, new ReportFiles(env.reports(), store));
      }
    }
  }

  private Outcome check(CheckOptions options, StorePair stores, ReportFiles files) {
    try (Console console = launch.console(options)) {
      ExitCode code =
          new CheckJob(options, stores, files, launch.nextRunId(), console, launch.clock()).run();
      return new Outcome(code, code.meaning());
    }
  }

  private Outcome explain(ExplainOptions options) {
    EnvConfig env = launch.env(options);
    Secrets secrets = launch.secrets(env);
    try (Console console = launch.console(options)) {
      ExplainJob job = new ExplainJob(console, options.json());
      if (options.pipeline().isEmpty()) {
        return explain(options, env, secrets, console, job);
      }
      PipelineConfig pipeline = launch.pipeline(options.pipeline().get(), options);
      return new Outcome(
          job.run(
              PipelinePairs.of(
                  env,
                  pipeline,
                  new Selection(options.select(), pipeline),
                  secrets,
                  options.digest()),
              env.endpoint(pipeline.warehouse(), Endpoint.Redshift.class).integrationDatabase()),
          "");
    } catch (SQLException e) {
      throw new SourceException("Cannot read the source's catalogue: " + e.getMessage(), e);
    }
  }

  private Outcome explain(
      ExplainOptions options, EnvConfig env, Secrets secrets, Console console, ExplainJob job) {
    try (StorePair stores =
        new StoreResolver(options, env, secrets, launch.environment()).resolve()) {
      return new Outcome(
          job.run(
              ExplainJob.pairs(options, stores, console, launch.clock()),
              stores.replica().map(StorePair.Replica::database)),
          "");
    }
  }

  private Outcome init(InitOptions options) {
    EnvConfig env = launch.env(options);
    try (Console console = launch.console(options)) {
      ExitCode code =
          new InitJob(
                  options,
                  env,
                  launch.secrets(env),
                  console,
                  launch.clock(),
                  folder -> launch.pipeline(folder, options))
              .run();
      return new Outcome(code, code.meaning());
    }
  }

  private Outcome preflight(PreflightOptions options) {
    EnvConfig env = launch.env(options);
    try (Console console = launch.console(options)) {
      ExitCode code =
          new PreflightJob(
                  options,
                  env,
                  launch.secrets(env),
                  console,
                  launch.clock(),
                  folder -> launch.pipeline(folder, options))
              .run();
      return new Outcome(code, code.meaning());
    }
  }

  private Outcome checkDdl(CheckDdlOptions options) {
    PipelineConfig pipeline = launch.pipeline(options.pipeline(), options);
    try (Console console = launch.console(options)) {
      ExitCode code = new CheckDdlJob(options, pipeline, console).run();
      return new Outcome(code, code.meaning());
    }
  }

  private Outcome onPipeline(Request.Job request, Function<JobContext, Outcome> job) {
    JobOptions options = (JobOptions) request.options();
    EnvConfig env = launch.env(options);
    PipelineConfig declared = launch.pipeline(options.pipeline(), options);
    Selection selection = new Selection(options.select(), declared);
    Secrets secrets = launch.secrets(env);
    // These jobs ask the source itself.
    boolean asks = Stream.of("extract", "ingest").anyMatch(request.name().stages()::contains);
    try (S3ObjectStore store = S3ObjectStore.open(env.s3(), secrets);
        Console console = launch.console(options)) {
      PipelineConfig pipeline = asks ? declared : SourceColumns.known(declared, store, env.state());
      return job.apply(
          new JobContext(
              request.name(),
              options,
              env,
              pipeline,
              selection,
              options.runId(launch.nextRunId()),
              secrets,
              store,
              console,
              launch.clock()));
    }
  }
}
