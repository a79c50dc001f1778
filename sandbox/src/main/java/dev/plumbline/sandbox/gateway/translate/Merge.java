package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.List;

/**
 * MERGE with Redshift's restrictions: a table as the source, one MATCHED and one NOT MATCHED
 * branch, or REMOVE DUPLICATES.
 */
final class Merge {
  private Merge() {}

  static Plan translate(Statement statement, QueryRewriter rewriter) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    cursor.expect("into");
    Name written = cursor.name();
    Writes.refuseIntegration(rewriter.names(), written);
    if (!cursor.peekWords("using")) {
      throw SqlError.syntaxAt(cursor.peek().text());
    }
    cursor.expect("using");
    if (cursor.peek().is("(")) {
      throw new SqlError(SqlError.UNSUPPORTED, "MERGE source must be a table, not a subquery");
    }
    Name source = rewriter.names().resolve(cursor.name());
    Name target = rewriter.names().resolve(written);
    String alias = alias(cursor);
    cursor.expect("on");
    int condition = cursor.index();
    List<Token> tokens = statement.tokens();
    int end = tokens.size() - 1;
    if (end > 2 && tokens.get(end).isWord("DUPLICATES") && tokens.get(end - 1).isWord("REMOVE")) {
      String on = rewriter.rewrite(statement, condition, end - 2);
      return removeDuplicates(target, source, alias, on);
    }
    checkBranches(statement, condition);
    return new Plan.Forward(rewriter.rewrite(statement));
  }

  private static String alias(TokenCursor cursor) {
    return cursor.accept("as") || !cursor.peekWords("on")
        ? " as " + Name.quote(cursor.identifier())
        : "";
  }

  private static void checkBranches(Statement statement, int condition) {
    List<Token> tokens = statement.tokens();
    int matched = 0;
    int notMatched = 0;
    for (int i = condition; i + 1 < tokens.size(); i++) {
      TokenCursor at = new TokenCursor(statement, i);
      if (at.accept("when", "matched")) {
        matched++;
        plainBranch(at);
      } else if (at.accept("when", "not", "matched")) {
        notMatched++;
        if (at.peekWords("by")) {
          throw SqlError.notInRedshift("WHEN NOT MATCHED BY");
        }
        plainBranch(at);
      }
    }
    if (matched != 1 || notMatched != 1) {
      throw new SqlError(
          SqlError.SYNTAX, "MERGE takes exactly one WHEN MATCHED and one WHEN NOT MATCHED clause");
    }
  }

  private static void plainBranch(TokenCursor at) {
    if (at.peekWords("and")) {
      throw SqlError.notInRedshift("a condition in WHEN of MERGE");
    }
    at.expect("then");
    if (at.peekWords("do")) {
      throw SqlError.notInRedshift("DO NOTHING in MERGE");
    }
  }

  private static Plan removeDuplicates(Name target, Name source, String alias, String condition) {
    return Plan.script(
        "MERGE",
        "delete from " + target.sql() + " using " + source.sql() + alias + " where " + condition,
        "insert into " + target.sql() + " select * from " + source.sql());
  }
}
