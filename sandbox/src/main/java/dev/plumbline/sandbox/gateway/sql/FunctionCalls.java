package dev.plumbline.sandbox.gateway.sql;

import java.util.ArrayList;
import java.util.List;

/** Finds the function calls in a statement. */
public final class FunctionCalls {

  /**
   * A call.
   *
   * @param name lower case unless quoted, one to three parts
   * @param first index of the name's first token
   * @param last index of the name's last token, the one before the opening parenthesis
   */
  public record Call(Name name, int first, int last) {}

  private FunctionCalls() {}

  public static List<Call> in(Statement statement) {
    List<Call> calls = new ArrayList<>();
    List<Token> tokens = statement.tokens();
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isIdentifier() && tokens.get(i + 1).is("(")) {
        int first = firstOfName(tokens, i);
        if (isCall(tokens, first, i)) {
          calls.add(new Call(name(tokens, first, i), first, i));
        }
      }
    }
    return calls;
  }

  private static int firstOfName(List<Token> tokens, int last) {
    int first = last;
    while (first >= 2 && tokens.get(first - 1).is(".") && tokens.get(first - 2).isIdentifier()) {
      first -= 2;
    }
    return first;
  }

  private static Name name(List<Token> tokens, int first, int last) {
    List<String> parts = new ArrayList<>();
    for (int i = first; i <= last; i += 2) {
      parts.add(tokens.get(i).identifier());
    }
    return new Name(List.copyOf(parts));
  }

  private static boolean isCall(List<Token> tokens, int first, int last) {
    if (first == last && Keywords.neverFunction(tokens.get(last))) {
      return false;
    }
    boolean preparedName =
        first == 1 && (tokens.get(0).isWord("PREPARE") || tokens.get(0).isWord("EXECUTE"));
    if (first == 0 || preparedName) {
      return false;
    }
    Token before = tokens.get(first - 1);
    if (before.is("::") || before.is(")") || Keywords.introducesRelation(before)) {
      return false;
    }
    return !isCommonTableExpression(tokens, before, last);
  }

  private static boolean isCommonTableExpression(List<Token> tokens, Token before, int last) {
    if (!before.isWord("WITH") && !before.isWord("RECURSIVE") && !before.is(",")) {
      return false;
    }
    int close = closing(tokens, last + 1);
    return close + 2 < tokens.size()
        && tokens.get(close + 1).isWord("AS")
        && tokens.get(close + 2).is("(");
  }

  /** The index of the parenthesis that closes the one at {@code open}. */
  public static int closing(List<Token> tokens, int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new SqlError(SqlError.SYNTAX, "syntax error at end of input");
  }
}
