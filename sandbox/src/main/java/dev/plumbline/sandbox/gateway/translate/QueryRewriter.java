package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Edits;
import dev.plumbline.sandbox.gateway.sql.FunctionCalls;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import java.util.List;
import java.util.Set;

/** Rewrites expressions, queries and data changes: names, functions, casts, TOP and MINUS. */
final class QueryRewriter {
  private static final Set<String> CATALOG =
      Set.of(
          "pg_catalog",
          "pg_class",
          "pg_namespace",
          "pg_type",
          "pg_attribute",
          "pg_proc",
          "pg_user",
          "information_schema",
          "pg_constraint",
          "pg_index",
          "pg_depend",
          "pg_description");

  private final NameRewriter names;

  QueryRewriter(SessionContext context) {
    this.names = new NameRewriter(context);
  }

  String rewrite(Statement statement) {
    return rewrite(statement, 0, statement.tokens().size() - 1);
  }

  /** The rewritten text from one token to another, both included. */
  String rewrite(Statement statement, int from, int to) {
    Edits edits = new Edits(statement);
    collect(statement, edits, from, to);
    return edits.apply(from, to);
  }

  void collect(Statement statement, Edits edits, int from, int to) {
    boolean catalogQuery = readsCatalog(statement);
    if (!catalogQuery) {
      SyntaxRefusals.check(statement, from, to);
      new CastRewriter(statement, edits).rewrite(from, to);
    } else {
      new CatalogQueries(statement, edits).rewrite(from, to);
    }
    new FunctionRewriter(statement, edits, catalogQuery).rewrite(from, to);
    names.rewrite(statement, edits, from, to);
    selectLists(statement, edits, from, to);
  }

  NameRewriter names() {
    return names;
  }

  /** Queries on the PostgreSQL catalogue, as drivers send them, use what users may not. */
  private static boolean readsCatalog(Statement statement) {
    return statement.tokens().stream()
        .anyMatch(token -> token.isIdentifier() && CATALOG.contains(token.identifier()));
  }

  private static void selectLists(Statement statement, Edits edits, int from, int to) {
    List<Token> tokens = statement.tokens();
    for (int i = from; i < to; i++) {
      if (tokens.get(i).isWord("MINUS") && tokens.get(i + 1).isWord("SELECT")) {
        edits.replace(i, "EXCEPT");
      } else if (tokens.get(i).isWord("SELECT") && tokens.get(i + 1).isWord("TOP")) {
        top(statement, edits, i, to);
      }
    }
  }

  private static void top(Statement statement, Edits edits, int select, int to) {
    List<Token> tokens = statement.tokens();
    if (select + 2 > to || !tokens.get(select + 2).text().matches("[0-9]+|\\$[0-9]+")) {
      return; // a column of that name
    }
    edits.delete(select + 1, select + 2);
    int end = to;
    if (select > 0 && tokens.get(select - 1).is("(")) {
      end = FunctionCalls.closing(tokens, select - 1) - 1;
    }
    edits.insertAfter(end, " LIMIT " + tokens.get(select + 2).text());
  }
}
