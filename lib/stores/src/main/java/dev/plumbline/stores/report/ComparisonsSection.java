package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import java.util.List;
import java.util.stream.Collectors;

/** Every comparison with all that it measured; those that did not come to MATCH first. */
final class ComparisonsSection implements Section {
  private static final int SAMPLES = 10;

  @Override
  public String id() {
    return "comparisons";
  }

  @Override
  public String title() {
    return "Comparisons in detail";
  }

  @Override
  public String html(RunReport report) {
    if (report.reconcile().isEmpty()) {
      return "";
    }
    List<ReconcileReport> equal =
        report.reconcile().stream().filter(each -> each.verdict() == Verdict.MATCH).toList();
    List<ReconcileReport> rest =
        report.reconcile().stream().filter(each -> each.verdict() != Verdict.MATCH).toList();
    String shown = rest.isEmpty() ? "" : table("Comparisons that are not MATCH", rest);
    String folded =
        equal.isEmpty()
            ? ""
            : Html.folded(
                Human.count(equal.size(), "comparison") + " came to MATCH",
                table("Comparisons that came to MATCH", equal));
    return shown + folded;
  }

  private static String table(String caption, List<ReconcileReport> comparisons) {
    HtmlTable table =
        new HtmlTable("compare", caption)
            .text("Table")
            .text("Verdict")
            .text("Left")
            .text("Right")
            .text("Found")
            .text("Proven")
            .number("Took");
    comparisons.forEach(
        each ->
            table.row(
                Html.code(each.table()) + " " + Html.quiet(each.pair().label()),
                Html.badge(Tone.of(each), each.verdict().name())
                    + " "
                    + Html.quiet("depth " + each.depth().label()),
                side(each.left()),
                side(each.right()),
                found(each),
                proven(each),
                Human.seconds(each.seconds()) + parts(each)));
    return table.html();
  }

  /** How long each rung took, which is more than all of it where several sessions read. */
  private static String parts(ReconcileReport each) {
    return each.rungs().stream()
        .map(rung -> Html.quiet(rung.part() + " " + Human.seconds(rung.seconds())))
        .collect(Collectors.joining(" "));
  }

  private static String side(Side side) {
    return side == null
        ? ""
        : "<b>"
            + Human.count(side.rows())
            + "</b> "
            + Html.code(side.store())
            + " "
            + "<small>as of "
            + Html.time(side.asOf())
            + "</small>";
  }

  private static String found(ReconcileReport each) {
    if (each.verdict() == Verdict.MATCH) {
      return Html.text(each.message());
    }
    String keys =
        each.sampleKeys().stream().limit(SAMPLES).map(Html::code).collect(Collectors.joining(", "));
    // The cause of differences that were read names keys itself.
    boolean named = !each.evidence().kinds().isEmpty();
    return Html.text(Differences.cause(each))
        + (keys.isEmpty() || named ? "" : " <span class=\"keys\">such as " + keys + "</span>");
  }

  private static String proven(ReconcileReport each) {
    String columns = Differences.proven(each);
    String under = String.join("; ", each.conditions());
    String shown =
        (columns.isBlank() ? "" : Html.text(columns) + " ")
            + (under.isEmpty() ? "" : Html.quiet(under) + " ");
    return each.verifiedThrough() == null
        ? shown
        : shown + "<small>through " + Html.time(each.verifiedThrough()) + "</small>";
  }
}
