package dev.plumbline.jobs.cli;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.util.Optional;

/**
 * Values of a cursor whose rows are read again, as they were given.
 *
 * @param from belongs to them
 * @param until does not
 */
public record Backfill(String from, String until) {
  static final String FLAG = "--backfill";
  static final String MEANING =
      "In tables with mode incremental, read again the rows whose cursor is FROM or more and less"
          + " than TO. Times are UTC, such as 2026-01-01..2026-02-01.";
  private static final String SEPARATOR = "..";

  /**
   * @param text null where nothing is to be read again
   */
  static Optional<Backfill> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    int at = text.indexOf(SEPARATOR);
    if (at <= 0 || at + SEPARATOR.length() >= text.length()) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot extract: "
              + FLAG
              + " is '"
              + text
              + "' and must be FROM..TO, such as 2026-01-01..2026-02-01");
    }
    return Optional.of(
        new Backfill(text.substring(0, at), text.substring(at + SEPARATOR.length())));
  }
}
