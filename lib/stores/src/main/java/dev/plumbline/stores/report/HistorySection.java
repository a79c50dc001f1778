package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What earlier runs found of the copies that this one compared: a bar for each, and since when. */
final class HistorySection implements Section {
  private static final int SHOWN = 25;

  private final List<ReconcileReport> earlier;

  /**
   * @param earlier runs of the same pipeline, in any order
   */
  HistorySection(List<RunReport> earlier) {
    this.earlier =
        earlier.stream()
            .flatMap(run -> run.reconcile().stream())
            .filter(report -> report.verifiedAt() != null)
            .toList();
  }

  @Override
  public String id() {
    return "history";
  }

  @Override
  public String title() {
    return "What earlier runs found";
  }

  @Override
  public String html(RunReport report) {
    List<List<ReconcileReport>> histories =
        report.reconcile().stream()
            .map(this::history)
            .filter(history -> history.size() > 1)
            .toList();
    if (histories.isEmpty()) {
      return "";
    }
    List<List<ReconcileReport>> bad =
        histories.stream().filter(history -> !good(last(history))).toList();
    List<List<ReconcileReport>> fine =
        histories.stream().filter(each -> !bad.contains(each)).toList();
    String shown = bad.isEmpty() ? "" : table("Copies that are not equal now", bad);
    return Html.hint(
            "A bar for each comparison, the oldest at the left, as high as rows were wrong. Of one"
                + " that counted none, the bar has full height.")
        + (fine.size() + bad.size() <= SHOWN
            ? table("What earlier runs found", histories)
            : shown
                + Html.folded(
                    Human.count(fine.size(), "comparison") + " that found nothing now",
                    table("Copies that are equal now", fine)));
  }

  /** All verdicts on the same copies, the oldest first, this run's last. */
  private List<ReconcileReport> history(ReconcileReport now) {
    List<ReconcileReport> history =
        new ArrayList<>(
            earlier.stream()
                .filter(each -> same(each.table(), each.pair(), now))
                .filter(
                    each ->
                        now.verifiedAt() != null && each.verifiedAt().isBefore(now.verifiedAt()))
                .sorted(Comparator.comparing(ReconcileReport::verifiedAt))
                .toList());
    history.add(now);
    return history;
  }

  private static boolean same(String table, Pair pair, ReconcileReport now) {
    return table.equals(now.table()) && pair == now.pair();
  }

  private static String table(String caption, List<List<ReconcileReport>> histories) {
    HtmlTable table =
        new HtmlTable("history", caption).text("Table").text("Trend").text("Now").text("Since");
    histories.forEach(
        history ->
            table.row(
                Html.code(last(history).table()) + " " + Html.quiet(last(history).pair().label()),
                TrendSvg.of(history),
                Html.badge(Tone.of(last(history)), last(history).verdict().name()),
                since(history)));
    return table.html();
  }

  /** The first comparison of the unbroken row of such verdicts that ends with the last. */
  private static String since(List<ReconcileReport> history) {
    int first = history.size() - 1;
    while (first > 0 && history.get(first - 1).verdict() == last(history).verdict()) {
      first--;
    }
    String open = first == 0 ? "at least" : "";
    return Html.text(open) + " " + Html.time(history.get(first).verifiedAt());
  }

  private static boolean good(ReconcileReport report) {
    return Stream.of(Tone.GOOD, Tone.QUIET).anyMatch(tone -> tone == Tone.of(report));
  }

  private static ReconcileReport last(List<ReconcileReport> history) {
    return history.get(history.size() - 1);
  }
}
