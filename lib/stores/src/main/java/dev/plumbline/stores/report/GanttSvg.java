package dev.plumbline.stores.report;

import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.text.Human;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Draws steps between two instants, each in a picture as wide as the space it is given. */
record GanttSvg(Instant start, Instant end) {
  private static final List<Long> SPACINGS =
      List.of(1L, 2L, 5L, 10L, 15L, 30L, 60L, 120L, 300L, 600L, 900L, 1800L, 3600L, 7200L, 14400L);
  private static final int MOST_TICKS = 7;
  private static final double NARROWEST = 0.4;

  static Instant endOf(StepReport step) {
    return step.startedAt().plusMillis(Math.round(step.seconds() * 1000));
  }

  /** The scale, with a name at every line of the grid. */
  String axis() {
    String names =
        ticks()
            .mapToObj(
                second ->
                    "<text x=\"%s\" y=\"12\">%s</text>"
                        .formatted(percent(second * 1000), Human.whole(second)))
            .collect(Collectors.joining());
    return "<svg class=\"axis\" aria-hidden=\"true\">" + names + "</svg>";
  }

  /** One step. */
  String lane(StepReport step) {
    long from = Duration.between(start, step.startedAt()).toMillis();
    double share = 100.0 * step.seconds() * 1000 / millis();
    return """
        <svg class="lane" role="img" aria-label="%s, begins after %s, takes %s">%s\
        <rect class="%s" x="%s" y="3" width="%s" height="12" rx="3"/></svg>"""
        .formatted(
            step.status(),
            Human.seconds(from / 1000.0),
            Human.seconds(step.seconds()),
            grid(),
            Tone.of(step.status()).css(),
            percent(from),
            format(Math.max(NARROWEST, share)));
  }

  private String grid() {
    return ticks()
        .mapToObj(second -> percent(second * 1000))
        .map(x -> "<line x1=\"" + x + "\" x2=\"" + x + "\" y2=\"100%\"/>")
        .collect(Collectors.joining());
  }

  private LongStream ticks() {
    long seconds = millis() / 1000;
    long spacing =
        SPACINGS.stream()
            .filter(each -> seconds / each < MOST_TICKS)
            .findFirst()
            .orElse(Math.max(1, seconds / MOST_TICKS));
    return LongStream.iterate(0, second -> second <= seconds, second -> second + spacing);
  }

  private String percent(long millis) {
    return format(100.0 * millis / millis());
  }

  private long millis() {
    return Math.max(1, Duration.between(start, end).toMillis());
  }

  private static String format(double percent) {
    return String.format(Locale.ROOT, "%.2f%%", percent);
  }
}
