package dev.plumbline.sandbox.gateway.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One SQL statement without its semicolon.
 *
 * @param text as the client wrote it; the tokens' offsets point into it
 */
public record Statement(String text, List<Token> tokens) {

  /** Splits a query string at its semicolons; empty statements are left out. */
  public static List<Statement> split(String sql) {
    List<Statement> statements = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    for (Token token : Lexer.tokens(sql)) {
      if (token.is(";")) {
        add(statements, sql, current);
        current = new ArrayList<>();
      } else {
        current.add(token);
      }
    }
    add(statements, sql, current);
    return statements;
  }

  /** The statement for a text that holds exactly one, semicolon or not. */
  public static Statement of(String sql) {
    List<Statement> statements = split(sql);
    if (statements.size() != 1) {
      throw new SqlError(
          SqlError.SYNTAX, "cannot insert multiple commands into a prepared statement");
    }
    return statements.get(0);
  }

  private static void add(List<Statement> statements, String sql, List<Token> tokens) {
    if (tokens.isEmpty()) {
      return;
    }
    int start = tokens.get(0).start();
    int end = tokens.get(tokens.size() - 1).end();
    List<Token> shifted =
        tokens.stream()
            .map(t -> new Token(t.kind(), t.text(), t.start() - start, t.end() - start))
            .toList();
    statements.add(new Statement(sql.substring(start, end), shifted));
  }

  /** The same with quoted identifiers in lower case. */
  public Statement folded() {
    StringBuilder folded = new StringBuilder(text);
    for (Token token : tokens) {
      String lower = token.text().toLowerCase(Locale.ROOT);
      if (token.kind() == TokenKind.QUOTED && lower.length() == token.text().length()) {
        folded.replace(token.start(), token.end(), lower);
      }
    }
    return Statement.of(folded.toString());
  }

  /** The text between two tokens, both included. */
  public String textOf(int firstToken, int lastToken) {
    return firstToken > lastToken
        ? ""
        : text.substring(tokens.get(firstToken).start(), tokens.get(lastToken).end());
  }

  /** True when the statement begins with these words. */
  public boolean startsWith(String... words) {
    if (tokens.size() < words.length) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (!tokens.get(i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }
}
