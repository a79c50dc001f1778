package dev.plumbline.sandbox.gateway.sql;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The shape of a statement: its kind, the clauses, functions, types and system views in it, without
 * names and values. Two statements of one shape ask the same of a warehouse, so the set of shapes
 * that a system uses is small enough to be reviewed and tested one by one.
 *
 * @param kind the first words, e.g. {@code CREATE TABLE}
 * @param features sorted; clauses in upper case, functions as {@code name()}, types as {@code
 *     ::name}, system views as {@code @name}
 */
public record StatementShape(String kind, Set<String> features) {
  private static final Set<String> TWO_WORD_KINDS =
      Set.of("CREATE", "ALTER", "DROP", "SET", "SHOW", "START", "RESET", "COMMENT");
  private static final Set<String> CLAUSES =
      Set.of(
          "ALL",
          "ALLOWOVERWRITE",
          "APPEND",
          "BETWEEN",
          "CASCADE",
          "CASE",
          "CLEANPATH",
          "COMPOUND",
          "CSV",
          "CURSOR",
          "DEFAULT",
          "DISTINCT",
          "DISTKEY",
          "DISTSTYLE",
          "DUPLICATES",
          "ENCODE",
          "EXCEPT",
          "EXISTS",
          "FILLRECORD",
          "FULL",
          "GROUP",
          "GZIP",
          "HAVING",
          "IDENTITY",
          "IN",
          "INTEGRATION",
          "INTERSECT",
          "JOIN",
          "LEFT",
          "LIKE",
          "LIMIT",
          "MANIFEST",
          "MATCHED",
          "MAXERROR",
          "MINUS",
          "MODIFY",
          "NULL",
          "OFFSET",
          "ORDER",
          "OVER",
          "OWNER",
          "PARQUET",
          "PARTITION",
          "PRIMARY",
          "REFRESH",
          "RENAME",
          "REPLACE",
          "SELECT",
          "SORTKEY",
          "TEMP",
          "TEMPORARY",
          "TOP",
          "TYPE",
          "UNION",
          "USING",
          "VALUES",
          "VERBOSE",
          "VIEW",
          "WHERE",
          "WITH",
          "COLUMN",
          "ADD",
          "OR",
          "LATE");

  /** The shape of one statement; fails with {@link SqlError} when it cannot be read. */
  public static StatementShape of(String sql) {
    Statement statement = Statement.of(sql);
    String kind = kind(statement);
    Set<String> features = new TreeSet<>();
    FunctionCalls.in(statement).forEach(call -> features.add(call.name().last() + "()"));
    for (int i = 1; i < statement.tokens().size(); i++) {
      feature(statement, i, features);
    }
    if (statement.tokens().stream().anyMatch(token -> token.isWord("BINDING"))) {
      features.add("LATE");
    }
    return new StatementShape(kind, features);
  }

  private static String kind(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement);
    String first = cursor.next().keyword();
    if (!TWO_WORD_KINDS.contains(first)) {
      return first.isEmpty() ? "SELECT" : first;
    }
    cursor.accept("or", "replace");
    cursor.accept("local");
    if (!cursor.accept("temp")) {
      cursor.accept("temporary");
    }
    return first + " " + cursor.peek().keyword();
  }

  private static void feature(Statement statement, int i, Set<String> features) {
    Token token = statement.tokens().get(i);
    String word = token.keyword();
    boolean afterDot = statement.tokens().get(i - 1).is(".");
    if (!afterDot && CLAUSES.contains(word)) {
      features.add(word);
    }
    String name = token.isIdentifier() ? token.identifier() : "";
    if (name.matches("(svv|svl|stv|stl|sys)_.*|pg_(class|namespace|attribute|type|table_def)")) {
      features.add("@" + name);
    }
    if (token.is("::")) {
      features.add("::" + typeAt(statement, i + 1));
    } else if (word.equals("CAST") && i + 1 < statement.tokens().size()) {
      castType(statement, i + 1, features);
    }
  }

  private static void castType(Statement statement, int open, Set<String> features) {
    if (!statement.tokens().get(open).is("(")) {
      return;
    }
    int close = FunctionCalls.closing(statement.tokens(), open);
    for (int i = close; i > open; i--) {
      if (statement.tokens().get(i).isWord("AS")) {
        features.add("::" + typeAt(statement, i + 1));
        return;
      }
    }
  }

  private static String typeAt(Statement statement, int token) {
    try {
      return RedshiftType.parse(new TokenCursor(statement, token)).name();
    } catch (SqlError e) {
      return statement.tokens().get(token).text();
    }
  }

  /** One line, e.g. {@code SELECT [WHERE, crc32(), ::bigint]}. */
  @Override
  public String toString() {
    return kind + features.stream().collect(Collectors.joining(", ", " [", "]"));
  }
}
