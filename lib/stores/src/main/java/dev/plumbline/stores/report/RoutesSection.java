package dev.plumbline.stores.report;

import dev.plumbline.core.route.RouteReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;

/** Which copy readers are given, and why. */
final class RoutesSection implements Section {
  @Override
  public String id() {
    return "routes";
  }

  @Override
  public String title() {
    return "What readers see";
  }

  @Override
  public String html(RunReport report) {
    if (report.routes().isEmpty()) {
      return "";
    }
    HtmlTable table =
        new HtmlTable("", "The copy that serves each table")
            .text("Table")
            .text("Served from")
            .text("Why")
            .text("Since")
            .number("Readers past the view");
    report.routes().forEach(route -> add(table, route));
    return table.html();
  }

  private static void add(HtmlTable table, RouteReport route) {
    Tone tone = "replica".equals(route.target()) ? Tone.GOOD : Tone.WARN;
    table.row(
        Html.code(route.table()),
        Html.badge(tone, route.target()),
        Html.text(route.reason()),
        Html.time(route.since()),
        Human.count(route.readersExposed()));
  }
}
