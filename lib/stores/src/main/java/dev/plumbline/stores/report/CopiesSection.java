package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import dev.plumbline.stores.report.CopyRow.Copy;
import dev.plumbline.stores.report.CopyRow.Kind;
import java.util.List;
import java.util.stream.Stream;

/** The copies of each table side by side, with the verdict on each of them. */
final class CopiesSection implements Section {
  private static final int SHOWN = 25;

  @Override
  public String id() {
    return "copies";
  }

  @Override
  public String title() {
    return "Copies side by side";
  }

  @Override
  public String html(RunReport report) {
    List<CopyRow> tables = Copies.of(report, Kind.TABLE, Kind.API);
    List<CopyRow> models = Copies.of(report, Kind.MODEL);
    if (tables.isEmpty() && models.isEmpty()) {
      return "";
    }
    return Html.hint(
            "Rows in each copy. The verdict beside a count says how that copy compares with the one"
                + " it was made from: replica and bronze with the source, fallback with bronze,"
                + " Redshift with the lake.")
        + part(tables, "Tables", List.of("Source", "Replica", "Bronze", "Fallback"))
        + part(models, "Models", List.of("Lake", "Redshift"));
  }

  private static String part(List<CopyRow> rows, String name, List<String> places) {
    if (rows.isEmpty()) {
      return "";
    }
    if (rows.size() <= SHOWN) {
      return table(rows, name, places);
    }
    List<CopyRow> differ = rows.stream().filter(row -> !row.equal()).toList();
    List<CopyRow> equal = rows.stream().filter(CopyRow::equal).toList();
    String shown = differ.isEmpty() ? "" : table(differ, name + " that are not equal", places);
    return equal.isEmpty()
        ? shown
        : shown
            + Html.folded(
                Human.count(equal.size(), "table") + " equal in all copies",
                table(equal, name, places));
  }

  private static String table(List<CopyRow> rows, String name, List<String> places) {
    HtmlTable table = new HtmlTable("copies", name).text(name);
    places.forEach(table::number);
    rows.forEach(row -> table.row(cells(row)));
    return table.html();
  }

  private static String[] cells(CopyRow row) {
    String api = row.kind() == Kind.API ? " <span class=\"tag\">API</span>" : "";
    return Stream.concat(
            Stream.of(Html.code(row.table()) + api),
            row.copies().stream().map(copy -> cell(copy, row)))
        .toArray(String[]::new);
  }

  private static String cell(Copy copy, CopyRow row) {
    if (copy.rows() < 0 && copy.judged() == null) {
      return "";
    }
    String verdict =
        copy.judged() == null
            ? ""
            : Html.badge(Tone.of(copy.judged()), copy.judged().verdict().name()) + " ";
    return "<span class=\"copy\">"
        + verdict
        + "<span class=\"count\">"
        + Human.count(copy.rows())
        + gap(copy.judged())
        + "</span></span> "
        + Html.quiet(store(copy, row));
  }

  /** By how many rows the copy is off, such as {@code −12}. */
  private static String gap(ReconcileReport judged) {
    if (judged == null || judged.left() == null || judged.right() == null) {
      return "";
    }
    long left = judged.left().rows();
    long right = judged.right().rows();
    if (left < 0 || right < 0 || left == right) {
      return "";
    }
    String sign = right < left ? "−" : "+";
    return " <span class=\"gap\">" + sign + Human.count(Math.abs(right - left)) + "</span>";
  }

  private static String store(Copy copy, CopyRow row) {
    return copy.store() == null || copy.store().equals(row.table()) ? "" : copy.store();
  }
}
