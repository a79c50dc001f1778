package dev.plumbline.sandbox.gateway.sql;

import java.util.Locale;

/**
 * One lexical element of a statement; white space and comments are not tokens.
 *
 * @param text as written
 * @param start offset of the first character in the statement's text
 * @param end offset after the last character
 */
public record Token(TokenKind kind, String text, int start, int end) {

  /** True for the unquoted word {@code word}, whatever its case. */
  public boolean isWord(String word) {
    return kind == TokenKind.WORD && text.equalsIgnoreCase(word);
  }

  /** True for the punctuation mark or operator {@code symbol}. */
  public boolean is(String symbol) {
    return (kind == TokenKind.PUNCTUATION || kind == TokenKind.OPERATOR) && text.equals(symbol);
  }

  public boolean isIdentifier() {
    return kind == TokenKind.WORD || kind == TokenKind.QUOTED;
  }

  /** The unquoted word in upper case, or the empty string for anything else. */
  public String keyword() {
    return kind == TokenKind.WORD ? text.toUpperCase(Locale.ROOT) : "";
  }

  /** The name this identifier stands for: folded to lower case unless it is quoted. */
  public String identifier() {
    return kind == TokenKind.QUOTED
        ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
        : text.toLowerCase(Locale.ROOT);
  }

  /** The value of a string literal, with doubled quotes and backslash escapes resolved. */
  public String stringValue() {
    if (text.startsWith("$")) {
      int tag = text.indexOf('$', 1) + 1;
      return text.substring(tag, text.length() - tag);
    }
    int quote = text.indexOf('\'');
    return unescape(text.substring(quote + 1, text.length() - 1));
  }

  private static String unescape(String body) {
    if (body.indexOf('\\') < 0) {
      return body.replace("''", "'");
    }
    StringBuilder out = new StringBuilder(body.length());
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c == '\\' && i + 1 < body.length()) {
        out.append(escaped(body.charAt(++i)));
      } else {
        out.append(c);
        i += c == '\'' ? 1 : 0;
      }
    }
    return out.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> c;
    };
  }
}
