package dev.plumbline.jobs.cli;

import dev.plumbline.core.config.Spans;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** An end that a person gives: an instant, or a span from now. */
final class Until {
  private Until() {}

  /**
   * @throws PlumblineException exit 2 when the text is neither
   */
  static Instant parse(String text, Instant now) {
    try {
      return text.contains("T") ? Instant.parse(text) : now.plus(Spans.parse(text));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot read '"
              + text
              + "': an end is an instant, such as 2026-07-01T06:00:00Z, or a span from now, such as"
              + " 2h",
          e);
    }
  }
}
