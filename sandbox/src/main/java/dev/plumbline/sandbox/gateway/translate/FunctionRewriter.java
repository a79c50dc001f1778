package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Edits;
import dev.plumbline.sandbox.gateway.sql.FunctionCalls;
import dev.plumbline.sandbox.gateway.sql.FunctionCalls.Call;
import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.sql.TokenKind;
import java.util.List;
import java.util.Set;

/**
 * Checks function calls against the allow-list and turns Redshift's own into what the server has.
 */
final class FunctionRewriter {
  private static final String PROVIDER = "redshift.";

  private final Statement statement;
  private final List<Token> tokens;
  private final Edits edits;
  private final boolean catalogQuery;

  FunctionRewriter(Statement statement, Edits edits, boolean catalogQuery) {
    this.statement = statement;
    this.tokens = statement.tokens();
    this.edits = edits;
    this.catalogQuery = catalogQuery;
  }

  void rewrite(int from, int to) {
    for (Call call : FunctionCalls.in(statement)) {
      if (call.first() >= from && call.last() <= to) {
        rewrite(call);
      }
    }
    for (int i = from; i <= to; i++) {
      bareFunction(i);
    }
  }

  private void bareFunction(int i) {
    Token token = tokens.get(i);
    boolean called = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
    boolean partOfName =
        (i > 0 && tokens.get(i - 1).is("."))
            || (i + 1 < tokens.size() && tokens.get(i + 1).is("."));
    if (token.isWord("SYSDATE") && !called && !partOfName) {
      edits.replace(i, PROVIDER + "sysdate()");
    }
  }

  private void rewrite(Call call) {
    Name name = call.name();
    if (catalogQuery && name.schema().equals("information_schema")) {
      return;
    }
    if (!name.schema().isEmpty() && !name.schema().equals("pg_catalog")) {
      throw SqlError.notEmulated(
          "user-defined functions such as " + String.join(".", name.parts()));
    }
    switch (Functions.origin(name.last())) {
      case EMULATED -> {
        if (!HashDigits.rewrite(tokens, call, edits)) {
          edits.replace(call.first(), call.last(), PROVIDER + name.last());
        }
      }
      case REWRITTEN -> special(call);
      case POSTGRES -> {}
      case UNKNOWN -> {
        if (!catalogQuery) {
          throw unknown(name.last());
        }
      }
    }
  }

  private static SqlError unknown(String name) {
    return POSTGRES_ONLY.contains(name)
        ? SqlError.notInRedshift("the function " + name)
        : SqlError.notEmulated("the function " + name);
  }

  private static final Set<String> POSTGRES_ONLY =
      Set.of(
          "array_agg",
          "array_length",
          "array_to_string",
          "format",
          "gen_random_uuid",
          "generate_series",
          "json_agg",
          "json_build_object",
          "jsonb_agg",
          "jsonb_build_object",
          "jsonb_each",
          "jsonb_array_elements",
          "make_date",
          "pg_sleep",
          "regexp_matches",
          "regexp_split_to_table",
          "row_to_json",
          "sha256",
          "sha512",
          "string_agg",
          "string_to_array",
          "to_json",
          "to_jsonb",
          "unnest",
          "uuidv7",
          "width_bucket",
          "crc32c",
          "encode",
          "decode_hex",
          "nextval",
          "currval",
          "setval",
          "clock_timestamp",
          "statement_timestamp",
          "make_timestamp");

  private void special(Call call) {
    switch (call.name().last()) {
      case "nvl" -> edits.replace(call.first(), call.last(), "coalesce");
      case "any_value" -> edits.replace(call.first(), call.last(), "any_value");
      case "date_part_year" -> {
        edits.replace(call.first(), call.last(), "date_part");
        edits.insertAfter(call.last() + 1, "'year', ");
      }
      case "datediff", "dateadd", "date_part" -> datePart(call);
      case "listagg" -> listagg(call);
      default -> throw SqlError.notEmulated("the function " + call.name().last());
    }
  }

  /** {@code datediff(day, a, b)} names the part with a bare word. */
  private void datePart(Call call) {
    String name = call.name().last();
    edits.replace(call.first(), call.last(), name.equals("date_part") ? name : PROVIDER + name);
    int argument = call.last() + 2;
    Token part = tokens.get(argument);
    if (part.isIdentifier()) {
      edits.replace(argument, Name.literal(part.identifier()));
    } else if (part.kind() != TokenKind.STRING) {
      throw SqlError.syntaxAt(part.text());
    }
  }

  /** {@code listagg(x [, d]) [within group (order by y)]} is {@code listagg(x, d order by y)}. */
  private void listagg(Call call) {
    int open = call.last() + 1;
    int close = FunctionCalls.closing(tokens, open);
    int start = tokens.get(open + 1).isWord("DISTINCT") ? open + 2 : open + 1;
    int comma = topLevelComma(start, close);
    edits.replace(call.first(), call.last(), PROVIDER + "listagg");
    edits.insertBefore(start, "(");
    edits.insertAfter((comma < 0 ? close : comma) - 1, ")::varchar");
    if (comma < 0) {
      edits.insertBefore(close, ", ''");
    }
    if (close + 3 < tokens.size()
        && tokens.get(close + 1).isWord("WITHIN")
        && tokens.get(close + 2).isWord("GROUP")) {
      edits.delete(close, close + 3);
    }
  }

  private int topLevelComma(int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      Token token = tokens.get(i);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (depth == 0 && token.is(",")) {
        return i;
      }
    }
    return -1;
  }
}
