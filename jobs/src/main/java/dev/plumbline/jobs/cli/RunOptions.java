package dev.plumbline.jobs.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of {@code run}. */
public final class RunOptions extends ReconcileOptions {
  @Option(names = StageOptions.FLAG, description = StageOptions.MEANING)
  boolean fullRefresh;

  @Option(names = Backfill.FLAG, paramLabel = "FROM..TO", description = Backfill.MEANING)
  String backfill;

  @Override
  public boolean fullRefresh() {
    return fullRefresh;
  }

  @Override
  public Optional<Backfill> backfill() {
    return Backfill.parse(backfill);
  }
}
