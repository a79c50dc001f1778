package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.QualityReport;
import dev.plumbline.core.run.ReplicaReport;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.text.Human;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Something that a person has to know of.
 *
 * @param what the thing, such as {@code publish fallback_blog.users}
 * @param word its state in a word, such as {@code FAILED}
 * @param cause why
 * @param nextCommand the command to run next; empty when there is none
 */
record Problem(Tone tone, String what, String word, String cause, String nextCommand) {
  /** All problems of a run, the gravest first; skipped steps are not among them. */
  static List<Problem> of(RunReport report) {
    List<Problem> problems = new ArrayList<>();
    Set<String> judged = report.reconcile().stream().map(Problem::name).collect(Collectors.toSet());
    report.steps().stream()
        .filter(step -> bad(step) && !judged.contains(step.table()))
        .map(Problem::of)
        .forEach(problems::add);
    report.reconcile().stream()
        .filter(each -> each.verdict() != Verdict.MATCH)
        .map(Problem::of)
        .forEach(problems::add);
    Set<String> told =
        report.steps().stream()
            .filter(Problem::bad)
            .map(StepReport::table)
            .collect(Collectors.toSet());
    report.quality().stream()
        .filter(rule -> !rule.passed() && !told.contains(rule.table()))
        .map(Problem::of)
        .forEach(problems::add);
    if (report.replica() != null) {
      problems.addAll(of(report.replica(), report));
    }
    problems.sort(
        Comparator.comparing((Problem problem) -> problem.tone() != Tone.BAD)
            .thenComparing(problem -> problem.tone() == Tone.QUIET));
    return problems;
  }

  /** Steps that never ran because what they need did not succeed. */
  static long skipped(RunReport report) {
    return report.steps().stream().filter(step -> step.status() == RunStatus.SKIPPED).count();
  }

  private static boolean bad(StepReport step) {
    return step.status() == RunStatus.FAILED || step.status() == RunStatus.DEGRADED;
  }

  private static Problem of(StepReport step) {
    return new Problem(
        Tone.of(step.status()),
        step.job() + " " + step.table(),
        step.status().name(),
        Objects.requireNonNullElse(step.message(), ""),
        Objects.requireNonNullElse(step.nextCommand(), ""));
  }

  private static Problem of(ReconcileReport each) {
    return new Problem(
        Tone.of(each),
        name(each),
        each.verdict().name(),
        Differences.cause(each),
        Objects.requireNonNullElse(each.nextCommand(), ""));
  }

  /** As the step is named that made the comparison. */
  private static String name(ReconcileReport each) {
    return each.table() + " " + each.pair().label();
  }

  private static Problem of(QualityReport rule) {
    boolean error = "error".equalsIgnoreCase(rule.severity());
    return new Problem(
        error ? Tone.BAD : Tone.WARN,
        "quality " + rule.table(),
        error ? "ERROR" : "WARNING",
        rule.rule() + ": " + rule.message(),
        "");
  }

  private static List<Problem> of(ReplicaReport replica, RunReport report) {
    List<Problem> problems = new ArrayList<>();
    if (Tone.ofIntegration(replica.state()) != Tone.GOOD) {
      problems.add(
          new Problem(
              Tone.ofIntegration(replica.state()),
              "integration " + replica.database(),
              Objects.requireNonNullElse(replica.state(), "unknown"),
              Objects.requireNonNullElse(replica.message(), ""),
              ""));
    }
    replica.tables().stream()
        .filter(table -> Tone.of(table) == Tone.BAD || Tone.of(table) == Tone.WARN)
        .filter(table -> !known(table, report))
        .map(Problem::of)
        .forEach(problems::add);
    return problems;
  }

  /** Whether the comparison of that table says already what is known of it. */
  private static boolean known(ReplicaReport.TableState table, RunReport report) {
    String source = " " + table.schema() + "." + table.table();
    return report.reconcile().stream()
        .filter(each -> each.quiet() && each.pair() == Pair.SOURCE_REPLICA)
        .anyMatch(each -> each.left() != null && each.left().store().endsWith(source));
  }

  private static Problem of(ReplicaReport.TableState table) {
    return new Problem(
        Tone.of(table),
        "replica " + table.schema() + "." + table.table(),
        Objects.requireNonNullElse(table.state(), "unknown"),
        Objects.requireNonNullElse(table.reason(), ""),
        "");
  }

  /**
   * The sums that stand in front of a list of problems, such as {@code 2 failures, 1 warning, 3
   * known exceptions}.
   */
  static String sums(List<Problem> problems) {
    List<String> sums = new ArrayList<>();
    sum(sums, problems, Tone.BAD, "failure");
    sum(sums, problems, Tone.WARN, "warning");
    sum(sums, problems, Tone.QUIET, "known exception");
    return String.join(", ", sums);
  }

  private static void sum(List<String> sums, List<Problem> problems, Tone tone, String noun) {
    long count = problems.stream().filter(problem -> problem.tone() == tone).count();
    if (count > 0) {
      sums.add(Human.count(count, noun));
    }
  }
}
