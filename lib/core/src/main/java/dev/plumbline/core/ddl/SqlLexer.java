package dev.plumbline.core.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL of MySQL into tokens. Comments go, but what an executable comment ({@code /*! … *}{@code
 * /}) holds stays. Text in double quotes is text, as with MySQL's default SQL mode.
 */
final class SqlLexer {
  private final String sql;
  private final int end;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  private SqlLexer(String sql, int from, int end) {
    this.sql = sql;
    this.at = from;
    this.end = end;
  }

  static List<SqlToken> tokens(String sql) {
    return new SqlLexer(sql, 0, sql.length()).run();
  }

  private List<SqlToken> run() {
    while (at < end) {
      next();
    }
    return tokens;
  }

  private void next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (sql.startsWith("/*", at)) {
      comment();
    } else if (startsLineComment(sql, at)) {
      at = lineEnd(sql, at);
    } else if (c == '`') {
      quoted(c, SqlToken.Kind.QUOTED_NAME);
    } else if (c == '\'' || c == '"') {
      quoted(c, SqlToken.Kind.TEXT);
    } else if (isWordPart(c)) {
      word();
    } else {
      tokens.add(new SqlToken(SqlToken.Kind.SYMBOL, String.valueOf(c), at, at + 1));
      at++;
    }
  }

  /** Two hyphens begin a comment only where white space or the end follows them. */
  static boolean startsLineComment(String sql, int at) {
    if (sql.charAt(at) == '#') {
      return true;
    }
    return sql.startsWith("--", at)
        && (at + 2 == sql.length() || Character.isWhitespace(sql.charAt(at + 2)));
  }

  static int lineEnd(String sql, int at) {
    int end = sql.indexOf('\n', at);
    return end < 0 ? sql.length() : end;
  }

  /** Where the comment that begins here ends. */
  static int commentEnd(String sql, int at) {
    int end = sql.indexOf("*/", at + 2);
    return end < 0 ? sql.length() : end + 2;
  }

  /** Whether the server runs what the comment that begins here holds. */
  static boolean isExecutable(String sql, int at) {
    return sql.startsWith("/*!", at) || sql.startsWith("/*M!", at);
  }

  /** Where the text or name that begins here ends, its closing quote included. */
  static int quoteEnd(String sql, int at) {
    char quote = sql.charAt(at);
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && quote != '`') {
        i += 2;
      } else if (c != quote) {
        i++;
      } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    return sql.length();
  }

  private void comment() {
    int close = Math.min(end, commentEnd(sql, at));
    if (isExecutable(sql, at)) {
      int body = sql.indexOf('!', at) + 1;
      int stop = sql.startsWith("*/", close - 2) ? close - 2 : close;
      while (body < stop && Character.isDigit(sql.charAt(body))) {
        body++;
      }
      tokens.addAll(new SqlLexer(sql, body, stop).run());
    }
    at = close;
  }

  private void quoted(char quote, SqlToken.Kind kind) {
    int from = at;
    int until = Math.min(end, quoteEnd(sql, at));
    StringBuilder text = new StringBuilder();
    int i = from + 1;
    while (i < until) {
      char c = sql.charAt(i);
      if (c == '\\' && quote != '`' && i + 1 < until) {
        text.append(sql.charAt(i + 1));
        i += 2;
      } else if (c == quote && i + 1 < until) {
        text.append(c);
        i += 2;
      } else {
        if (c != quote) {
          text.append(c);
        }
        i++;
      }
    }
    tokens.add(new SqlToken(kind, text.toString(), from, until));
    at = until;
  }

  private void word() {
    int from = at;
    while (at < end && isWordPart(sql.charAt(at))) {
      at++;
    }
    tokens.add(new SqlToken(SqlToken.Kind.WORD, sql.substring(from, at), from, at));
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@' || c >= 0x80;
  }
}
