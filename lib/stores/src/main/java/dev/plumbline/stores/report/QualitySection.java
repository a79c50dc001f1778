package dev.plumbline.stores.report;

import dev.plumbline.core.run.QualityReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import java.util.Comparator;
import java.util.List;

/** The quality rules: those that do not hold first, the others folded away. */
final class QualitySection implements Section {
  @Override
  public String id() {
    return "quality";
  }

  @Override
  public String title() {
    return "Quality rules";
  }

  @Override
  public String html(RunReport report) {
    if (report.quality().isEmpty()) {
      return "";
    }
    List<QualityReport> broken =
        report.quality().stream()
            .filter(rule -> !rule.passed())
            .sorted(Comparator.comparing(rule -> !isError(rule)))
            .toList();
    List<QualityReport> held = report.quality().stream().filter(QualityReport::passed).toList();
    String hint =
        Html.hint(
            held.size()
                + " of "
                + Human.count(report.quality().size(), "rule")
                + " hold. A broken error rule keeps its table as it was; a warning is only told.");
    String shown = broken.isEmpty() ? "" : table("Rules that do not hold", broken);
    String folded =
        held.isEmpty()
            ? ""
            : Html.folded(
                Human.count(held.size(), "rule") + " that hold" + (held.size() == 1 ? "s" : ""),
                table("Rules that hold", held));
    return hint + shown + folded;
  }

  private static String table(String caption, List<QualityReport> rules) {
    HtmlTable table =
        new HtmlTable("", caption).text("Rule").text("Result").text("Table").text("Measured");
    rules.forEach(
        rule ->
            table.row(
                Html.code(rule.rule()),
                badge(rule),
                Html.code(rule.table()),
                Html.text(rule.message())));
    return table.html();
  }

  private static String badge(QualityReport rule) {
    if (rule.passed()) {
      return Html.badge(Tone.GOOD, "holds");
    }
    return isError(rule) ? Html.badge(Tone.BAD, "error") : Html.badge(Tone.WARN, "warning");
  }

  private static boolean isError(QualityReport rule) {
    return "error".equalsIgnoreCase(rule.severity());
  }
}
