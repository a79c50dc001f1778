package dev.plumbline.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of {@code resync}: what it would do is shown, and done with --yes. */
public final class ResyncOptions extends JobOptions {
  @Parameters(arity = "0..*", paramLabel = "TABLE", description = "The tables to repair.")
  List<String> tables = new ArrayList<>();

  @Option(names = "--yes", description = "Do what the plan says.")
  boolean yes;

  @Option(
      names = "--wait",
      paramLabel = "MINUTES",
      description = "How long one table is waited for; 120 when not given.")
  int wait = 120;

  public List<String> tables() {
    return List.copyOf(tables);
  }

  public boolean yes() {
    return yes;
  }

  public int waitMinutes() {
    return wait;
  }

  @Override
  String example() {
    return " orders --yes" + super.example();
  }
}
