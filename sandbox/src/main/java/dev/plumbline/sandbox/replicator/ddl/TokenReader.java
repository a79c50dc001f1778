package dev.plumbline.sandbox.replicator.ddl;

import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.List;

/** Walks over the tokens of a statement or of a part of it. */
final class TokenReader {
  private static final Token END = new Token(Token.Kind.SYMBOL, "");

  private final List<Token> tokens;
  private final String database;
  private int at;

  TokenReader(List<Token> tokens, String database) {
    this.tokens = tokens;
    this.database = database;
  }

  boolean hasMore() {
    return at < tokens.size();
  }

  Token peek() {
    return hasMore() ? tokens.get(at) : END;
  }

  String peekWord() {
    return peek().word();
  }

  Token next() {
    Token token = peek();
    at++;
    return token;
  }

  /** Takes these words or symbols when they come next, all or none. */
  boolean accept(String... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (at + i >= tokens.size() || !tokens.get(at + i).is(expected[i])) {
        return false;
      }
    }
    at += expected.length;
    return true;
  }

  /** Whether the word stands somewhere in what is left. */
  boolean holds(String word) {
    return tokens.subList(Math.min(at, tokens.size()), tokens.size()).stream()
        .anyMatch(token -> token.is(word));
  }

  void skipPast(String word) {
    boolean found = false;
    while (hasMore() && !found) {
      found = next().is(word);
    }
  }

  TableName tableName() {
    String first = next().text();
    return accept(".") ? new TableName(first, next().text()) : new TableName(database, first);
  }

  /** The rest, cut at commas that stand in no parentheses. */
  List<TokenReader> splitAtCommas() {
    List<TokenReader> parts = new ArrayList<>();
    List<Token> part = new ArrayList<>();
    int depth = 0;
    while (hasMore()) {
      Token token = next();
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && token.is(",")) {
        parts.add(new TokenReader(part, database));
        part = new ArrayList<>();
      } else {
        part.add(token);
      }
    }
    if (!part.isEmpty()) {
      parts.add(new TokenReader(part, database));
    }
    return parts;
  }

  /** What stands between the parenthesis that comes next and its partner. */
  TokenReader parenthesized() {
    List<Token> inner = new ArrayList<>();
    next();
    int depth = 1;
    while (hasMore()) {
      Token token = next();
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0) {
        break;
      }
      inner.add(token);
    }
    return new TokenReader(inner, database);
  }
}
