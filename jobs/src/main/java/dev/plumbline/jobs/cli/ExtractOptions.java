package dev.plumbline.jobs.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of {@code extract}. */
public final class ExtractOptions extends StageOptions {
  @Option(names = Backfill.FLAG, paramLabel = "FROM..TO", description = Backfill.MEANING)
  String backfill;

  @Override
  public Optional<Backfill> backfill() {
    return Backfill.parse(backfill);
  }
}
