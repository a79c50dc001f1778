package dev.plumbline.core.config;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import java.util.List;

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

  private static String describe(List<Problem> problems) {
    StringBuilder text =
        new StringBuilder("Cannot use the configuration: ")
            .append(problems.size())
            .append(problems.size() == 1 ? " problem" : " problems");
    problems.forEach(problem -> text.append(System.lineSeparator()).append("  ").append(problem));
    return text.toString();
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
