package dev.plumbline.stores.report;

import dev.plumbline.core.preflight.Finding;
import dev.plumbline.core.preflight.Finding.Area;
import dev.plumbline.core.preflight.Finding.Severity;
import dev.plumbline.core.preflight.PreflightReport;
import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Columns;
import dev.plumbline.core.text.Human;
import dev.plumbline.core.text.Visible;
import dev.plumbline.stores.report.BoxTable.Cell;
import dev.plumbline.stores.report.BoxTable.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What preflight found, on a terminal: a table, then each with its remedy. */
public final class PreflightText {
  private final Ansi ansi;
  private final int width;

  /**
   * @param width columns of the terminal
   */
  public PreflightText(Ansi ansi, int width) {
    this.ansi = ansi;
    this.width = width;
  }

  public String render(PreflightReport report) {
    StringBuilder out = new StringBuilder();
    if (!report.findings().isEmpty()) {
      out.append(table(report.findings())).append('\n');
    }
    for (Area area : Area.values()) {
      area(out, area, report.findings().stream().filter(f -> f.area() == area).toList());
    }
    return out.append(lastLine(report)).append('\n').toString();
  }

  private String table(List<Finding> findings) {
    BoxTable table =
        new BoxTable(
            Column.text("what"), Column.text("column"), Column.text("how"), Column.text("why"));
    for (Finding finding : findings) {
      table.add(
          List.of(
              Cell.of(finding.subject()),
              Cell.of(finding.column()),
              new Cell(finding.severity().label(), text -> paint(finding.severity(), text)),
              Cell.of(finding.reason())));
    }
    return table.render(ansi, width);
  }

  private void area(StringBuilder out, Area area, List<Finding> findings) {
    if (findings.stream().noneMatch(finding -> !finding.remedy().isEmpty())) {
      return;
    }
    out.append(' ').append(ansi.bold(title(area))).append('\n');
    for (Finding finding : findings) {
      String column = finding.column().isEmpty() ? "" : "." + finding.column();
      String sign = finding.counts() ? "✗ " : "· ";
      out.append("  ")
          .append(paint(finding.severity(), sign + Visible.line(finding.subject() + column)))
          .append('\n');
      wrapped(out, finding.reason());
      if (!finding.remedy().isEmpty()) {
        wrapped(out, "→ " + finding.remedy());
      }
      finding
          .statements()
          .forEach(
              sql -> out.append("      ").append(ansi.cyan(Visible.line(sql + ";"))).append('\n'));
    }
    out.append('\n');
  }

  private void wrapped(StringBuilder out, String text) {
    Columns.wrap(Visible.line(text), Math.max(20, width - 6))
        .forEach(line -> out.append("      ").append(line).append('\n'));
  }

  private String lastLine(PreflightReport report) {
    String looked = "Looked at " + Human.count(report.tables(), "table") + " of " + report.source();
    String counts =
        Arrays.stream(Severity.values())
            .filter(severity -> report.count(severity) > 0)
            .map(severity -> report.count(severity) + " " + severity.label())
            .collect(Collectors.joining(", "));
    return report.exitCode() == 0
        ? looked + ": nothing stands in the way" + (counts.isEmpty() ? "." : " (" + counts + ").")
        : looked + ": " + counts + ". Exit " + report.exitCode() + ".";
  }

  private String paint(Severity severity, String text) {
    return switch (severity) {
      case REFUSED, MISSING -> ansi.red(text);
      case LOST, HARD, UNSAFE -> ansi.yellow(text);
      case UNKNOWN -> ansi.dim(text);
    };
  }

  private static String title(Area area) {
    return switch (area) {
      case ZERO_ETL -> "What zero-ETL refuses or loses";
      case EXTRACTION -> "What extraction will find hard";
      case SOURCE -> "The source and the account on it";
      case WAREHOUSE -> "The warehouse and the account there";
      case LAKE -> "S3";
    };
  }
}
