package dev.plumbline.jobs.cli;

import picocli.CommandLine.Option;

/** The flags of {@code run}. */
public final class RunOptions extends ReconcileOptions {
  @Option(names = StageOptions.FLAG, description = StageOptions.MEANING)
  boolean fullRefresh;

  @Override
  public boolean fullRefresh() {
    return fullRefresh;
  }
}
