package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Edits;
import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.List;
import java.util.Set;

/** GRANT and REVOKE on tables, schemas and databases. */
final class Grants {
  private static final Set<String> KINDS = Set.of("TABLE", "SCHEMA", "DATABASE", "ALL");

  private Grants() {}

  static Plan translate(Statement statement, QueryRewriter rewriter) {
    List<Token> tokens = statement.tokens();
    int on = indexOf(tokens, "ON");
    if (on < 0) {
      throw SqlError.notEmulated("granting roles");
    }
    Edits edits = new Edits(statement);
    TokenCursor cursor = new TokenCursor(statement, on + 1);
    String kind = cursor.peek().keyword();
    if (KINDS.contains(kind)) {
      cursor.next();
    } else if (cursor.peek(1).isIdentifier()
        && !cursor.peekWords("to")
        && !isRecipient(cursor.peek(1))) {
      throw SqlError.notEmulated("GRANT ON " + kind);
    }
    if (kind.equals("ALL")) {
      cursor.expect("tables", "in", "schema");
    }
    boolean schemas = kind.equals("SCHEMA") || kind.equals("ALL");
    do {
      target(cursor, edits, rewriter, kind, schemas);
    } while (cursor.acceptSymbol(","));
    for (int i = cursor.index(); i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isWord("ROLE")) {
        edits.replace(i, "");
      }
    }
    return new Plan.Forward(edits.apply());
  }

  private static void target(
      TokenCursor cursor, Edits edits, QueryRewriter rewriter, String kind, boolean schemas) {
    int first = cursor.index();
    Name written = cursor.name();
    int last = cursor.index() - 1;
    if (kind.equals("DATABASE")) {
      if (!written.last().equals(SessionContext.LOCAL_DATABASE)) {
        throw SqlError.notEmulated("GRANT ON DATABASE of an integration");
      }
      edits.replace(first, last, "warehouse");
    } else if (schemas) {
      Name resolved = rewriter.names().resolve(written.append("any"));
      edits.replace(first, last, Name.quote(resolved.schema()));
    } else {
      edits.replace(first, last, rewriter.names().resolve(written).sql());
    }
  }

  private static boolean isRecipient(Token token) {
    return token.isWord("TO") || token.isWord("FROM");
  }

  private static int indexOf(List<Token> tokens, String word) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).isWord(word)) {
        return i;
      }
    }
    return -1;
  }
}
