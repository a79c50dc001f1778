package dev.plumbline.jobs.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of {@code init}. */
public final class InitOptions extends EnvOptions {
  @Option(
      names = "--source",
      paramLabel = "ENDPOINT",
      required = true,
      description = "The MySQL or PostgreSQL endpoint of the environment to read the schema from.")
  String source;

  @Option(
      names = "--schema",
      paramLabel = "DATABASE",
      required = true,
      description = "The database, or schema of PostgreSQL, named as it is there.")
  String schema;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where the pipeline is written; the folder's name becomes the pipeline's.")
  String out;

  @Option(
      names = "--warehouse",
      paramLabel = "ENDPOINT",
      description = "The Redshift endpoint; needed where the environment has more than one.")
  String warehouse;

  @Option(
      names = "--update",
      description = "Write what has changed into a folder that is there already.")
  boolean update;

  @Option(names = "--no-probe", description = "Do not look into rows for dates such as 0000-00-00.")
  boolean noProbe;

  @Override
  String example() {
    return super.example() + " --source aurora --schema shop --out conf/shop";
  }

  public String source() {
    return source;
  }

  public String schema() {
    return schema;
  }

  public String out() {
    return out.endsWith("/") ? out.substring(0, out.length() - 1) : out;
  }

  public Optional<String> warehouse() {
    return Optional.ofNullable(warehouse);
  }

  public boolean update() {
    return update;
  }

  public boolean probe() {
    return !noProbe;
  }
}
