package dev.plumbline.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of {@code refill}: what it would do is shown, and done with --yes. */
public final class RefillOptions extends JobOptions {
  @Parameters(arity = "0..*", paramLabel = "TABLE", description = "The tables to repair.")
  List<String> tables = new ArrayList<>();

  @Option(names = "--yes", description = "Do what the plan says.")
  boolean yes;

  @Option(
      names = "--at-most",
      paramLabel = "PERCENT",
      description =
          "Where a larger share of a table's keys differs, nothing is done, since a full run is the"
              + " cheaper way; 20 when not given.")
  int atMost = 20;

  public List<String> tables() {
    return List.copyOf(tables);
  }

  public boolean yes() {
    return yes;
  }

  /** The share of differing keys, in percent, beyond which a full run is advised. */
  public int atMostPercent() {
    return atMost;
  }

  @Override
  String example() {
    return " orders --yes" + super.example();
  }
}
