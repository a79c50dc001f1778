package dev.plumbline.jobs.cli;

import dev.plumbline.core.run.RunId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags that every job has. */
public class JobOptions {
  @Option(
      names = "--env",
      paramLabel = "FILE",
      required = true,
      description = "Where things are: a file of conf/env, on this machine or s3://.")
  String env;

  @Option(
      names = "--pipeline",
      paramLabel = "FOLDER",
      required = true,
      description = "What to do: a pipeline's folder, on this machine or s3://.")
  String pipeline;

  @Option(
      names = "--select",
      paramLabel = "PATTERNS",
      split = ",",
      description =
          "Only these tables and models: names with '*', or group:NAME, separated by commas.")
  List<String> select = new ArrayList<>();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Name of the run. Given again, what that run has committed is not done twice.")
  String runId;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a setting: a key of pipeline.yaml, tables.ID.KEY or env.KEY. Takes no secrets.")
  Map<String, String> set = new LinkedHashMap<>();

  @Option(names = "--dry-run", description = "Print the plan and do nothing.")
  boolean dryRun;

  @Option(
      names = "--json",
      description = "Print the report as JSON; lines for people go to stderr.")
  boolean json;

  @Option(names = "--no-color", description = "Print without colours, as with NO_COLOR set.")
  boolean noColor;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  public String env() {
    return env;
  }

  public String pipeline() {
    return pipeline.endsWith("/") ? pipeline.substring(0, pipeline.length() - 1) : pipeline;
  }

  public List<String> select() {
    return List.copyOf(select);
  }

  /** The run id that was asked for, or the one given. */
  public RunId runId(RunId otherwise) {
    return runId == null ? otherwise : new RunId(runId);
  }

  public Map<String, String> overrides() {
    return Map.copyOf(set);
  }

  public boolean dryRun() {
    return dryRun;
  }

  public boolean json() {
    return json;
  }

  public boolean noColor() {
    return noColor;
  }
}
