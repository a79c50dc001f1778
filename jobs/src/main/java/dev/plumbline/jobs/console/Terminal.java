package dev.plumbline.jobs.console;

import dev.plumbline.core.text.Ansi;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What the human lines are written to.
 *
 * <p>Java cannot ask whether standard output alone is a terminal: {@code System.console()} is null
 * in Java 17 as soon as either input or output is redirected, and never null from 22 on. So the
 * launcher asks the shell and passes {@code -Dplumbline.tty=out,err} (the streams that are
 * terminals; {@code true} for both) and {@code -Dplumbline.columns=N}. Without the first it is a
 * log, as under Glue, EMR or a bare {@code spark-submit}.
 *
 * @param live whether lines already written can be drawn anew
 * @param columns width in columns
 */
public record Terminal(boolean live, Ansi ansi, int columns) {
  static final int TERMINAL_COLUMNS = 80;
  static final int LOG_COLUMNS = 120;
  private static final int NARROWEST = 40;

  /** A log: no terminal, no colours. */
  public static Terminal log() {
    return new Terminal(false, Ansi.OFF, LOG_COLUMNS);
  }

  /** Asks this process. */
  public static Terminal detect(boolean noColor, boolean json) {
    return detect(System::getProperty, System::getenv, noColor, json);
  }

  /**
   * @param noColor whether colours were refused by a flag; {@code NO_COLOR} refuses them too
   * @param json whether the human lines go to standard error
   */
  static Terminal detect(
      UnaryOperator<String> property, UnaryOperator<String> env, boolean noColor, boolean json) {
    String term = env.apply("TERM");
    boolean live = isTerminal(property.apply("plumbline.tty"), json) && !isDumb(term);
    boolean refused = noColor || !blank(env.apply("NO_COLOR"));
    return new Terminal(live, Ansi.when(live && !refused), columns(property, env, live));
  }

  private static boolean isTerminal(String streams, boolean json) {
    String wanted = json ? "err" : "out";
    return streams != null
        && Arrays.stream(streams.split(",", -1))
            .map(String::strip)
            .anyMatch(stream -> stream.equals(wanted) || stream.equals("true"));
  }

  private static boolean isDumb(String term) {
    return "dumb".equals(term);
  }

  private static int columns(
      UnaryOperator<String> property, UnaryOperator<String> env, boolean live) {
    int told = number(property.apply("plumbline.columns"));
    int columns = told > 0 ? told : number(env.apply("COLUMNS"));
    if (!live || columns <= 0) {
      return live ? TERMINAL_COLUMNS : LOG_COLUMNS;
    }
    return Math.max(NARROWEST, columns);
  }

  private static int number(String text) {
    return blank(text) || !text.matches("[0-9]{1,4}") ? 0 : Integer.parseInt(text);
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }
}
