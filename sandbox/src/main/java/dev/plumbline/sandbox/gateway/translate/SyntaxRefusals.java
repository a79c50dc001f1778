package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.sql.TokenKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Refuses, inside queries and data changes, what PostgreSQL has and Redshift has not, and the
 * reverse.
 */
final class SyntaxRefusals {

  private static final Map<String, String> NOT_IN_REDSHIFT =
      Map.ofEntries(
          Map.entry("ON CONFLICT", "ON CONFLICT"),
          Map.entry("RETURNING", "RETURNING"),
          Map.entry("LATERAL", "LATERAL"),
          Map.entry("TABLESAMPLE", "TABLESAMPLE"),
          Map.entry("FILTER (", "FILTER"),
          Map.entry("DISTINCT ON", "DISTINCT ON"),
          Map.entry("FOR UPDATE", "FOR UPDATE"),
          Map.entry("FOR SHARE", "FOR SHARE"),
          Map.entry("FOR NO", "FOR NO KEY UPDATE"),
          Map.entry("FETCH FIRST", "FETCH FIRST"),
          Map.entry("WITH ORDINALITY", "WITH ORDINALITY"),
          Map.entry("ARRAY [", "an array constructor"),
          Map.entry("AS MATERIALIZED", "WITH ... AS MATERIALIZED"),
          Map.entry("NOT MATERIALIZED", "WITH ... AS NOT MATERIALIZED"),
          Map.entry("OVERRIDING SYSTEM", "OVERRIDING SYSTEM VALUE"),
          Map.entry("DO NOTHING", "DO NOTHING"),
          Map.entry("ROWS FROM", "ROWS FROM"));

  private static final Map<String, String> NOT_EMULATED =
      Map.ofEntries(
          Map.entry("QUALIFY", "QUALIFY"),
          Map.entry("UNPIVOT", "UNPIVOT"),
          Map.entry("PIVOT (", "PIVOT"),
          Map.entry("CONNECT BY", "CONNECT BY"),
          Map.entry("START WITH", "CONNECT BY"),
          Map.entry("APPROXIMATE", "APPROXIMATE aggregates"),
          Map.entry("EXCLUDE (", "SELECT * EXCLUDE"),
          Map.entry("RATIO_TO_REPORT (", "RATIO_TO_REPORT"),
          Map.entry("MEDIAN (", "MEDIAN"),
          Map.entry("DECODE (", "DECODE"));

  private static final Set<String> JSON_OPERATORS =
      Set.of("->", "->>", "#>", "#>>", "@>", "<@", "?", "?|", "?&", "@?", "@@", "#-", "&&", "^@");

  private SyntaxRefusals() {}

  static void check(Statement statement, int from, int to) {
    List<Token> tokens = statement.tokens();
    for (int i = from; i <= to; i++) {
      Token token = tokens.get(i);
      if (token.kind() == TokenKind.OPERATOR && JSON_OPERATORS.contains(token.text())) {
        throw SqlError.notInRedshift("the operator " + token.text());
      }
      if (token.is("[")) {
        if (i > 1 && tokens.get(i - 2).is("::")) {
          throw SqlError.notInRedshift("an array type");
        }
        throw SqlError.notEmulated("navigation into SUPER with [ ]");
      }
      if (token.kind() == TokenKind.WORD) {
        words(tokens, i);
      }
    }
  }

  private static void words(List<Token> tokens, int i) {
    String word = tokens.get(i).keyword();
    String next = i + 1 < tokens.size() ? tokens.get(i + 1).text().toUpperCase(Locale.ROOT) : "";
    String pair = word + " " + next;
    boolean isName = i > 0 && tokens.get(i - 1).is(".");
    if (isName) {
      return;
    }
    refuse(NOT_IN_REDSHIFT, word, pair, true);
    refuse(NOT_EMULATED, word, pair, false);
  }

  private static void refuse(
      Map<String, String> refused, String word, String pair, boolean postgresOnly) {
    String what = refused.getOrDefault(pair, refused.get(word));
    if (what != null) {
      throw postgresOnly ? SqlError.notInRedshift(what) : SqlError.notEmulated(what);
    }
  }
}
