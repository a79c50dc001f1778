package dev.plumbline.core.text;

import java.util.Locale;

/**
 * Makes text from elsewhere (database values, errors, names) safe to show: characters that would
 * steer a terminal, or turn the direction of the text after them, are written as {@code \\u001b}.
 */
public final class Visible {
  private Visible() {}

  /** The text on one line; empty for null. */
  public static String line(String text) {
    return show(text, false).strip();
  }

  /** The text with its line breaks kept; empty for null. */
  public static String lines(String text) {
    return show(text, true).strip();
  }

  private static String show(String text, boolean keepBreaks) {
    if (text == null) {
      return "";
    }
    StringBuilder out = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(codePoint -> append(out, codePoint, keepBreaks));
    return out.toString();
  }

  private static void append(StringBuilder out, int codePoint, boolean keepBreaks) {
    if (codePoint == '\n' && keepBreaks) {
      out.append('\n');
    } else if (codePoint == '\n' || codePoint == '\t' || codePoint == '\r') {
      out.append(' ');
    } else if (steers(codePoint)) {
      out.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
    } else {
      out.appendCodePoint(codePoint);
    }
  }

  private static boolean steers(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || turnsDirection(codePoint);
  }

  private static boolean turnsDirection(int codePoint) {
    return codePoint == 0x061C
        || codePoint == 0x200E
        || codePoint == 0x200F
        || (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }
}
