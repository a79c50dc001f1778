package dev.plumbline.jobs.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of {@code preflight}. */
public final class PreflightOptions extends EnvOptions {
  @Option(
      names = "--pipeline",
      paramLabel = "FOLDER",
      description = "Look at the tables of this pipeline; or name --source and --schema.")
  String pipeline;

  @Option(
      names = "--source",
      paramLabel = "ENDPOINT",
      description = "The MySQL endpoint of the environment to look at.")
  String source;

  @Option(
      names = "--schema",
      paramLabel = "DATABASE",
      description = "The database of which all tables are looked at.")
  String schema;

  @Option(
      names = "--warehouse",
      paramLabel = "ENDPOINT",
      description = "The Redshift endpoint; without a pipeline and with several of them.")
  String warehouse;

  @Option(
      names = "--probe-seconds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How long the rows of one table may be looked into for zero dates and long text; 0 for not"
              + " at all. Default: ${DEFAULT-VALUE}.")
  int probeSeconds;

  @Option(
      names = "--print-grants",
      description =
          "Print the least rights for MySQL, PostgreSQL, Redshift and IAM, and look at nothing.")
  boolean printGrants;

  @Override
  String example() {
    return super.example() + " --source aurora --schema shop";
  }

  public Optional<String> pipeline() {
    return Optional.ofNullable(pipeline)
        .map(folder -> folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder);
  }

  public Optional<String> source() {
    return Optional.ofNullable(source);
  }

  public Optional<String> schema() {
    return Optional.ofNullable(schema);
  }

  public Optional<String> warehouse() {
    return Optional.ofNullable(warehouse);
  }

  public int probeSeconds() {
    return probeSeconds;
  }

  public boolean printGrants() {
    return printGrants;
  }
}
