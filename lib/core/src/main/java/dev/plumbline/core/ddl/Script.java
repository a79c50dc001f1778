package dev.plumbline.core.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts a file of SQL into its statements, as the {@code mysql} client does. */
final class Script {
  /** Commands of the client's own that end with their line, delimiter or not. */
  private static final Set<String> LINES =
      Set.of("USE", "SOURCE", "\\.", "\\U", "TEE", "NOTEE", "PROMPT", "WARNINGS", "NOWARNING");

  private static final String DELIMITER = "DELIMITER";

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
  private int at;

  /** Where the present statement begins; -1 before its first word. */
  private int from = -1;

  private int counted;
  private int line = 1;

  private Script(String sql) {
    this.sql = sql;
    this.at = sql.startsWith("\uFEFF") ? 1 : 0;
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
    if (sql.startsWith(delimiter, at)) {
      end(at);
      at += delimiter.length();
    } else if (c == '\\' && (sql.startsWith("\\g", at) || sql.startsWith("\\G", at))) {
      end(at);
      at += 2;
    } else if (Character.isWhitespace(c)) {
      at++;
    } else if (sql.startsWith("/*", at)) {
      if (SqlLexer.isExecutable(sql, at)) {
        begin();
      }
      at = SqlLexer.commentEnd(sql, at);
    } else if (SqlLexer.startsLineComment(sql, at)) {
      at = SqlLexer.lineEnd(sql, at);
    } else if (from < 0 && !command().isEmpty()) {
      line(command());
    } else {
      begin();
      at = c == '\'' || c == '"' || c == '`' ? SqlLexer.quoteEnd(sql, at) : at + 1;
    }
  }

  private void begin() {
    from = from < 0 ? at : from;
  }

  /** The client's command that begins here, in upper case; empty where none does. */
  private String command() {
    int end = at;
    while (end < sql.length() && !Character.isWhitespace(sql.charAt(end))) {
      end++;
    }
    String word = sql.substring(at, end).toUpperCase(Locale.ROOT);
    return word.equals(DELIMITER) || LINES.contains(word) ? word : "";
  }

  private void line(String command) {
    int end = SqlLexer.lineEnd(sql, at);
    String rest = sql.substring(at + command.length(), end).strip();
    if (command.equals(DELIMITER) && !rest.isEmpty()) {
      // What follows it on its line is nothing.
      delimiter = rest.split("\\s", 2)[0];
      at = end;
    } else {
      begin();
      int delimited = sql.indexOf(delimiter, at);
      at = delimited < 0 ? end : Math.min(delimited, end);
      end(at);
    }
  }

  private void end(int until) {
    if (from >= 0) {
      for (; counted < from; counted++) {
        line += sql.charAt(counted) == '\n' ? 1 : 0;
      }
      statements.add(new Statement(line, sql.substring(from, until).strip()));
      from = -1;
    }
  }
}
