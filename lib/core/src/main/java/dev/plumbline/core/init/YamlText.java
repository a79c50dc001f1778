package dev.plumbline.core.init;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values so that YAML reads them as the text they are. */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(?: [a-z]+)*");
  private static final Pattern PLAIN_TYPE =
      Pattern.compile("[a-z]+(?:\\([0-9]+\\))?(?: [a-z]+)*|decimal\\([0-9]+,[0-9]+\\)(?: [a-z]+)*");
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private YamlText() {}

  /** A scalar: plain where that is safe, else in double quotes. */
  static String of(String text) {
    boolean plain =
        PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT));
    return plain ? text : quoted(text);
  }

  /** A MySQL type outside of a flow collection, where commas and parentheses mean nothing. */
  static String type(String text) {
    return PLAIN_TYPE.matcher(text).matches() ? text : quoted(text);
  }

  /** A list in brackets. */
  static String list(Collection<String> texts) {
    return texts.stream().map(YamlText::of).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Text for a comment: one line, whatever is in it. */
  static String comment(String text) {
    return text.codePoints()
        .map(
            point ->
                Character.isISOControl(point) || point == 0x2028 || point == 0x2029 ? ' ' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                  if (Character.isISOControl(point)) {
                    out.append(String.format(java.util.Locale.ROOT, "\\x%02x", point));
                  } else {
                    out.appendCodePoint(point);
                  }
                }
              }
            });
    return out.append('"').toString();
  }
}
