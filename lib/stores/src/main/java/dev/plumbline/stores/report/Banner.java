package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.QualityReport;
import dev.plumbline.core.run.QuarantineReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.text.Human;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The head of the page: what came of the run, in words, and what to do next. */
final class Banner {
  String html(RunReport report) {
    Tone tone = Tone.of(report.status());
    return """
        <header class="banner %s">
        <div class="verdict">
        %s
        <div>
        <p class="what">%s</p>
        <h1>%s</h1>
        <p class="meaning">%s</p>
        </div>
        </div>
        %s%s%s</header>
        """
        .formatted(
            tone.css(),
            BobSvg.of(tone),
            Html.text("Pipeline " + report.pipeline() + ", job " + report.job()),
            headline(report),
            meaning(report),
            facts(report),
            next(report),
            tiles(report));
  }

  private static String headline(RunReport report) {
    boolean compared = compared(report);
    boolean equal = report.reconcile().stream().allMatch(each -> each.verdict() == Verdict.MATCH);
    return switch (report.status()) {
      case OK -> compared && equal ? "Done, and every copy compared is equal" : "Done";
      case DEGRADED -> "Degraded";
      case FAILED -> "Failed";
      case SKIPPED -> "Skipped";
    };
  }

  /** Whether rows of any copies were looked at; the states of tables are none. */
  private static boolean compared(RunReport report) {
    return report.reconcile().stream().anyMatch(each -> each.depth() != Depth.STATE);
  }

  private static String meaning(RunReport report) {
    if (report.exitCode() == 0 && !compared(report)) {
      return "Exit 0. Nothing was compared in this run.";
    }
    String words = ExitCode.of(report.exitCode()).map(code -> ": " + code.meaning()).orElse("");
    return Html.text("Exit " + report.exitCode() + words + ".");
  }

  private static String facts(RunReport report) {
    return """
        <p class="facts"><span>%s to %s</span> <span>took %s</span> <span>run %s</span></p>
        """
        .formatted(
            Html.time(report.startedAt()),
            Html.time(report.finishedAt()),
            Human.between(report.startedAt(), report.finishedAt()),
            Html.code(report.runId()));
  }

  private static String next(RunReport report) {
    String command = Html.command(report.nextCommand());
    return command.isEmpty() ? "" : "<p class=\"next\">Next</p>\n" + command + "\n";
  }

  private static String tiles(RunReport report) {
    List<String> tiles = new ArrayList<>();
    equalTables(report, tiles);
    if (!report.steps().isEmpty()) {
      tiles.add(tile("Steps", Human.count(report.steps().size()), ends(report)));
      List<Stage> moving = Stage.of(report).stream().filter(Stage::movesRows).toList();
      long rows = moving.stream().mapToLong(Stage::rowsWritten).sum();
      long bytes = moving.stream().mapToLong(Stage::bytes).sum();
      tiles.add(tile("Rows written", Human.count(rows), Human.bytes(bytes)));
    }
    long quarantined = report.quarantine().stream().mapToLong(QuarantineReport::rows).sum();
    if (quarantined > 0) {
      tiles.add(tile("Quarantined", Human.count(quarantined), "rows set aside"));
    }
    long held = report.quality().stream().filter(QualityReport::passed).count();
    if (!report.quality().isEmpty()) {
      tiles.add(tile("Quality rules", held + " of " + report.quality().size(), "hold"));
    }
    if (report.replica() != null) {
      long lag = report.replica().lagMillis();
      String shown = lag < 0 ? "unknown" : Human.seconds(lag / 1000.0);
      tiles.add(tile("Replica lag", shown, report.replica().state()));
    }
    return tiles.isEmpty() ? "" : "<dl class=\"tiles\">\n" + String.join("", tiles) + "</dl>\n";
  }

  private static void equalTables(RunReport report, List<String> tiles) {
    List<CopyRow> rows =
        Copies.of(report).stream().filter(row -> row.gravest().isPresent()).toList();
    if (!rows.isEmpty()) {
      long equal = rows.stream().filter(CopyRow::equal).count();
      String depths =
          report.reconcile().stream()
              .map(each -> each.depth())
              .distinct()
              .sorted()
              .map(depth -> depth.label())
              .collect(Collectors.joining(", "));
      tiles.add(tile("Tables equal", equal + " of " + rows.size(), "compared by " + depths));
    }
  }

  private static String ends(RunReport report) {
    return Arrays.stream(RunStatus.values())
        .map(status -> new Ends(status, count(report, status)))
        .filter(ends -> ends.count() > 0)
        .map(ends -> ends.count() + " " + ends.status().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "))
        .replace(" ok", " OK");
  }

  private static long count(RunReport report, RunStatus status) {
    return report.steps().stream().filter(step -> step.status() == status).count();
  }

  private static String tile(String name, String value, String more) {
    return "<div><dt>"
        + Html.text(name)
        + "</dt><dd><b>"
        + Html.text(value)
        + "</b> "
        + Html.quiet(more)
        + "</dd></div>\n";
  }

  private record Ends(RunStatus status, long count) {}
}
