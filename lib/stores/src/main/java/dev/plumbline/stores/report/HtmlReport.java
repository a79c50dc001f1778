package dev.plumbline.stores.report;

import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One page about one run, readable without network, scripts or fonts from elsewhere: what came of
 * it, the copies side by side, and how it went. The same report always gives the same bytes.
 */
public final class HtmlReport {
  private static final Template PAGE = Template.resource("report.html");
  private static final Template STYLE = Template.resource("report.css");

  private final List<Section> sections;

  public HtmlReport(List<Section> sections) {
    this.sections = List.copyOf(sections);
  }

  /** The page as a run leaves it: what needs a person first, details last. */
  public static HtmlReport standard() {
    return after(List.of());
  }

  /**
   * The same with what was found before.
   *
   * @param earlier runs of the same pipeline, in any order
   */
  public static HtmlReport after(List<RunReport> earlier) {
    return new HtmlReport(
        List.of(
            new ProblemsSection(),
            new DifferencesSection(),
            new CopiesSection(),
            new HistorySection(earlier),
            new RoutesSection(),
            new ReplicaSection(),
            new QualitySection(),
            new QuarantineSection(),
            new TimelineSection(),
            new FlowSection(),
            new ComparisonsSection(),
            new StepsSection()));
  }

  public String render(RunReport report) {
    List<Part> parts =
        sections.stream()
            .map(section -> new Part(section, section.html(report)))
            .filter(part -> !part.html().isBlank())
            .toList();
    return PAGE.fill(
        Map.of(
            "title", title(report),
            "style", STYLE.text(),
            "banner", new Banner().html(report),
            "links", links(parts),
            "sections", sections(parts),
            "footer", footer(report)));
  }

  private static String title(RunReport report) {
    return Html.text(
        report.status() + ": " + report.pipeline() + " " + report.job() + " " + report.runId());
  }

  private static String links(List<Part> parts) {
    return parts.stream()
        .map(Part::section)
        .map(
            section ->
                "<a href=\"#"
                    + Html.text(section.id())
                    + "\">"
                    + Html.text(section.title())
                    + "</a>")
        .collect(Collectors.joining("\n"));
  }

  private static String sections(List<Part> parts) {
    return parts.isEmpty()
        ? Html.hint("There is nothing more to say: the run had no steps.")
        : parts.stream().map(HtmlReport::section).collect(Collectors.joining("\n"));
  }

  private static String section(Part part) {
    String id = Html.text(part.section().id());
    return """
        <section id="%s" aria-labelledby="%s-title">
        <h2 id="%s-title">%s</h2>
        %s</section>
        """
        .formatted(id, id, id, Html.text(part.section().title()), part.html());
  }

  private static String footer(RunReport report) {
    return "Run "
        + Html.code(report.runId())
        + ", finished "
        + Human.instant(report.finishedAt())
        + ". The same as data: <a href=\"report.json\">report.json</a>. Times are in UTC; sizes are"
        + " decimal (1 KB is 1,000 bytes).";
  }

  private record Part(Section section, String html) {}
}
