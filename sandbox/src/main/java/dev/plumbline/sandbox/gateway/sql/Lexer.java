package dev.plumbline.sandbox.gateway.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits Redshift SQL into tokens.
 *
 * <p>As in Redshift (PostgreSQL 8.0), a backslash in an ordinary string literal escapes the
 * character that follows. Block comments nest.
 */
public final class Lexer {
  private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String sql) {
    this.sql = sql;
  }

  /** Fails with SQLSTATE 42601 on an unterminated string, identifier or comment. */
  public static List<Token> tokens(String sql) {
    Lexer lexer = new Lexer(sql);
    while (lexer.skipBlanks()) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private boolean skipBlanks() {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
      } else if (sql.startsWith("/*", at)) {
        skipBlockComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipBlockComment() {
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (++at >= sql.length()) {
        throw new SqlError(SqlError.SYNTAX, "unterminated /* comment");
      }
    } while (depth > 0);
  }

  private void next() {
    char c = sql.charAt(at);
    if (c == '\'') {
      string(at);
    } else if ((c == 'e' || c == 'E' || c == 'x' || c == 'X') && charAt(at + 1) == '\'') {
      string(at + 1);
    } else if (c == '"') {
      quoted();
    } else if (c == '$') {
      dollar();
    } else if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
      number();
    } else if (isNameStart(c)) {
      add(TokenKind.WORD, endOfName(at));
    } else if ("()[],;.".indexOf(c) >= 0) {
      add(TokenKind.PUNCTUATION, at + 1);
    } else if (OPERATORS.indexOf(c) >= 0) {
      add(TokenKind.OPERATOR, endOfOperator());
    } else {
      throw SqlError.syntaxAt(String.valueOf(c));
    }
  }

  private void string(int quote) {
    int i = quote + 1;
    while (true) {
      char c = charAt(i);
      if (c == 0 && i >= sql.length()) {
        throw new SqlError(
            SqlError.SYNTAX, "unterminated quoted string at or near \"" + rest() + "\"");
      } else if (c == '\\') {
        i += 2;
      } else if (c == '\'' && charAt(i + 1) == '\'') {
        i += 2;
      } else if (c == '\'') {
        add(TokenKind.STRING, i + 1);
        return;
      } else {
        i++;
      }
    }
  }

  private void quoted() {
    int i = at + 1;
    while (true) {
      int end = sql.indexOf('"', i);
      if (end < 0) {
        throw new SqlError(
            SqlError.SYNTAX, "unterminated quoted identifier at or near \"" + rest() + "\"");
      }
      if (charAt(end + 1) != '"') {
        add(TokenKind.QUOTED, end + 1);
        return;
      }
      i = end + 2;
    }
  }

  private void dollar() {
    if (isDigit(charAt(at + 1))) {
      int i = at + 1;
      while (isDigit(charAt(i))) {
        i++;
      }
      add(TokenKind.PARAMETER, i);
      return;
    }
    int tagEnd = sql.indexOf('$', at + 1);
    String tag = tagEnd < 0 ? "" : sql.substring(at, tagEnd + 1);
    int close = tag.isEmpty() ? -1 : sql.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      throw new SqlError(
          SqlError.SYNTAX, "unterminated dollar-quoted string at or near \"" + rest() + "\"");
    }
    add(TokenKind.STRING, close + tag.length());
  }

  private void number() {
    int i = at;
    while (isDigit(charAt(i)) || charAt(i) == '.') {
      i++;
    }
    if (charAt(i) == 'e' || charAt(i) == 'E') {
      int sign = charAt(i + 1) == '+' || charAt(i + 1) == '-' ? 2 : 1;
      if (isDigit(charAt(i + sign))) {
        i += sign;
        while (isDigit(charAt(i))) {
          i++;
        }
      }
    }
    add(TokenKind.NUMBER, i);
  }

  private int endOfOperator() {
    if (sql.startsWith("::", at)) {
      return at + 2;
    }
    int i = at + 1;
    while (i < sql.length()
        && OPERATORS.indexOf(sql.charAt(i)) >= 0
        && !sql.startsWith("::", i)
        && !sql.startsWith("--", i)
        && !sql.startsWith("/*", i)) {
      i++;
    }
    // A trailing sign belongs to the operand, as in "a=-1".
    while (i > at + 1 && (sql.charAt(i - 1) == '-' || sql.charAt(i - 1) == '+')) {
      i--;
    }
    return i;
  }

  private int endOfName(int from) {
    int i = from + 1;
    while (isNameStart(charAt(i)) || isDigit(charAt(i)) || charAt(i) == '$') {
      i++;
    }
    return i;
  }

  private void add(TokenKind kind, int end) {
    tokens.add(new Token(kind, sql.substring(at, end), at, end));
    at = end;
  }

  private String rest() {
    return sql.substring(at, Math.min(sql.length(), at + 40));
  }

  private char charAt(int i) {
    return i < sql.length() ? sql.charAt(i) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c > 127;
  }
}
