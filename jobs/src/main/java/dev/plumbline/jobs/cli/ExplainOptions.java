package dev.plumbline.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of {@code explain}. */
public final class ExplainOptions extends StorePairOptions {
  @Option(
      names = "--pipeline",
      paramLabel = "FOLDER",
      description = "The comparisons of this pipeline; or name --source and --target.")
  String pipeline;

  @Option(
      names = "--select",
      paramLabel = "PATTERNS",
      split = ",",
      description =
          "Only these tables and models of the pipeline: names with '*', or group:NAME, separated by"
              + " commas.")
  List<String> select = new ArrayList<>();

  @Override
  String example() {
    return super.example() + " --pipeline conf/blog --select users";
  }

  public Optional<String> pipeline() {
    return Optional.ofNullable(pipeline)
        .map(folder -> folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder);
  }

  public List<String> select() {
    return List.copyOf(select);
  }
}
