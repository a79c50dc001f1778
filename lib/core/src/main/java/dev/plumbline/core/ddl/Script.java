package dev.plumbline.core.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a file of SQL into its statements, as the {@code mysql} client does. */
final class Script {
  /**
   * One statement.
   *
   * @param line where it begins, from 1
   * @param text without its delimiter and the comments before it
   */
  record Statement(int line, String text) {}

  private final String sql;
  private final List<Statement> statements = new ArrayList<>();
  private String delimiter = ";";
  private int from;
  private int at;

  private Script(String sql) {
    this.sql = sql;
  }

  static List<Statement> statements(String sql) {
    Script script = new Script(sql);
    while (script.at < sql.length()) {
      script.next();
    }
    script.end(sql.length());
    return script.statements;
  }

  private void next() {
    char c = sql.charAt(at);
    if (isBlankSoFar() && isDelimiterCommand()) {
      int end = SqlLexer.lineEnd(sql, at);
      delimiter = sql.substring(at + "delimiter".length(), end).strip();
      at = end;
      from = end;
    } else if (sql.startsWith(delimiter, at)) {
      end(at);
      at += delimiter.length();
      from = at;
    } else if (sql.startsWith("/*", at)) {
      at = SqlLexer.commentEnd(sql, at);
    } else if (SqlLexer.startsLineComment(sql, at)) {
      at = SqlLexer.lineEnd(sql, at);
    } else if (c == '\'' || c == '"' || c == '`') {
      at = SqlLexer.quoteEnd(sql, at);
    } else {
      at++;
    }
  }

  private boolean isDelimiterCommand() {
    String word = "delimiter";
    int end = at + word.length();
    return end < sql.length()
        && sql.substring(at, end).toLowerCase(Locale.ROOT).equals(word)
        && Character.isWhitespace(sql.charAt(end));
  }

  private boolean isBlankSoFar() {
    return SqlLexer.tokens(sql.substring(from, at)).isEmpty();
  }

  private void end(int until) {
    String text = sql.substring(from, until);
    List<SqlToken> tokens = SqlLexer.tokens(text);
    if (!tokens.isEmpty()) {
      int begin = leadingComments(text);
      long line = sql.substring(0, from + begin).chars().filter(c -> c == '\n').count() + 1;
      statements.add(new Statement((int) line, text.substring(begin).strip()));
    }
  }

  private static int leadingComments(String text) {
    int i = 0;
    while (i < text.length()) {
      if (Character.isWhitespace(text.charAt(i))) {
        i++;
      } else if (text.startsWith("/*", i)
          && !text.startsWith("/*!", i)
          && !text.startsWith("/*M!", i)) {
        i = SqlLexer.commentEnd(text, i);
      } else if (SqlLexer.startsLineComment(text, i)) {
        i = SqlLexer.lineEnd(text, i);
      } else {
        return i;
      }
    }
    return i;
  }
}
