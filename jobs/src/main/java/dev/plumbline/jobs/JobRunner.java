package dev.plumbline.jobs;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.ConfigSource;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.core.config.Interpolation;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunId;
import dev.plumbline.jobs.cli.Cli;
import dev.plumbline.jobs.cli.Cli.Request;
import dev.plumbline.jobs.cli.JobName;
import dev.plumbline.jobs.cli.JobOptions;
import dev.plumbline.jobs.cli.Selection;
import dev.plumbline.jobs.console.Console;
import dev.plumbline.jobs.console.Terminal;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.s3.S3ConfigSource;
import dev.plumbline.stores.s3.S3ObjectStore;
import dev.plumbline.stores.s3.S3Uri;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a command line into a job, and whatever happens into one outcome. */
public final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final String ENDPOINTS = ".plumbline/sandbox/endpoints.json";

  private final Map<String, String> environment;
  private final Clock clock;
  private final RandomGenerator random;
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
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.random = random;
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
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
    JobName name = request.name();
    JobOptions options = request.options();
    Path endpoints = Path.of(environment.getOrDefault("PLUMBLINE_SANDBOX_ENDPOINTS", ENDPOINTS));
    Interpolation interpolation = new Interpolation(environment, endpoints);
    EnvConfig env = loader(options.env(), interpolation, options).environment(options.env());
    PipelineConfig pipeline =
        loader(options.pipeline(), interpolation, options).pipeline(options.pipeline());
    Selection selection = new Selection(options.select(), pipeline);
    Secrets secrets = new Secrets(endpoints.toAbsolutePath().toString(), env.s3().region());
    try (S3ObjectStore store = S3ObjectStore.open(env.s3(), secrets);
        Console console =
            Console.open(
                out,
                err,
                options.json(),
                Terminal.detect(options.noColor(), options.json()),
                clock)) {
      JobContext context =
          new JobContext(
              name,
              options,
              env,
              pipeline,
              selection,
              options.runId(RunId.next(clock, random)),
              secrets,
              store,
              console,
              clock);
      return name == JobName.INGEST ? new IngestJob(context).run() : new PipelineJob(context).run();
    }
  }

  private ConfigLoader loader(String path, Interpolation interpolation, JobOptions options) {
    return new ConfigLoader(source(path), interpolation, options.overrides());
  }

  private ConfigSource source(String path) {
    if (!S3Uri.isS3(path)) {
      return new LocalConfigSource();
    }
    String region = environment.getOrDefault("AWS_REGION", "us-east-1");
    S3Config platform = new S3Config(region, Optional.empty(), Optional.empty());
    return new S3ConfigSource(S3ObjectStore.open(platform, new Secrets("", region)));
  }
}
