package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.QuarantineReport;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Human;
import dev.plumbline.core.text.Visible;
import dev.plumbline.stores.report.CopyRow.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What stands on a terminal at the end of a run: the copies side by side, the stages, the state of
 * the replica, each problem with its cause and the next command, and one last line with the sums.
 */
public final class TerminalTable {
  private static final int PROBLEMS = 50;
  private static final int REASONS = 10;

  private final Ansi ansi;
  private final int width;

  /**
   * @param width columns of the terminal; tables are cut to it, messages are not
   */
  public TerminalTable(Ansi ansi, int width) {
    this.ansi = ansi;
    this.width = width;
  }

  /**
   * @param reportPath where the page lies, for the last line; empty when there is none
   */
  public String render(RunReport report, String reportPath) {
    StringBuilder out = new StringBuilder();
    copies(out, report);
    stages(out, report);
    replica(out, report.replica());
    quarantine(out, report.quarantine());
    problems(out, report);
    next(out, report);
    return out.append(lastLine(report, reportPath)).append('\n').toString();
  }

  private void copies(StringBuilder out, RunReport report) {
    List<CopyRow> tables = Copies.of(report, Kind.TABLE, Kind.API);
    List<CopyRow> models = Copies.of(report, Kind.MODEL);
    CopyTable drawn = new CopyTable(ansi, width);
    if (!tables.isEmpty()) {
      out.append('\n').append(drawn.tables(tables));
    }
    if (!models.isEmpty()) {
      out.append('\n').append(drawn.models(models));
    }
    if (!report.reconcile().isEmpty()) {
      out.append(' ').append(ansi.dim(comparisons(report))).append('\n');
    }
  }

  /** Such as {@code 9 comparisons at depth counts: 9 MATCH}. */
  private static String comparisons(RunReport report) {
    String depths =
        report.reconcile().stream()
            .map(ReconcileReport::depth)
            .distinct()
            .sorted()
            .map(depth -> depth.label())
            .collect(Collectors.joining(", "));
    String verdicts =
        report.reconcile().stream()
            .collect(Collectors.groupingBy(ReconcileReport::verdict, Collectors.counting()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> Human.count(entry.getValue()) + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return Human.count(report.reconcile().size(), "comparison")
        + " at depth "
        + depths
        + ": "
        + verdicts;
  }

  private void stages(StringBuilder out, RunReport report) {
    List<Stage> stages = Stage.of(report);
    if (!stages.isEmpty()) {
      out.append('\n').append(new StageTable(ansi, width).render(stages));
    }
  }

  private void replica(StringBuilder out, ReplicaReport replica) {
    if (replica == null) {
      return;
    }
    String lag = replica.lagMillis() < 0 ? "unknown" : Human.seconds(replica.lagMillis() / 1000.0);
    long synced = replica.tables().stream().filter(t -> Tone.of(t) == Tone.GOOD).count();
    out.append("\n Replica  ")
        .append(Visible.line(replica.database()))
        .append(": ")
        .append(paint(Tone.ofIntegration(replica.state()), Visible.line(replica.state())))
        .append(", lag ")
        .append(lag)
        .append(", ")
        .append(synced)
        .append(" of ")
        .append(Human.count(replica.tables().size(), "table"))
        .append(" Synced\n");
  }

  private void quarantine(StringBuilder out, List<QuarantineReport> quarantine) {
    if (!quarantine.isEmpty()) {
      out.append("\n Quarantined\n");
    }
    quarantine.stream()
        .limit(REASONS)
        .map(each -> Human.count(each.rows(), "row") + " of " + each.table() + ": " + each.reason())
        .forEach(line -> out.append("  ").append(ansi.yellow(Visible.line(line))).append('\n'));
    if (quarantine.size() > REASONS) {
      out.append("  … and more, in the report\n");
    }
  }

  private void problems(StringBuilder out, RunReport report) {
    List<Problem> problems = Problem.of(report);
    if (problems.isEmpty()) {
      return;
    }
    out.append("\n ").append(ansi.bold(Problem.sums(problems) + ":")).append('\n');
    problems.stream().limit(PROBLEMS).forEach(problem -> problem(out, problem));
    if (problems.size() > PROBLEMS) {
      out.append("  … and ")
          .append(Human.count(problems.size() - PROBLEMS))
          .append(" more, in the report\n");
    }
  }

  private void problem(StringBuilder out, Problem problem) {
    out.append("  ")
        .append(paint(problem.tone(), problem.tone().sign() + " " + Visible.line(problem.word())))
        .append("  ")
        .append(ansi.bold(Visible.line(problem.what())))
        .append('\n');
    Visible.lines(problem.cause())
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> out.append("      ").append(line).append('\n'));
    if (!problem.nextCommand().isBlank()) {
      out.append("      next: ").append(command(problem.nextCommand())).append('\n');
    }
  }

  private void next(StringBuilder out, RunReport report) {
    if (report.exitCode() != 0) {
      String meaning = ExitCode.of(report.exitCode()).map(code -> ": " + code.meaning()).orElse("");
      out.append("\n Exit ").append(report.exitCode()).append(meaning);
      if (report.nextCommand() != null && !report.nextCommand().isBlank()) {
        out.append("\n Next: ").append(command(report.nextCommand()));
      }
      out.append('\n');
    }
    out.append('\n');
  }

  private String lastLine(RunReport report, String reportPath) {
    String sums =
        Arrays.stream(RunStatus.values())
            .map(status -> sum(report, status))
            .collect(Collectors.joining(" "));
    String time = Human.between(report.startedAt(), report.finishedAt());
    String line = "Done. " + sums + " TOTAL=" + report.steps().size() + " in " + time;
    return reportPath.isBlank() ? line : line + "  report: " + Visible.line(reportPath);
  }

  private String sum(RunReport report, RunStatus status) {
    long count = report.steps().stream().filter(step -> step.status() == status).count();
    String text = status + "=" + count;
    return count == 0 ? text : paint(Tone.of(status), text);
  }

  private String command(String command) {
    return ansi.cyan(Visible.line(command));
  }

  private String paint(Tone tone, String text) {
    return paint(ansi, tone, text);
  }

  static String paint(Ansi ansi, Tone tone, String text) {
    return switch (tone) {
      case GOOD -> ansi.green(text);
      case WARN -> ansi.yellow(text);
      case BAD -> ansi.red(text);
      case QUIET -> ansi.dim(text);
    };
  }
}
