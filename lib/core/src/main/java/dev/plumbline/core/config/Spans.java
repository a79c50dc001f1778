package dev.plumbline.core.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time spans as people write them in configuration and on the command line. */
public final class Spans {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhd])");

  private Spans() {}

  /**
   * Such as {@code 30s}, {@code 15m}, {@code 6h} or {@code 2d}.
   *
   * @throws IllegalArgumentException when the text is no time span
   */
  public static Duration parse(String text) {
    Matcher matcher = SPAN.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time span, such as 30s, 15m, 6h or 2d");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
