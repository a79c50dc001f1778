package dev.plumbline.jobs.cli;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.time.Instant;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of {@code maintenance}. */
public final class MaintenanceOptions extends JobOptions {
  /** What to do. */
  public enum Action {
    START,
    STATUS,
    END
  }

  @Parameters(paramLabel = "ACTION", description = "start, status or end.")
  Action action;

  @Option(
      names = "--until",
      paramLabel = "END",
      description = "Until when: an instant, or a span such as 4h.")
  String until;

  @Option(names = "--why", paramLabel = "TEXT", description = "Why, for those who see it later.")
  String why = "";

  @Option(
      names = "--no-refresh",
      description =
          "Begin with the fallbacks as they are, where they are fit, without a run first.")
  boolean noRefresh;

  @Option(names = "--yes", description = "Do what the plan says.")
  boolean yes;

  public Action action() {
    return action;
  }

  public Instant until(Instant now) {
    if (until == null) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot start a maintenance: it needs an end; give it with --until, such as --until 4h");
    }
    return Until.parse(until, now);
  }

  public String why() {
    return why.isBlank() ? "maintenance" : why;
  }

  /** Whether the fallbacks are renewed and proven first. */
  public boolean refresh() {
    return !noRefresh;
  }

  public boolean yes() {
    return yes;
  }

  @Override
  String example() {
    return " start --until 4h --yes" + super.example();
  }
}
