package dev.plumbline.core.ddl;

import dev.plumbline.core.table.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks over the tokens of a statement or of a part of it. */
final class SqlCursor {
  private final String sql;
  private final List<SqlToken> tokens;
  private final String database;
  private int at;

  /**
   * @param sql the text that the tokens were cut from
   * @param database the database of names that stand without one; empty when it is not known
   */
  SqlCursor(String sql, List<SqlToken> tokens, String database) {
    this.sql = sql;
    this.tokens = tokens;
    this.database = database;
  }

  boolean hasMore() {
    return at < tokens.size();
  }

  SqlToken peek() {
    return hasMore()
        ? tokens.get(at)
        : new SqlToken(SqlToken.Kind.END, "", sql.length(), sql.length());
  }

  /** The token that comes next, as a word in upper case; empty for anything else. */
  String peekWord() {
    return peek().word();
  }

  /** Whether this word or symbol comes after the next one. */
  boolean follows(String word) {
    return at + 1 < tokens.size() && tokens.get(at + 1).is(word);
  }

  SqlToken next() {
    SqlToken token = peek();
    at += hasMore() ? 1 : 0;
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

  /** Whether this word or symbol comes anywhere. */
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

  /** A name; empty where none stands. */
  Optional<String> name() {
    return peek().isName() ? Optional.of(next().text()) : Optional.empty();
  }

  TableName tableName() {
    String first = next().text();
    return accept(".") ? new TableName(first, next().text()) : new TableName(database, first);
  }

  /** The text of what is left, as it was written. */
  String text() {
    if (!hasMore()) {
      return "";
    }
    return sql.substring(peek().from(), tokens.get(tokens.size() - 1).until()).strip();
  }

  /** The text from a token that was taken to the last one that was. */
  String textSince(SqlToken first) {
    return sql.substring(first.from(), tokens.get(at - 1).until()).strip();
  }

  /** The rest, cut at commas that stand in no parentheses. */
  List<SqlCursor> splitAtCommas() {
    List<SqlCursor> parts = new ArrayList<>();
    List<SqlToken> part = new ArrayList<>();
    int depth = 0;
    while (hasMore()) {
      SqlToken token = next();
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && token.is(",")) {
        parts.add(new SqlCursor(sql, part, database));
        part = new ArrayList<>();
      } else {
        part.add(token);
      }
    }
    if (!part.isEmpty()) {
      parts.add(new SqlCursor(sql, part, database));
    }
    return parts;
  }

  /** What stands between the parenthesis that comes next and its partner. */
  SqlCursor parenthesized() {
    List<SqlToken> inner = new ArrayList<>();
    next();
    int depth = 1;
    while (hasMore()) {
      SqlToken token = next();
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0) {
        break;
      }
      inner.add(token);
    }
    return new SqlCursor(sql, inner, database);
  }

  /** Passes over a parenthesis with all that is in it, if one comes next. */
  boolean skipParenthesized() {
    if (!peek().is("(")) {
      return false;
    }
    parenthesized();
    return true;
  }
}
