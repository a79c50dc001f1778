package dev.plumbline.stores.report;

import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Human;
import java.util.List;
import java.util.stream.Collectors;

/** What a person has to know of: each with its cause and the next command, failures first. */
final class ProblemsSection implements Section {
  private static final int SHOWN = 25;

  @Override
  public String id() {
    return "problems";
  }

  @Override
  public String title() {
    return "What needs attention";
  }

  @Override
  public String html(RunReport report) {
    List<Problem> problems = Problem.of(report);
    if (problems.isEmpty()) {
      return "";
    }
    String skipped =
        Problem.skipped(report) == 0
            ? ""
            : "; " + Human.count(Problem.skipped(report), "step") + " skipped because of them";
    String first = list(problems.stream().limit(SHOWN).toList());
    String rest =
        problems.size() > SHOWN
            ? Html.folded(
                Human.count(problems.size() - SHOWN) + " more",
                list(problems.subList(SHOWN, problems.size())))
            : "";
    return Html.hint(Problem.sums(problems) + skipped + ".") + first + rest;
  }

  private static String list(List<Problem> problems) {
    return problems.stream()
        .map(ProblemsSection::item)
        .collect(Collectors.joining("", "<ul class=\"problems\">\n", "</ul>\n"));
  }

  private static String item(Problem problem) {
    String cause =
        problem.cause().isBlank()
            ? ""
            : "<p class=\"cause\">" + Html.text(problem.cause()) + "</p>\n";
    return """
        <li class="%s">
        <p>%s <b>%s</b></p>
        %s%s</li>
        """
        .formatted(
            problem.tone().css(),
            Html.badge(problem.tone(), problem.word()),
            Html.text(problem.what()),
            cause,
            Html.command(problem.nextCommand()));
  }
}
