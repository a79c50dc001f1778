package dev.plumbline.stores.report;

import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.text.Human;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The steps as bars over time. Of very many steps, the longest and those that went wrong. */
final class TimelineSection implements Section {
  private static final int SHOWN = 60;

  @Override
  public String id() {
    return "timeline";
  }

  @Override
  public String title() {
    return "Steps over time";
  }

  @Override
  public String html(RunReport report) {
    List<StepReport> begun =
        report.steps().stream().filter(step -> step.startedAt() != null).toList();
    if (begun.isEmpty()) {
      return "";
    }
    List<StepReport> shown = shown(begun);
    GanttSvg gantt = new GanttSvg(start(report, begun), end(report, begun));
    String hint =
        "From "
            + Human.instant(gantt.start())
            + " for "
            + Human.between(gantt.start(), gantt.end())
            + "."
            + (shown.size() < begun.size()
                ? " The "
                    + shown.size()
                    + " longest and the failed of "
                    + Human.count(begun.size(), "step")
                    + "."
                : "");
    return Html.hint(hint) + table(shown, gantt);
  }

  private static String table(List<StepReport> steps, GanttSvg gantt) {
    HtmlTable table =
        new HtmlTable("gantt", "Steps over time").text("Step").text("When").number("Took");
    table.row("<span class=\"axis-name\">UTC</span>", gantt.axis(), "");
    for (StepReport step : steps) {
      table.row(
          "<small>" + Html.text(step.job()) + "</small> " + Html.code(step.table()),
          gantt.lane(step),
          Human.seconds(step.seconds()));
    }
    return table.html();
  }

  private static List<StepReport> shown(List<StepReport> steps) {
    Comparator<StepReport> bySeconds = Comparator.comparingDouble(StepReport::seconds);
    Stream<StepReport> longest = steps.stream().sorted(bySeconds.reversed()).limit(SHOWN);
    Stream<StepReport> wrong = steps.stream().filter(step -> step.status() != RunStatus.OK);
    Set<StepReport> wanted = Stream.concat(longest, wrong).collect(Collectors.toSet());
    return steps.stream()
        .filter(wanted::contains)
        .sorted(Comparator.comparing(StepReport::startedAt))
        .toList();
  }

  private static Instant start(RunReport report, List<StepReport> steps) {
    Stream<Instant> starts = steps.stream().map(StepReport::startedAt);
    return Stream.concat(Stream.ofNullable(report.startedAt()), starts)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant end(RunReport report, List<StepReport> steps) {
    Stream<Instant> ends = steps.stream().map(GanttSvg::endOf);
    return Stream.concat(Stream.ofNullable(report.finishedAt()), ends)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
