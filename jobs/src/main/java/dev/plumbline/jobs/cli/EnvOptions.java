package dev.plumbline.jobs.cli;

import picocli.CommandLine.Option;

/** The flags of what works on the stores of an environment. */
public class EnvOptions extends CommonOptions {
  @Option(
      names = "--env",
      paramLabel = "FILE",
      required = true,
      description = "Where things are: a file of conf/env, on this machine or s3://.")
  String env;

  @Override
  String example() {
    return " --env conf/env/local.yaml";
  }

  public String env() {
    return env;
  }
}
