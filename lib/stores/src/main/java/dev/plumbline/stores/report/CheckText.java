package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Human;
import dev.plumbline.core.text.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What stands on a terminal at the end of a check: the sums in one line, a line per table that is
 * not known to be equal with its cause and the next command, and what was read.
 */
public final class CheckText {
  private static final int MOST_LINES = 60;
  private static final int MOST_NAME = 40;

  private final Ansi ansi;

  public CheckText(Ansi ansi) {
    this.ansi = ansi;
  }

  /**
   * What a check came to.
   *
   * @param refused tables that cannot be compared, by the reason in a word or two
   * @param notReached tables for which the budget did not suffice, as the report names them
   * @param whyNotReached what ended the check before them
   * @param resume the command that goes on
   * @param bytesRead of the source, by its own estimates
   * @param connections to the source, at most at one time
   * @param warnings what could not be read, and what opens it
   * @param reportPath where the page lies; empty when there is none
   */
  public record Check(
      RunReport report,
      Map<String, Long> refused,
      List<String> notReached,
      String whyNotReached,
      String resume,
      long bytesRead,
      int connections,
      List<String> warnings,
      String reportPath) {
    public Check {
      refused = Map.copyOf(refused);
      notReached = List.copyOf(notReached);
      warnings = List.copyOf(warnings);
    }

    boolean replica() {
      return report.replica() != null;
    }
  }

  public String render(Check check) {
    StringBuilder out = new StringBuilder("\n ");
    out.append(String.join(" · ", sums(check))).append('\n');
    lines(out, check);
    check.warnings().stream()
        .map(warning -> " " + ansi.yellow("! " + Visible.line(warning)) + "\n")
        .forEach(out::append);
    out.append(" Read ")
        .append(Human.bytes(check.bytesRead()))
        .append(" from the source over ")
        .append(Human.count(check.connections(), "connection"))
        .append(". Nothing was written anywhere.\n");
    RunReport report = check.report();
    if (report.exitCode() != 0) {
      String meaning = ExitCode.of(report.exitCode()).map(ExitCode::meaning).orElse("");
      out.append(" Exit ").append(report.exitCode()).append(": ").append(meaning).append('\n');
    }
    if (!check.reportPath().isEmpty()) {
      out.append(" Report: ").append(Visible.line(check.reportPath())).append('\n');
    }
    return out.toString();
  }

  private List<String> sums(Check check) {
    List<String> sums = new ArrayList<>();
    equal(sums, check);
    add(sums, count(check, Verdict.EXPECTED_LOSS), "equal but for losses by setting");
    long differ = count(check, Verdict.MISMATCH);
    sums.add(differ == 0 ? "0 differ" : ansi.red(Human.count(differ) + " differ"));
    add(sums, count(check, Verdict.ERROR), "failed");
    add(sums, count(check, Verdict.IN_FLIGHT), "in flight");
    add(sums, count(check, Verdict.INCONCLUSIVE) - check.notReached().size(), "not settled");
    if (!check.refused().isEmpty()) {
      sums.add(ansi.yellow(refused(check)));
    }
    if (!check.notReached().isEmpty()) {
      sums.add(
          ansi.yellow(
              check.notReached().size()
                  + " not reached ("
                  + Visible.line(check.whyNotReached())
                  + "; "
                  + check.resume()
                  + ")"));
    }
    return sums;
  }

  private static String refused(Check check) {
    long all = check.refused().values().stream().mapToLong(Long::longValue).sum();
    String reasons =
        check.refused().entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(entry -> Visible.line(entry.getKey()) + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return Human.count(all)
        + (check.replica() ? " not replicated (" : " not compared (")
        + reasons
        + ")";
  }

  private static void add(List<String> sums, long number, String words) {
    if (number > 0) {
      sums.add(Human.count(number) + " " + words);
    }
  }

  private static long count(Check check, Verdict verdict) {
    return check.report().reconcile().stream().filter(each -> each.verdict() == verdict).count();
  }

  /** Those that are proven equal through an instant, then those of which none is known. */
  private void equal(List<String> sums, Check check) {
    List<ReconcileReport> equal =
        check.report().reconcile().stream()
            .filter(each -> each.verdict() == Verdict.MATCH)
            .toList();
    List<Instant> through =
        equal.stream().map(each -> asOf(each, check)).filter(Objects::nonNull).sorted().toList();
    int open = equal.size() - through.size();
    if (!through.isEmpty() || open == 0) {
      String asOf = through.isEmpty() ? "" : " as of " + Human.timeOfDay(through.get(0));
      sums.add(ansi.green(Human.count(through.size()) + " equal" + asOf));
    }
    add(sums, open, "equal as far as the replica has come");
  }

  /** The earliest instant of which the sums speak, so that it holds for all of them. */
  private static Instant asOf(ReconcileReport each, Check check) {
    boolean live = check.replica();
    return each.verifiedThrough() != null || live ? each.verifiedThrough() : each.left().asOf();
  }

  private void lines(StringBuilder out, Check check) {
    List<ReconcileReport> shown =
        check.report().reconcile().stream()
            .filter(each -> each.verdict() != Verdict.MATCH)
            .filter(each -> !check.notReached().contains(each.table()))
            .sorted(Comparator.comparingInt(each -> rank(each.verdict())))
            .toList();
    int width =
        Math.min(MOST_NAME, shown.stream().mapToInt(each -> each.table().length()).max().orElse(0));
    for (ReconcileReport each : shown.subList(0, Math.min(MOST_LINES, shown.size()))) {
      String name = Visible.line(each.table());
      out.append(' ')
          .append(paint(each.verdict(), name))
          .append(" ".repeat(Math.max(0, width - name.length()) + 2))
          .append(Visible.line(cause(each, check)));
      if (!each.nextCommand().isEmpty()) {
        out.append("     next: ").append(ansi.cyan(Visible.line(each.nextCommand())));
      }
      out.append('\n');
    }
    if (shown.size() > MOST_LINES) {
      out.append(" … and ").append(shown.size() - MOST_LINES).append(" more, in the report\n");
    }
  }

  private static String cause(ReconcileReport each, Check check) {
    String text = Differences.cause(each).replaceAll("\\s+", " ");
    String place = check.replica() ? "on the replica" : "in the target";
    return text.replace("on the right", place);
  }

  private static int rank(Verdict verdict) {
    return switch (verdict) {
      case MISMATCH -> 0;
      case ERROR -> 1;
      case INCONCLUSIVE -> 2;
      case IN_FLIGHT -> 3;
      case EXPECTED_LOSS -> 4;
      default -> 5;
    };
  }

  private String paint(Verdict verdict, String text) {
    return TerminalTable.paint(ansi, Tone.of(verdict), text);
  }
}
