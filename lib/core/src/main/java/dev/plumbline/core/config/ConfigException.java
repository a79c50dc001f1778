package dev.plumbline.core.config;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration, in one answer. */
public final class ConfigException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ConfigException(List<Problem> problems) {
    super(ExitCode.USAGE, describe(problems));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  /** What is wrong in many lines in the same way is said once. */
  private static String describe(List<Problem> problems) {
    Map<Problem, SortedSet<Integer>> lines = new LinkedHashMap<>();
    for (Problem problem : problems) {
      lines
          .computeIfAbsent(
              new Problem(problem.file(), 0, problem.message()), same -> new TreeSet<>())
          .add(problem.line());
    }
    StringBuilder text =
        new StringBuilder("Cannot use the configuration: ")
            .append(lines.size())
            .append(lines.size() == 1 ? " problem" : " problems");
    lines.forEach(
        (problem, at) ->
            text.append(System.lineSeparator())
                .append("  ")
                .append(new Problem(problem.file(), at.first(), problem.message()))
                .append(at.size() == 1 ? "" : " (and so in lines " + rest(at) + ")"));
    return text.toString();
  }

  private static String rest(SortedSet<Integer> lines) {
    return lines.stream().skip(1).map(String::valueOf).collect(Collectors.joining(", "));
  }

  /**
   * One thing that is wrong.
   *
   * @param line counted from 1; 0 when the problem is the file itself
   */
  public record Problem(String file, int line, String message) {
    @Override
    public String toString() {
      return (line > 0 ? file + ":" + line : file) + ": " + message;
    }
  }
}
