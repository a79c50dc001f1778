package dev.plumbline.jobs.cli;

import java.time.Instant;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of {@code ack}. */
public final class AckOptions extends JobOptions {
  @Parameters(
      paramLabel = "TABLE",
      description = "The table whose alerts are known, with its group.")
  String table;

  @Option(
      names = "--until",
      paramLabel = "END",
      required = true,
      description = "Until when: an instant, or a span such as 8h.")
  String until;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for those who see it later.")
  String why;

  public String table() {
    return table;
  }

  public Instant until(Instant now) {
    return Until.parse(until, now);
  }

  public String why() {
    return why;
  }

  @Override
  String example() {
    return " orders --until 8h --why 'known, vendor ticket'" + super.example();
  }
}
