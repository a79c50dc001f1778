package dev.plumbline.jobs.cli;

import dev.plumbline.core.config.Spans;
import dev.plumbline.core.route.Target;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of {@code route}. */
public final class RouteOptions extends JobOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "TABLE",
      description = "The table to pin, with its group; needs --to.")
  String table;

  @Option(
      names = "--to",
      paramLabel = "COPY",
      description = "Pin readers to the 'replica' or the 'fallback', or 'auto' to end a pin.")
  String to;

  @Option(names = "--for", paramLabel = "SPAN", description = "How long the pin holds, such as 2h.")
  String span;

  @Option(names = "--why", paramLabel = "TEXT", description = "Why, for those who see it later.")
  String why = "";

  public Optional<String> table() {
    return Optional.ofNullable(table);
  }

  /** Whether a pin is to be set or ended. */
  public boolean pins() {
    if ((to == null) != (table == null)) {
      throw usage(
          to == null
              ? "a table is named, but not where to: give --to replica, fallback or auto"
              : "--to needs the name of a table");
    }
    return to != null;
  }

  /** Where to pin; empty to end the pin. */
  public Optional<Target> target() {
    return switch (to) {
      case "auto" -> Optional.empty();
      case "replica" -> Optional.of(Target.REPLICA);
      case "fallback" -> Optional.of(Target.FALLBACK);
      default -> throw usage("--to is '" + to + "' and must be replica, fallback or auto");
    };
  }

  /** How long the pin holds; a pin without an end is not to be had. */
  public Duration span() {
    if (span == null) {
      throw usage("a pin needs an end: give it with --for, such as --for 2h");
    }
    try {
      return Spans.parse(span);
    } catch (IllegalArgumentException e) {
      throw usage("--for: " + e.getMessage());
    }
  }

  public String why() {
    return why.isBlank() ? "no reason given" : why;
  }

  private static PlumblineException usage(String reason) {
    return new PlumblineException(ExitCode.USAGE, "Cannot route: " + reason);
  }
}
