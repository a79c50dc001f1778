package dev.plumbline.sandbox.gateway.session;

import dev.plumbline.sandbox.gateway.sql.FunctionCalls;
import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.translate.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statement that creates a late-binding view. The server finds the columns' types by looking at
 * the tables; where these do not exist they are taken from the query, if each column is a CAST.
 */
final class LateBinding {
  private LateBinding() {}

  static String sql(Plan.LateBindingView view) {
    return "select sandbox.create_late_binding_view("
        + Name.literal(view.view().sql())
        + ", "
        + array(view.columns().stream().map(Name::literal).toList())
        + ", "
        + Name.literal(view.query())
        + ", "
        + view.replace()
        + ", "
        + declared(view.query()).orElse("null")
        + ")";
  }

  private static String array(List<String> elements) {
    return "array[" + String.join(", ", elements) + "]::text[]";
  }

  private static Optional<String> declared(String query) {
    Statement statement = Statement.of(query);
    if (!statement.startsWith("select")) {
      return Optional.empty();
    }
    List<List<String>> columns = new ArrayList<>();
    for (int[] item : items(statement.tokens())) {
      Optional<List<String>> column = column(statement, item[0], item[1]);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      columns.add(column.get());
    }
    return Optional.of(
        columns.stream()
            .map(c -> "array[" + Name.literal(c.get(0)) + ", " + Name.literal(c.get(1)) + "]")
            .collect(Collectors.joining(", ", "array[", "]::text[]")));
  }

  /** First and last token of each item of the select list. */
  private static List<int[]> items(List<Token> tokens) {
    List<int[]> items = new ArrayList<>();
    int depth = 0;
    int start = 1;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      boolean end = depth == 0 && token.isWord("FROM");
      if (end || (depth == 0 && token.is(","))) {
        items.add(new int[] {start, i - 1});
        start = i + 1;
      }
      if (end) {
        return items;
      }
    }
    items.add(new int[] {start, tokens.size() - 1});
    return items;
  }

  /** Name and type of {@code cast(x as type) [as] name}. */
  private static Optional<List<String>> column(Statement statement, int first, int last) {
    List<Token> tokens = statement.tokens();
    if (last - first < 5 || !tokens.get(first).isWord("CAST") || !tokens.get(last).isIdentifier()) {
      return Optional.empty();
    }
    int close = FunctionCalls.closing(tokens, first + 1);
    boolean named = close == last - 1 || (close == last - 2 && tokens.get(last - 1).isWord("AS"));
    int as = close;
    while (as > first && !tokens.get(as).isWord("AS")) {
      as--;
    }
    return named && as > first
        ? Optional.of(List.of(tokens.get(last).identifier(), statement.textOf(as + 1, close - 1)))
        : Optional.empty();
  }
}
