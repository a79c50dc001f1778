package dev.plumbline.stores.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HistorySectionTest {
  private static final Instant FIRST = Instant.parse("2026-07-01T00:00:00Z");

  @Test
  void aBarForEachComparisonTheOldestFirstAndSinceWhenItIsSo() {
    List<RunReport> earlier =
        List.of(
            run(2, comparison("users", 2, Verdict.MISMATCH, 4)),
            run(
                0,
                comparison("users", 0, Verdict.MATCH, 0),
                comparison("posts", 0, Verdict.MATCH, 0)),
            run(1, comparison("users", 1, Verdict.MISMATCH, 2)));
    RunReport now = run(3, comparison("users", 3, Verdict.MISMATCH, 1));

    String html = HtmlReport.after(earlier).render(now);

    assertThat(bars(html))
        .containsExactly(
            "good 4.0 2026-07-01T00:00:00Z MATCH at cells",
            "bad 12.0 2026-07-01T01:00:00Z MISMATCH at cells: 2 changed",
            "bad 24.0 2026-07-01T02:00:00Z MISMATCH at cells: 4 changed",
            "bad 8.0 2026-07-01T03:00:00Z MISMATCH at cells: 1 changed");
    assertThat(html)
        .contains(">2026-07-01T01:00:00Z</time></td>")
        .doesNotContain("at least <time datetime=\"2026-07-01T01");
  }

  @Test
  void whatHasNoPastIsLeftOut() {
    RunReport now = run(3, comparison("users", 3, Verdict.MATCH, 0));
    assertThat(HtmlReport.after(List.of()).render(now)).doesNotContain("id=\"history\"");
    assertThat(
            HtmlReport.after(List.of(run(1, comparison("posts", 1, Verdict.MATCH, 0)))).render(now))
        .doesNotContain("id=\"history\"");
  }

  @Test
  void aRowOfVerdictsWithoutABeginningIsAtLeastAsOld() {
    RunReport now = run(3, comparison("users", 3, Verdict.MATCH, 0));
    assertThat(
            HtmlReport.after(List.of(run(1, comparison("users", 1, Verdict.MATCH, 0)))).render(now))
        .contains("at least <time datetime=\"2026-07-01T01:00:00Z\">");
  }

  private static List<String> bars(String html) {
    List<String> bars = new ArrayList<>();
    Pattern.compile(
            "<rect class=\"(\\w+)\" x=\"\\d+\" y=\"[\\d.]+\" width=\"6\" height=\"([\\d.]+)\">"
                + "<title>([^<]*)")
        .matcher(html)
        .results()
        .map(HistorySectionTest::bar)
        .forEach(bars::add);
    return bars;
  }

  private static String bar(MatchResult match) {
    return match.group(1) + " " + match.group(2) + " " + match.group(3);
  }

  private static RunReport run(int hour, ReconcileReport... comparisons) {
    Instant at = FIRST.plusSeconds(3600L * hour);
    return new RunReport(
        "run-" + hour,
        "blog",
        "reconcile",
        RunStatus.OK,
        0,
        at,
        at,
        "",
        List.of(),
        Arrays.asList(comparisons),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  private static ReconcileReport comparison(String table, int hour, Verdict verdict, long changed) {
    Instant at = FIRST.plusSeconds(3600L * hour);
    return new ReconcileReport(
        table,
        Pair.SOURCE_REPLICA,
        Depth.CELLS,
        verdict,
        new Side("aurora blog." + table, 10, at),
        new Side("warehouse zeroetl.blog." + table, 10, at),
        0,
        0,
        changed,
        0,
        0,
        0,
        "3 of 3",
        1,
        null,
        at,
        List.of(),
        "",
        "",
        Evidence.NONE);
  }
}
