package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import java.util.List;
import java.util.stream.Collectors;

/** The tables whose copies differ: how many rows and how, in which columns, where, and examples. */
final class DifferencesSection implements Section {
  private static final int LONGEST_VALUE = 200;

  @Override
  public String id() {
    return "differences";
  }

  @Override
  public String title() {
    return "What differs";
  }

  @Override
  public String html(RunReport report) {
    return report.reconcile().stream()
        .filter(each -> !each.evidence().samples().isEmpty())
        .map(DifferencesSection::comparison)
        .collect(Collectors.joining("\n"));
  }

  private static String comparison(ReconcileReport each) {
    Evidence evidence = each.evidence();
    return "<article class=\"difference\" data-table=\""
        + Html.text(each.table())
        + "\" data-pair=\""
        + Html.text(each.pair().label())
        + "\">\n<h3>"
        + Html.code(each.table())
        + " "
        + Html.quiet(each.pair().label())
        + " "
        + Html.badge(Tone.of(each), each.verdict().name())
        + "</h3>\n<p>"
        + Html.text(Differences.cause(each))
        + ". Compared "
        + Html.time(each.verifiedAt())
        + ", "
        + Html.text(Differences.proven(each))
        + Html.text(each.conditions().isEmpty() ? "" : ", " + String.join("; ", each.conditions()))
        + ".</p>\n"
        + committed(evidence)
        + columns(evidence)
        + KeySpaceSvg.of(evidence)
        + keys(evidence)
        + file(evidence)
        + next(each)
        + "</article>";
  }

  private static String columns(Evidence evidence) {
    if (evidence.columns().isEmpty()) {
      return "";
    }
    HtmlTable table =
        new HtmlTable("columns", "Columns that differ")
            .text("Column")
            .number("Rows")
            .text("Likely cause");
    evidence
        .columns()
        .forEach(
            column ->
                table.row(
                    Html.code(column.column()),
                    Human.count(column.different()),
                    Html.text(column.hint())));
    return table.html();
  }

  private static String keys(Evidence evidence) {
    boolean values = evidence.samples().stream().anyMatch(key -> !key.cells().isEmpty());
    HtmlTable table = new HtmlTable("keys", "Keys that differ").text("Key").text("Difference");
    if (values) {
      table.text("Left").text("Right");
    }
    for (Evidence.Key key : evidence.samples()) {
      List<Evidence.Cell> cells = key.cells();
      if (cells.isEmpty() && values) {
        table.row(Html.code(key.key()), Html.text(key.kind()), "", "");
      } else if (cells.isEmpty()) {
        table.row(Html.code(key.key()), Html.text(key.kind()));
      }
      for (Evidence.Cell cell : cells) {
        table.row(
            Html.code(key.key()),
            Html.text(key.kind()) + " " + Html.code(cell.column()) + " " + Html.quiet(cell.cause()),
            value(cell.left()),
            value(cell.right()));
      }
    }
    return table.html();
  }

  private static String value(String value) {
    if (value == null) {
      return Html.quiet("NULL");
    }
    return Html.code(
        value.codePointCount(0, value.length()) <= LONGEST_VALUE
            ? value
            : value.substring(0, value.offsetByCodePoints(0, LONGEST_VALUE)) + "…");
  }

  /** Since when: the times at which the rows were written. */
  private static String committed(Evidence evidence) {
    return evidence.committed().stream()
        .map(
            span ->
                "<p class=\"since\">Rows "
                    + Html.text(span.kind())
                    + ": "
                    + Html.text(Human.count(span.rows()))
                    + " of "
                    + Html.text(Human.count(span.of()))
                    + " committed between <time>"
                    + Html.text(span.from())
                    + "</time> and <time>"
                    + Html.text(span.until())
                    + "</time>, as "
                    + Html.code(span.column())
                    + " says</p>\n")
        .collect(Collectors.joining());
  }

  private static String file(Evidence evidence) {
    return evidence.file().isEmpty()
        ? ""
        : "<p>All of them: "
            + link(evidence.file())
            + (evidence.parquet().isEmpty() ? "" : ", " + link(evidence.parquet()))
            + "</p>\n";
  }

  private static String link(String file) {
    return "<a href=\"" + Html.text(file) + "\">" + Html.text(file) + "</a>";
  }

  private static String next(ReconcileReport each) {
    return each.nextCommand() == null || each.nextCommand().isBlank()
        ? ""
        : "<p>Next: " + Html.code(each.nextCommand()) + "</p>\n";
  }
}
