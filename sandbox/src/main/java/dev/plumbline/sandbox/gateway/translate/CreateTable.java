package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** CREATE TABLE in its three forms: with columns, LIKE another table, AS a query. */
final class CreateTable {
  private final QueryRewriter rewriter;
  private final TokenCursor cursor;
  private final TableAttributes attributes = new TableAttributes();
  private final Map<String, ColumnDefinition> columns = new LinkedHashMap<>();
  private final List<String> likes = new ArrayList<>();
  private final Set<String> required = new HashSet<>();

  private CreateTable(QueryRewriter rewriter, TokenCursor cursor) {
    this.rewriter = rewriter;
    this.cursor = cursor;
  }

  static boolean matches(TokenCursor cursor) {
    TokenCursor look = new TokenCursor(cursor.statement(), 1);
    acceptTemporary(look);
    return look.accept("table");
  }

  static Plan translate(Statement statement, QueryRewriter rewriter) {
    return new CreateTable(rewriter, new TokenCursor(statement, 1)).translate();
  }

  private static boolean acceptTemporary(TokenCursor cursor) {
    cursor.accept("local");
    return cursor.accept("temp") || cursor.accept("temporary");
  }

  private Plan translate() {
    boolean temporary = acceptTemporary(cursor);
    cursor.expect("table");
    boolean ifNotExists = cursor.accept("if", "not", "exists");
    Name written = cursor.name();
    Writes.refuseIntegration(rewriter.names(), written);
    Name table = rewriter.names().resolve(written);
    String head =
        "create "
            + (temporary ? "temp " : "")
            + "table "
            + (ifNotExists ? "if not exists " : "")
            + table.sql();
    if (isColumnList()) {
      return withColumns(head, table);
    }
    return asQuery(head, table);
  }

  /** A parenthesis after the name opens column definitions, or the bare column names of a CTAS. */
  private boolean isColumnList() {
    if (!cursor.peek().is("(")) {
      return false;
    }
    return !(cursor.peek(1).isIdentifier() && (cursor.peek(2).is(",") || cursor.peek(2).is(")")));
  }

  private Plan withColumns(String head, Name table) {
    cursor.expectSymbol("(");
    do {
      item();
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    while (!cursor.atEnd() && attributes.acceptTableAttribute(cursor)) {
      // each call reads one attribute
    }
    cursor.expectEnd();
    if (likes.isEmpty()) {
      attributes.check(columns.keySet());
    }
    String body =
        columns.values().stream()
            .map(column -> column.sql(required.contains(column.name())))
            .collect(Collectors.joining(", "));
    List<String> parts = new ArrayList<>(likes);
    if (!body.isEmpty()) {
      parts.add(body);
    }
    return Plan.script(
        "CREATE TABLE", head + " (" + String.join(", ", parts) + ")", attributes.noteSql(table));
  }

  private void item() {
    if (cursor.accept("like")) {
      like();
      return;
    }
    Optional<List<String>> keyColumns = attributes.acceptConstraint(cursor);
    if (keyColumns.isPresent()) {
      required.addAll(keyColumns.get());
      return;
    }
    ColumnDefinition column = ColumnDefinition.parse(cursor, attributes, rewriter);
    if (columns.putIfAbsent(column.name(), column) != null) {
      throw new SqlError("42701", "column \"" + column.name() + "\" specified more than once");
    }
  }

  private void like() {
    Name parent = rewriter.names().resolve(cursor.name());
    boolean defaults = cursor.accept("including", "defaults");
    if (!defaults) {
      cursor.accept("excluding", "defaults");
    }
    likes.add(
        "like "
            + parent.sql()
            + " including constraints"
            + (defaults ? " including defaults" : ""));
    attributes.like(parent);
  }

  private Plan asQuery(String head, Name table) {
    String names = "";
    if (cursor.peek().is("(")) {
      List<String> listed = TableAttributes.columns(cursor);
      names = listed.stream().map(Name::quote).collect(Collectors.joining(", ", " (", ")"));
    }
    while (attributes.acceptTableAttribute(cursor)) {
      // each call reads one attribute
    }
    cursor.expect("as");
    Statement statement = cursor.statement();
    String query = rewriter.rewrite(statement, cursor.index(), statement.tokens().size() - 1);
    return Plan.script("SELECT", head + names + " as " + query, attributes.noteSql(table));
  }
}
