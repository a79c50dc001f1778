package dev.plumbline.jobs.cli;

import dev.plumbline.core.config.Spans;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.time.Duration;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The flags of {@code check}. */
public final class CheckOptions extends StorePairOptions {
  @Option(
      names = "--budget",
      paramLabel = "SPAN",
      description = "How long it may take, such as 15m (the default) or 2h.")
  String budget = "15m";

  @Option(
      names = "--max-source-gb",
      paramLabel = "N",
      description = "How many gigabytes may be read from the source, by its own estimates.")
  Double maxSourceGb;

  @Option(
      names = "--depth",
      paramLabel = "RUNG",
      description =
          "How closely to compare: state, counts, checksums, rows or cells. Without it as deep as"
              + " each table needs.")
  Depth depth = Depth.CELLS;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Tables compared at a time, each over two connections to the source at most. Default:"
              + " ${DEFAULT-VALUE}.")
  int parallel;

  @Option(
      names = "--chunk-rows",
      paramLabel = "N",
      defaultValue = "400000",
      description = "Rows that one statement reads, about. Default: ${DEFAULT-VALUE}.")
  long chunkRows;

  @Option(
      names = "--resume",
      description = "Go on where the last check of these stores ended, after its last chunk.")
  boolean resume;

  @Override
  String example() {
    return super.example() + " --source aurora --target replica --budget 15m";
  }

  /**
   * How long it may take.
   *
   * @throws PlumblineException exit 2 when the text is no span
   */
  public Duration budget() {
    try {
      return Spans.parse(budget);
    } catch (IllegalArgumentException e) {
      throw new PlumblineException(
          ExitCode.USAGE, "Cannot read --budget '" + budget + "': " + e.getMessage(), e);
    }
  }

  public OptionalDouble maxSourceGb() {
    return maxSourceGb == null ? OptionalDouble.empty() : OptionalDouble.of(maxSourceGb);
  }

  public Depth depth() {
    return depth;
  }

  public int parallel() {
    return Math.max(1, parallel);
  }

  public long chunkRows() {
    return Math.max(1, chunkRows);
  }

  public boolean resume() {
    return resume;
  }
}
