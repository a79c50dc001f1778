package dev.plumbline.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags that every command has. */
public class CommonOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a setting: a key of pipeline.yaml, tables.ID.KEY or env.KEY. Takes no secrets.")
  Map<String, String> set = new LinkedHashMap<>();

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

  /** The flags of an example in the help text. */
  String example() {
    return "";
  }

  public Map<String, String> overrides() {
    return Map.copyOf(set);
  }

  public boolean json() {
    return json;
  }

  public boolean noColor() {
    return noColor;
  }
}
