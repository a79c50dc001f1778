package dev.plumbline.stores.report;

import dev.plumbline.core.text.Human;
import dev.plumbline.core.text.Visible;
import java.time.Instant;

/** The small pieces that sections are made of. */
public final class Html {
  private Html() {}

  /** The text with everything escaped that could be markup, in elements and in attributes. */
  public static String text(String text) {
    StringBuilder out = new StringBuilder();
    Visible.lines(text).chars().forEach(c -> append(out, (char) c));
    return out.toString();
  }

  /** A name of a table, a rule or a key. */
  public static String code(String text) {
    return text == null || text.isBlank() ? "" : "<code>" + text(text) + "</code>";
  }

  /** A command to copy; empty when there is none. */
  public static String command(String command) {
    return command == null || command.isBlank()
        ? ""
        : "<pre class=\"command\" tabindex=\"0\" aria-label=\"next command\"><code>"
            + text(command)
            + "</code></pre>";
  }

  /** An instant in UTC. */
  public static String time(Instant instant) {
    String shown = Human.instant(instant);
    return instant == null ? shown : "<time datetime=\"" + shown + "\">" + shown + "</time>";
  }

  /** Text that stands back. */
  public static String quiet(String text) {
    return text == null || text.isBlank() ? "" : "<small>" + text(text) + "</small>";
  }

  /** A paragraph under a heading that says how to read what follows. */
  public static String hint(String text) {
    return "<p class=\"hint\">" + text(text) + "</p>\n";
  }

  /** Something folded away under a line. */
  public static String folded(String summary, String body) {
    return "<details>\n<summary>" + text(summary) + "</summary>\n" + body + "</details>\n";
  }

  /** A state as a word, with its sign and its colour. */
  static String badge(Tone tone, String word) {
    return "<span class=\"badge "
        + tone.css()
        + "\"><span aria-hidden=\"true\">"
        + tone.sign()
        + "</span> "
        + text(word)
        + "</span>";
  }

  private static void append(StringBuilder out, char c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.append(c);
    }
  }
}
