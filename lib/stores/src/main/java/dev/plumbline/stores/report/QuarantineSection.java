package dev.plumbline.stores.report;

import dev.plumbline.core.run.QuarantineReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import java.util.Comparator;
import java.util.List;

/** Rows that were set aside, and why; the most frequent reason first. */
final class QuarantineSection implements Section {
  @Override
  public String id() {
    return "quarantine";
  }

  @Override
  public String title() {
    return "Quarantined rows";
  }

  @Override
  public String html(RunReport report) {
    if (report.quarantine().isEmpty()) {
      return "";
    }
    List<QuarantineReport> sorted =
        report.quarantine().stream()
            .sorted(Comparator.comparingLong(QuarantineReport::rows).reversed())
            .toList();
    HtmlTable table =
        new HtmlTable("", "Rows set aside by reason")
            .text("Reason")
            .text("Model")
            .number("Rows")
            .text("Share")
            .text("To be read in");
    long all = sorted.stream().mapToLong(QuarantineReport::rows).sum();
    sorted.forEach(
        each ->
            table.row(
                Html.text(each.reason()),
                Html.code(each.table()),
                Human.count(each.rows()),
                BarSvg.share(each.rows(), all, Tone.WARN),
                Html.code(each.where())));
    return Html.hint(
            "These rows were not let through; the tables were built without them. They are kept,"
                + " with the reason, where the last column says.")
        + table.html();
  }
}
