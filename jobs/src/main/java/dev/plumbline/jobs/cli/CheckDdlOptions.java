package dev.plumbline.jobs.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of {@code check-ddl}. */
public final class CheckDdlOptions extends CommonOptions {
  @Parameters(
      paramLabel = "FILE.sql",
      arity = "1",
      description = "The migration; its statements are judged one after the other.")
  String file;

  @Option(
      names = "--pipeline",
      paramLabel = "FOLDER",
      required = true,
      description = "The pipeline that declares the tables; nothing is connected to.")
  String pipeline;

  @Override
  String example() {
    return " migration.sql --pipeline conf/blog";
  }

  public String file() {
    return file;
  }

  public String pipeline() {
    return pipeline.endsWith("/") ? pipeline.substring(0, pipeline.length() - 1) : pipeline;
  }
}
