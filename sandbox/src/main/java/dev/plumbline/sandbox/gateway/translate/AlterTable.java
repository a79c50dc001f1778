package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.RedshiftType;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** ALTER TABLE: one action a statement, as in Redshift. */
final class AlterTable {
  private static final String TAG = "ALTER TABLE";

  private final QueryRewriter rewriter;
  private final TokenCursor cursor;

  private AlterTable(QueryRewriter rewriter, TokenCursor cursor) {
    this.rewriter = rewriter;
    this.cursor = cursor;
  }

  static Plan translate(Statement statement, QueryRewriter rewriter) {
    return new AlterTable(rewriter, new TokenCursor(statement, 2)).translate();
  }

  private Plan translate() {
    if (cursor.peekWords("if") || cursor.peekWords("only")) {
      throw SqlError.notInRedshift("ALTER TABLE " + cursor.peek().keyword());
    }
    Name written = cursor.name();
    Writes.refuseIntegration(rewriter.names(), written);
    Name table = rewriter.names().resolve(written);
    Plan plan = action(table);
    if (cursor.peek().is(",")) {
      throw new SqlError(
          SqlError.SYNTAX,
          "syntax error at or near \",\"",
          "Redshift takes one action per ALTER TABLE");
    }
    cursor.expectEnd();
    return plan;
  }

  private Plan action(Name table) {
    String head = "alter table " + table.sql() + " ";
    if (cursor.accept("rename")) {
      return Plan.script(TAG, head + rename());
    }
    if (cursor.accept("owner", "to")) {
      return Plan.script(TAG, head + "owner to " + Name.quote(cursor.identifier()));
    }
    if (cursor.accept("append", "from")) {
      return append(table);
    }
    if (cursor.accept("add")) {
      return add(table, head);
    }
    if (cursor.accept("drop")) {
      return drop(head);
    }
    if (cursor.accept("alter")) {
      return alter(table, head);
    }
    throw SqlError.notEmulated("ALTER TABLE " + cursor.peek().keyword());
  }

  private String rename() {
    if (cursor.accept("to")) {
      return "rename to " + Name.quote(cursor.identifier());
    }
    cursor.accept("column");
    String from = cursor.identifier();
    cursor.expect("to");
    return "rename column " + Name.quote(from) + " to " + Name.quote(cursor.identifier());
  }

  private Plan append(Name table) {
    Name source = rewriter.names().resolve(cursor.name());
    String mode = "";
    if (cursor.accept("ignoreextra") || cursor.accept("filltarget")) {
      mode = cursor.peek(-1).keyword();
    }
    return new Plan.Script(
        List.of(
            "select redshift.append_table("
                + Name.literal(table.sql())
                + "::regclass, "
                + Name.literal(source.sql())
                + "::regclass, "
                + Name.literal(mode)
                + ")"),
        "ALTER TABLE APPEND",
        Plan.Where.OUTSIDE_TRANSACTION);
  }

  private Plan add(Name table, String head) {
    TableAttributes attributes = new TableAttributes();
    Optional<List<String>> constraint = attributes.acceptConstraint(cursor);
    if (constraint.isPresent()) {
      return Plan.script(TAG, attributes.changeSql(table));
    }
    cursor.accept("column");
    ColumnDefinition column = ColumnDefinition.parse(cursor, attributes, rewriter);
    if (column.notNull() && !column.options().contains("default")) {
      throw new SqlError(
          "42601",
          "ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression");
    }
    return Plan.script(TAG, head + "add column " + column.sql(false), attributes.changeSql(table));
  }

  private Plan drop(String head) {
    if (cursor.accept("constraint")) {
      throw SqlError.notEmulated("ALTER TABLE DROP CONSTRAINT");
    }
    cursor.accept("column");
    String column = Name.quote(cursor.identifier());
    boolean cascade = cursor.accept("cascade");
    if (!cascade) {
      cursor.accept("restrict");
    }
    return Plan.script(TAG, head + "drop column " + column + (cascade ? " cascade" : ""));
  }

  private Plan alter(Name table, String head) {
    TableAttributes attributes = new TableAttributes();
    if (cursor.accept("distkey")) {
      attributes.distStyle("KEY");
      attributes.distKey(cursor.identifier());
    } else if (cursor.accept("diststyle")) {
      attributes.distStyle(cursor.identifier());
      if (cursor.accept("distkey")) {
        attributes.distKey(cursor.identifier());
      }
    } else if (cursor.peekWords("sortkey") || cursor.peekWords("compound")) {
      cursor.accept("compound");
      cursor.expect("sortkey");
      attributes.sortKey(sortColumns(), false);
    } else if (cursor.accept("encode", "auto")) {
      return Plan.script(TAG, attributes.changeSql(table));
    } else {
      return alterColumn(table, head, attributes);
    }
    return Plan.script(TAG, attributes.changeSql(table));
  }

  private List<String> sortColumns() {
    return cursor.accept("auto") || cursor.accept("none")
        ? List.of()
        : TableAttributes.columns(cursor);
  }

  private Plan alterColumn(Name table, String head, TableAttributes attributes) {
    cursor.accept("column");
    String column = cursor.identifier();
    if (cursor.accept("encode")) {
      attributes.encode(column, cursor.identifier());
      return Plan.script(TAG, attributes.changeSql(table));
    }
    if (!cursor.accept("type")) {
      throw SqlError.notInRedshift("ALTER COLUMN " + cursor.peek().keyword());
    }
    RedshiftType type = RedshiftType.parse(cursor).inColumn();
    if (!type.isVarchar()) {
      throw new SqlError(
          SqlError.UNSUPPORTED,
          "cannot alter type of column \"" + column + "\": only the size of a VARCHAR can change");
    }
    return new Plan.Script(
        List.of(head + "alter column " + Name.quote(column) + " type " + type.pg()),
        TAG,
        Plan.Where.OUTSIDE_TRANSACTION);
  }

  /** DROP TABLE, VIEW or SCHEMA. */
  static Plan drop(Statement statement, QueryRewriter rewriter) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    String kind = cursor.next().keyword();
    if (!Set.of("TABLE", "VIEW", "SCHEMA").contains(kind)) {
      throw SqlError.notEmulated("DROP " + kind);
    }
    boolean ifExists = cursor.accept("if", "exists");
    List<String> targets = new ArrayList<>();
    do {
      Name written = cursor.name();
      Writes.refuseIntegration(rewriter.names(), written);
      targets.add(rewriter.names().resolve(written).sql());
    } while (cursor.acceptSymbol(","));
    boolean cascade = cursor.accept("cascade");
    if (!cascade) {
      cursor.accept("restrict");
    }
    cursor.expectEnd();
    String sql =
        "drop "
            + kind
            + (ifExists ? " if exists " : " ")
            + targets.stream().collect(Collectors.joining(", "))
            + (cascade ? " cascade" : "");
    return kind.equals("TABLE")
        ? Plan.script("DROP TABLE", sql)
        : Plan.script("DROP " + kind, sql, "select sandbox.drop_unused_view_functions()");
  }
}
