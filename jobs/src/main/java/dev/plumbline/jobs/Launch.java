package dev.plumbline.jobs;

import dev.plumbline.core.config.ConfigLoader;
import dev.plumbline.core.config.ConfigSource;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.core.config.Interpolation;
import dev.plumbline.core.config.LocalConfigSource;
import dev.plumbline.core.config.PipelineConfig;
import dev.plumbline.core.run.RunId;
import dev.plumbline.jobs.cli.CommonOptions;
import dev.plumbline.jobs.cli.EnvOptions;
import dev.plumbline.jobs.console.Console;
import dev.plumbline.jobs.console.Terminal;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.s3.S3ConfigSource;
import dev.plumbline.stores.s3.S3ObjectStore;
import dev.plumbline.stores.s3.S3Uri;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a process was started with, and the reading of what its command line names. */
final class Launch {
  private static final String ENDPOINTS = ".plumbline/sandbox/endpoints.json";

  private final Map<String, String> environment;
  private final Clock clock;
  private final RandomGenerator random;
  private final PrintStream out;
  private final PrintStream err;

  Launch(
      Map<String, String> environment,
      Clock clock,
      RandomGenerator random,
      PrintStream out,
      PrintStream err) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.random = random;
    this.out = out;
    this.err = err;
  }

  Clock clock() {
    return clock;
  }

  /** The process's environment variables. */
  Map<String, String> environment() {
    return environment;
  }

  RunId nextRunId() {
    return RunId.next(clock, random);
  }

  /** Reads the environment's file; every problem in it is reported at once, with exit 2. */
  EnvConfig env(EnvOptions options) {
    return loader(options.env(), options).environment(options.env());
  }

  /** Reads a pipeline's folder; every problem in it is reported at once, with exit 2. */
  PipelineConfig pipeline(String folder, CommonOptions options) {
    return loader(folder, options).pipeline(folder);
  }

  Secrets secrets(EnvConfig env) {
    return new Secrets(endpoints().toAbsolutePath().toString(), env.s3().region());
  }

  /** Opens the console; the caller closes it. */
  Console console(CommonOptions options) {
    return Console.open(
        out, err, options.json(), Terminal.detect(options.noColor(), options.json()), clock);
  }

  private Path endpoints() {
    return Path.of(environment.getOrDefault("PLUMBLINE_SANDBOX_ENDPOINTS", ENDPOINTS));
  }

  private ConfigLoader loader(String path, CommonOptions options) {
    return new ConfigLoader(
        source(path), new Interpolation(environment, endpoints()), options.overrides());
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
