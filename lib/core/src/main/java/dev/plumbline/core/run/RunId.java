package dev.plumbline.core.run;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Names one run. The same id given twice means the same run: what it has already committed is not
 * done again.
 */
public record RunId(String value) {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  public RunId {
    if (!VALID.matcher(value).matches()) {
      throw new PlumblineException(
          ExitCode.USAGE,
          "Cannot use run id '"
              + value
              + "': it takes 1 to 64 letters, digits, '-' and '_', and starts with a letter or digit");
    }
  }

  /** A new id that sorts by time, such as {@code 20260701T020000Z-4f3a}. */
  public static RunId next(Clock clock, RandomGenerator random) {
    return new RunId(
        STAMP.format(clock.instant())
            + String.format(Locale.ROOT, "-%04x", random.nextInt(0x10000)));
  }

  @Override
  public String toString() {
    return value;
  }
}
