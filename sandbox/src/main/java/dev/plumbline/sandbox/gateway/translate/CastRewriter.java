package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Edits;
import dev.plumbline.sandbox.gateway.sql.FunctionCalls;
import dev.plumbline.sandbox.gateway.sql.RedshiftType;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.List;

/** Turns the types named in casts into the server's. */
final class CastRewriter {
  private final Statement statement;
  private final List<Token> tokens;
  private final Edits edits;

  CastRewriter(Statement statement, Edits edits) {
    this.statement = statement;
    this.tokens = statement.tokens();
    this.edits = edits;
  }

  void rewrite(int from, int to) {
    for (int i = from; i <= to; i++) {
      Token token = tokens.get(i);
      boolean opens = i + 1 <= to && tokens.get(i + 1).is("(");
      if (token.is("::")) {
        type(i + 1);
      } else if (token.isWord("CAST") && opens) {
        type(indexOfAs(i + 1) + 1);
      } else if (token.isWord("CONVERT") && opens) {
        convert(i);
      }
    }
  }

  private void type(int first) {
    TokenCursor cursor = new TokenCursor(statement, first);
    RedshiftType type = RedshiftType.parse(cursor);
    edits.replace(first, cursor.index() - 1, castType(type));
  }

  /** A text type without a length keeps the length of what is cast. */
  private static String castType(RedshiftType type) {
    return type.isChar() && type.first() < 0 ? "bpchar" : type.pg();
  }

  private int indexOfAs(int open) {
    int close = FunctionCalls.closing(tokens, open);
    int depth = 0;
    for (int i = close - 1; i > open; i--) {
      depth += tokens.get(i).is(")") ? 1 : tokens.get(i).is("(") ? -1 : 0;
      if (depth == 0 && tokens.get(i).isWord("AS")) {
        return i;
      }
    }
    throw SqlError.syntaxAt(tokens.get(close).text());
  }

  /** {@code convert(type, x)} is {@code cast(x as type)}. */
  private void convert(int i) {
    TokenCursor cursor = new TokenCursor(statement, i + 2);
    RedshiftType type = RedshiftType.parse(cursor);
    cursor.expectSymbol(",");
    edits.replace(i, "cast");
    edits.delete(i + 2, cursor.index() - 1);
    edits.insertBefore(FunctionCalls.closing(tokens, i + 1), " as " + castType(type));
  }
}
