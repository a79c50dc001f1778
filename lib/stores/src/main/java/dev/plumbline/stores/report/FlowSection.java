package dev.plumbline.stores.report;

import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import java.util.List;

/** How many rows went into each stage and came out of it. */
final class FlowSection implements Section {
  @Override
  public String id() {
    return "flow";
  }

  @Override
  public String title() {
    return "Rows in, rows out";
  }

  @Override
  public String html(RunReport report) {
    List<Stage> stages =
        Stage.of(report).stream()
            .filter(stage -> stage.movesRows() && stage.rowsRead() + stage.rowsWritten() > 0)
            .toList();
    if (stages.isEmpty()) {
      return "";
    }
    long most =
        stages.stream().mapToLong(s -> Math.max(s.rowsRead(), s.rowsWritten())).max().orElse(1);
    FlowSvg svg = new FlowSvg(most);
    HtmlTable table =
        new HtmlTable("flow", "Rows into and out of each stage")
            .text("Stage")
            .number("Rows in")
            .text("Flow")
            .number("Rows out")
            .number("Quarantined")
            .number("Written");
    for (Stage stage : stages) {
      table.row(
          Html.text(stage.job()),
          Human.count(stage.rowsRead()),
          svg.band(stage),
          Human.count(stage.rowsWritten()),
          Human.count(stage.rowsQuarantined()),
          Human.bytes(stage.bytes()));
    }
    return Html.hint(
            "All bands have one scale. A stage that builds models reads a table once for each model"
                + " that needs it, and writes fewer rows where it aggregates.")
        + table.html();
  }
}
