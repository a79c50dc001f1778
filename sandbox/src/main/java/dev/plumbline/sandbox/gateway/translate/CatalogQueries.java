package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Edits;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.sql.TokenKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the driver's own queries on the catalogue take for granted: Redshift lets WHERE name a
 * column by its alias in the select list, and a number touch the word after it.
 */
final class CatalogQueries {
  private final Statement statement;
  private final List<Token> tokens;
  private final Edits edits;

  CatalogQueries(Statement statement, Edits edits) {
    this.statement = statement;
    this.tokens = statement.tokens();
    this.edits = edits;
  }

  void rewrite(int from, int to) {
    for (int i = from; i < to; i++) {
      boolean touching = tokens.get(i).end() == tokens.get(i + 1).start();
      if (touching
          && tokens.get(i).kind() == TokenKind.NUMBER
          && tokens.get(i + 1).kind() == TokenKind.WORD) {
        edits.insertAfter(i, " ");
      }
      // The driver's getColumns names this column of its select list again in the list itself.
      if (tokens.get(i).isWord("IS_AUTOINCREMENT") && tokens.get(i + 1).isWord("AS")) {
        edits.replace(i, "'NO'");
      }
    }
    int where = topLevel("WHERE", from, to);
    if (where > 0) {
      replaceAliases(aliases(from, where), where, to);
    }
  }

  /** Aliases of the outermost select list that stand for a plain column. */
  private Map<String, String> aliases(int from, int where) {
    Map<String, String> aliases = new HashMap<>();
    int end = topLevel("FROM", from, where);
    for (int i = from + 3; i + 1 < end; i++) {
      boolean column = tokens.get(i - 2).is(".") && tokens.get(i - 1).isIdentifier();
      if (tokens.get(i).isWord("AS") && column && (i < from + 4 || tokens.get(i - 4).is(","))) {
        aliases.put(lower(tokens.get(i + 1)), statement.textOf(i - 3, i - 1));
      }
    }
    return aliases;
  }

  private void replaceAliases(Map<String, String> aliases, int where, int to) {
    int order = topLevel("ORDER", where, to);
    for (int i = where; i < (order < 0 ? to : order); i++) {
      boolean bare = tokens.get(i).isIdentifier() && !tokens.get(i - 1).is(".");
      if (bare && aliases.containsKey(lower(tokens.get(i)))) {
        edits.replace(i, aliases.get(lower(tokens.get(i))));
      }
    }
  }

  private static String lower(Token token) {
    return token.text().toLowerCase(Locale.ROOT);
  }

  private int topLevel(String word, int from, int to) {
    int depth = 0;
    for (int i = from; i <= to; i++) {
      depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
      if (depth == 0 && tokens.get(i).isWord(word)) {
        return i;
      }
    }
    return -1;
  }
}
