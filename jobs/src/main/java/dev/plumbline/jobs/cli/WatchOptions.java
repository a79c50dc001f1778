package dev.plumbline.jobs.cli;

import picocli.CommandLine.Option;

/** The flags of {@code watch}. */
public final class WatchOptions extends JobOptions {
  @Option(names = "--once", description = "One pass, for a scheduler, instead of a loop.")
  boolean once;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      description = "Seconds between two passes; 30 when not given.")
  int every = 30;

  public boolean once() {
    return once;
  }

  public int every() {
    return Math.max(1, every);
  }
}
