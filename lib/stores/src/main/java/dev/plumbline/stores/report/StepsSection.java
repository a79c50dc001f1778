package dev.plumbline.stores.report;

import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.text.Human;
import java.util.Comparator;
import java.util.List;

/** Every step with its numbers: failures first, then in the order of the run. */
final class StepsSection implements Section {
  private static final int SHOWN = 40;
  private static final List<RunStatus> ORDER =
      List.of(RunStatus.FAILED, RunStatus.DEGRADED, RunStatus.SKIPPED, RunStatus.OK);

  @Override
  public String id() {
    return "steps";
  }

  @Override
  public String title() {
    return "Steps in detail";
  }

  @Override
  public String html(RunReport report) {
    List<StepReport> steps =
        report.steps().stream()
            .sorted(Comparator.comparingInt(step -> ORDER.indexOf(step.status())))
            .toList();
    if (steps.size() <= SHOWN) {
      return steps.isEmpty() ? "" : table(steps);
    }
    List<StepReport> wrong = steps.stream().filter(s -> s.status() != RunStatus.OK).toList();
    List<StepReport> fine = steps.stream().filter(s -> s.status() == RunStatus.OK).toList();
    return (wrong.isEmpty() ? "" : table(wrong))
        + Html.folded(Human.count(fine.size(), "step") + " OK", table(fine));
  }

  private static String table(List<StepReport> steps) {
    HtmlTable table =
        new HtmlTable("steps", "Steps")
            .text("Step")
            .text("Status")
            .number("Rows in")
            .number("Rows out")
            .number("Quarantined")
            .number("Written")
            .number("Took")
            .text("Message");
    steps.forEach(step -> add(table, step));
    return table.html();
  }

  private static void add(HtmlTable table, StepReport step) {
    boolean ran = step.status() != RunStatus.SKIPPED;
    table.row(
        "<small>" + Html.text(step.job()) + "</small> " + Html.code(step.table()),
        Html.badge(Tone.of(step.status()), step.status().name()),
        ran ? Human.count(step.rowsRead()) : "",
        ran ? Human.count(step.rowsWritten()) : "",
        step.rowsQuarantined() > 0 ? Human.count(step.rowsQuarantined()) : "",
        ran ? Human.bytes(step.bytes()) : "",
        ran ? Human.seconds(step.seconds()) : "",
        Html.text(step.message()) + Html.command(step.nextCommand()));
  }
}
