package dev.plumbline.sandbox.replicator.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a statement into tokens. Comments go, but what an executable comment ({@code /*! … *}{@code
 * /}) holds stays.
 */
final class Tokenizer {
  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokenizer(String sql) {
    this.sql = sql;
  }

  static List<Token> tokens(String sql) {
    Tokenizer tokenizer = new Tokenizer(sql);
    while (tokenizer.at < sql.length()) {
      tokenizer.next();
    }
    return tokenizer.tokens;
  }

  private void next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (sql.startsWith("/*", at)) {
      comment();
    } else if (c == '#' || sql.startsWith("-- ", at)) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end;
    } else if (c == '`') {
      quoted(c, Token.Kind.QUOTED_NAME);
    } else if (c == '\'' || c == '"') {
      quoted(c, Token.Kind.TEXT);
    } else if (isWordPart(c)) {
      word();
    } else {
      tokens.add(new Token(Token.Kind.SYMBOL, String.valueOf(c)));
      at++;
    }
  }

  private void comment() {
    int start = sql.startsWith("/*!", at) ? at + 3 : sql.startsWith("/*M!", at) ? at + 4 : -1;
    int end = sql.indexOf("*/", at);
    int stop = end < 0 ? sql.length() : end;
    if (start > 0) {
      int body = start;
      while (body < stop && Character.isDigit(sql.charAt(body))) {
        body++;
      }
      tokens.addAll(tokens(sql.substring(body, stop)));
    }
    at = Math.min(sql.length(), stop + 2);
  }

  private void quoted(char quote, Token.Kind kind) {
    StringBuilder text = new StringBuilder();
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == '\\' && kind == Token.Kind.TEXT && at < sql.length()) {
        text.append(escaped(sql.charAt(at++)));
      } else if (c != quote) {
        text.append(c);
      } else if (at < sql.length() && sql.charAt(at) == quote) {
        text.append(c);
        at++;
      } else {
        break;
      }
    }
    tokens.add(new Token(kind, text.toString()));
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '0' -> '\0';
      case 'b' -> '\b';
      case 'Z' -> '\u001a';
      default -> c;
    };
  }

  private void word() {
    int start = at;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    tokens.add(new Token(Token.Kind.WORD, sql.substring(start, at)));
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
  }
}
