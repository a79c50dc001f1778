package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.text.Human;
import java.util.List;
import java.util.Locale;

/** Earlier verdicts on one pair of copies, a bar each. */
final class TrendSvg {
  private static final int HEIGHT = 24;
  private static final int BAR = 6;
  private static final int STEP = 8;
  private static final double LEAST = 4;

  private TrendSvg() {}

  /**
   * @param history the oldest first
   */
  static String of(List<ReconcileReport> history) {
    long most = history.stream().mapToLong(TrendSvg::wrong).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (int i = 0; i < history.size(); i++) {
      double height = height(history.get(i), most);
      bars.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\">"
                  + "<title>%s</title></rect>%n",
              Tone.of(history.get(i)).css(),
              i * STEP,
              HEIGHT - height,
              BAR,
              height,
              Html.text(words(history.get(i)))));
    }
    int width = history.size() * STEP;
    return String.format(
        Locale.ROOT,
        "<svg class=\"trend\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " aria-label=\"%s\">%n%s</svg>",
        width,
        HEIGHT,
        width,
        HEIGHT,
        Html.text("The last " + Human.count(history.size(), "comparison")),
        bars);
  }

  private static double height(ReconcileReport report, long most) {
    Tone tone = Tone.of(report);
    if (tone == Tone.GOOD) {
      return LEAST;
    }
    long wrong = wrong(report);
    return wrong == 0 || most == 0 ? HEIGHT : Math.max(2 * LEAST, HEIGHT * (double) wrong / most);
  }

  /** Rows that were counted as wrong. */
  private static long wrong(ReconcileReport report) {
    return Math.max(0, report.missingOnRight())
        + Math.max(0, report.extraOnRight())
        + Math.max(0, report.changed())
        + Math.max(0, report.duplicates());
  }

  private static String words(ReconcileReport report) {
    String counts = Differences.counts(report);
    return Human.instant(report.verifiedAt())
        + " "
        + report.verdict()
        + " at "
        + report.depth().label()
        + (counts.isEmpty() ? "" : ": " + counts);
  }
}
