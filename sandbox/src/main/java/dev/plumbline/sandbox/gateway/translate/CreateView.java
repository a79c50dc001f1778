package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** CREATE VIEW, bound at once or late (WITH NO SCHEMA BINDING). */
final class CreateView {
  private CreateView() {}

  static boolean matches(TokenCursor cursor) {
    return cursor.statement().startsWith("create", "view")
        || cursor.statement().startsWith("create", "or", "replace", "view");
  }

  static Plan translate(Statement statement, QueryRewriter rewriter) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    boolean replace = cursor.accept("or", "replace");
    cursor.expect("view");
    Name written = cursor.name();
    Writes.refuseIntegration(rewriter.names(), written);
    Name view = rewriter.names().resolve(written);
    List<String> columns = cursor.peek().is("(") ? TableAttributes.columns(cursor) : List.of();
    cursor.expect("as");
    int first = cursor.index();
    int last = statement.tokens().size() - 1;
    boolean late = endsWithNoSchemaBinding(statement);
    String query = rewriter.rewrite(statement, first, late ? last - 4 : last);
    if (late) {
      requireQualified(statement, first, last - 4);
      return new Plan.LateBindingView(view, columns, query, replace);
    }
    refuseOtherDatabases(query);
    String names =
        columns.isEmpty()
            ? ""
            : columns.stream().map(Name::quote).collect(Collectors.joining(", ", " (", ")"));
    return Plan.script(
        "CREATE VIEW",
        "create " + (replace ? "or replace " : "") + "view " + view.sql() + names + " as " + query);
  }

  private static boolean endsWithNoSchemaBinding(Statement statement) {
    TokenCursor end = new TokenCursor(statement, statement.tokens().size() - 4);
    return end.index() > 0 && end.peekWords("with", "no", "schema", "binding");
  }

  private static void refuseOtherDatabases(String query) {
    if (query.contains("$") && query.matches("(?s).*\"[^\"]+\\$[^\"]+\"\\..*")) {
      throw new SqlError(
          SqlError.UNSUPPORTED,
          "cannot create a view over another database",
          "Views over tables of another database must be created WITH NO SCHEMA BINDING.");
    }
  }

  /** Redshift wants every relation of a late-binding view with its schema. */
  private static void requireQualified(Statement statement, int first, int last) {
    List<Token> tokens = statement.tokens();
    Set<String> local = commonTableExpressions(tokens, first, last);
    for (int i = first; i < last; i++) {
      boolean relation = tokens.get(i).isWord("FROM") || tokens.get(i).isWord("JOIN");
      Token next = tokens.get(i + 1);
      if (!relation || !next.isIdentifier() || local.contains(next.identifier())) {
        continue;
      }
      boolean qualified = i + 2 <= last && (tokens.get(i + 2).is(".") || tokens.get(i + 2).is("("));
      if (!qualified && !insideFunction(tokens, i)) {
        throw new SqlError(
            SqlError.SYNTAX,
            "All the relation names inside should be qualified when creating VIEW WITH NO SCHEMA"
                + " BINDING.");
      }
    }
  }

  /** FROM also stands in EXTRACT, TRIM and SUBSTRING: {@code extract(year from d)}. */
  private static boolean insideFunction(List<Token> tokens, int from) {
    int depth = 0;
    for (int i = from - 1; i > 0; i--) {
      depth += tokens.get(i).is(")") ? 1 : tokens.get(i).is("(") ? -1 : 0;
      if (depth < 0) {
        return Set.of("EXTRACT", "TRIM", "SUBSTRING").contains(tokens.get(i - 1).keyword());
      }
    }
    return false;
  }

  private static Set<String> commonTableExpressions(List<Token> tokens, int first, int last) {
    Set<String> names = new HashSet<>();
    for (int i = first; i + 2 <= last; i++) {
      if (tokens.get(i).isIdentifier()
          && tokens.get(i + 1).isWord("AS")
          && tokens.get(i + 2).is("(")) {
        names.add(tokens.get(i).identifier());
      }
    }
    return names;
  }
}
