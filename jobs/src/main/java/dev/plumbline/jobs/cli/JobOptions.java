package dev.plumbline.jobs.cli;

import dev.plumbline.core.run.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of what works on a pipeline. */
public class JobOptions extends EnvOptions {
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

  @Option(names = "--dry-run", description = "Print the plan and do nothing.")
  boolean dryRun;

  @Override
  String example() {
    return super.example() + " --pipeline conf/blog";
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

  /** Whether what has not changed is to be done anew, too. */
  public boolean fullRefresh() {
    return false;
  }

  /** What is to be read again of tables with mode incremental. */
  public Optional<Backfill> backfill() {
    return Optional.empty();
  }

  public boolean dryRun() {
    return dryRun;
  }
}
