package dev.plumbline.stores.report;

import dev.plumbline.core.ddl.DdlEffect;
import dev.plumbline.core.ddl.DdlVerdict;
import dev.plumbline.core.text.Ansi;
import dev.plumbline.core.text.Columns;
import dev.plumbline.core.text.Human;
import dev.plumbline.core.text.Visible;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a migration will do to the replica, on a terminal. */
public final class DdlText {
  private static final int SHOWN = 100;

  private final Ansi ansi;
  private final int width;

  /**
   * @param width columns of the terminal
   */
  public DdlText(Ansi ansi, int width) {
    this.ansi = ansi;
    this.width = width;
  }

  /**
   * @param file the migration's name
   */
  public String render(String file, List<DdlVerdict> verdicts) {
    StringBuilder out = new StringBuilder();
    verdicts.forEach(verdict -> verdict(out, file, verdict));
    return out.append(lastLine(verdicts)).append('\n').toString();
  }

  private void verdict(StringBuilder out, String file, DdlVerdict verdict) {
    String statement = Visible.line(verdict.statement().replaceAll("\\s+", " "));
    out.append(paint(verdict.effect(), Columns.padRight(verdict.effect().label(), 9)))
        .append(' ')
        .append(ansi.dim(Visible.line(file) + ":" + verdict.line()))
        .append("  ")
        .append(ansi.bold(Columns.fit(statement, Math.max(SHOWN, width - 30))))
        .append('\n');
    wrapped(out, verdict.reason());
    if (!verdict.tables().isEmpty()) {
      wrapped(
          out,
          "touches "
              + String.join(", ", verdict.tables())
              + (verdict.readers().isEmpty()
                  ? ""
                  : "; read by " + String.join(", ", verdict.readers())));
    }
    if (!verdict.pipeline().isEmpty()) {
      wrapped(out, verdict.pipeline());
    }
    if (!verdict.instead().isEmpty()) {
      out.append("          instead:\n");
      verdict
          .instead()
          .forEach(
              sql ->
                  out.append("            ")
                      .append(ansi.cyan(Visible.line(sql + (sql.startsWith("--") ? "" : ";"))))
                      .append('\n'));
    }
    out.append('\n');
  }

  private void wrapped(StringBuilder out, String text) {
    Columns.wrap(Visible.line(text), Math.max(20, width - 10))
        .forEach(line -> out.append("          ").append(line).append('\n'));
  }

  private static String lastLine(List<DdlVerdict> verdicts) {
    String counts =
        Arrays.stream(DdlEffect.values())
            .map(
                effect -> {
                  long count = verdicts.stream().filter(v -> v.effect() == effect).count();
                  return count == 0 ? "" : count + " " + effect.label();
                })
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return Human.count(verdicts.size(), "statement")
        + (counts.isEmpty() ? "." : ": " + counts + ".");
  }

  private String paint(DdlEffect effect, String text) {
    return switch (effect) {
      case BREAKS, DROPS -> ansi.red(text);
      case RESYNCS, UNCLEAR -> ansi.yellow(text);
      case FOLLOWS, HARMLESS -> ansi.green(text);
    };
  }
}
