package dev.plumbline.jobs.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.core.table.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text, never cut: MySQL counts the characters of CHAR and VARCHAR and the bytes of TEXT. */
final class TextValues {
  private static final Pattern MEMBER = Pattern.compile("'((?:[^']|'')*)'");

  private TextValues() {}

  static Values.Converter text(ColumnType type) {
    return switch (type.type()) {
      case CHAR, VARCHAR -> node -> characters(node, type);
      case TINYTEXT -> node -> bytes(node, (1L << 8) - 1);
      case TEXT -> node -> bytes(node, (1L << 16) - 1);
      case MEDIUMTEXT -> node -> bytes(node, (1L << 24) - 1);
      default -> node -> bytes(node, (1L << 32) - 1);
    };
  }

  static Object json(JsonNode node) throws UnfitValueException {
    if (holdsNumberBeyondAny(node)) {
      throw new UnfitValueException("holds a number beyond 1.8e308");
    }
    return wellFormed(node.toString());
  }

  private static boolean holdsNumberBeyondAny(JsonNode node) {
    for (JsonNode child : node) {
      if (holdsNumberBeyondAny(child)) {
        return true;
      }
    }
    return NumberValues.isBeyondAny(node);
  }

  static Values.Converter oneOf(ColumnType type) {
    Set<String> members = members(type);
    return node -> member(string(node), members, node, type);
  }

  static Values.Converter someOf(ColumnType type) {
    Set<String> members = members(type);
    return node -> {
      String text = string(node);
      for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
        member(part, members, node, type);
      }
      return text;
    };
  }

  private static Object member(String text, Set<String> members, JsonNode node, ColumnType type)
      throws UnfitValueException {
    if (!members.contains(text)) {
      throw new UnfitValueException(Values.shown(node) + " is not a member of " + type);
    }
    return text;
  }

  private static Set<String> members(ColumnType type) {
    Set<String> members = new HashSet<>();
    Matcher matcher = MEMBER.matcher(type.sql());
    while (matcher.find()) {
      members.add(matcher.group(1).replace("''", "'"));
    }
    return Collections.unmodifiableSet(members);
  }

  private static Object characters(JsonNode node, ColumnType type) throws UnfitValueException {
    String text = string(node);
    int length = text.codePointCount(0, text.length());
    if (length > type.length()) {
      throw new UnfitValueException("has " + length + " characters, more than " + type + " holds");
    }
    return text;
  }

  private static Object bytes(JsonNode node, long most) throws UnfitValueException {
    String text = string(node);
    long length = text.length() * 3L <= most ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    if (length > most) {
      throw new UnfitValueException(
          "has " + length + " bytes, more than the " + most + " it holds");
    }
    return text;
  }

  private static String string(JsonNode node) throws UnfitValueException {
    if (!node.isTextual()) {
      throw new UnfitValueException(Values.shown(node) + " is not text");
    }
    return wellFormed(node.textValue());
  }

  /** Half of a surrogate pair is no character; a driver would write a question mark. */
  private static String wellFormed(String text) throws UnfitValueException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new UnfitValueException("holds half of a character at position " + i);
        }
        i++;
      }
    }
    return text;
  }
}
