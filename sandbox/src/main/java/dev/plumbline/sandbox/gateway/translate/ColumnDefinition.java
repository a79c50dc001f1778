package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.RedshiftType;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.List;

/**
 * One column of CREATE TABLE or ALTER TABLE ADD.
 *
 * @param options the rest of PostgreSQL's definition: default, identity, NOT NULL, length checks
 */
record ColumnDefinition(String name, RedshiftType type, String options, boolean notNull) {

  /** Reads a definition; what only Redshift knows goes into the attributes. */
  static ColumnDefinition parse(
      TokenCursor cursor, TableAttributes attributes, QueryRewriter rewriter) {
    String name = cursor.identifier();
    RedshiftType type = RedshiftType.parse(cursor).inColumn();
    StringBuilder options = new StringBuilder();
    boolean notNull = false;
    while (!cursor.atEnd() && !cursor.peek().is(",") && !cursor.peek().is(")")) {
      if (cursor.accept("not", "null")) {
        notNull = true;
      } else if (cursor.accept("primary", "key")) {
        attributes.primaryKey(List.of(name));
        notNull = true;
      } else if (cursor.accept("default")) {
        options.append(" default ").append(expression(cursor, rewriter));
      } else if (cursor.peekWords("identity") || cursor.peekWords("generated")) {
        options.append(identity(cursor));
        notNull = true;
      } else if (cursor.accept("collate")) {
        throw SqlError.notEmulated("COLLATE " + cursor.identifier());
      } else if (!cursor.accept("null") && !attributes.acceptColumnAttribute(cursor, name)) {
        throw cursor.unexpected();
      }
    }
    if (type.isVarbyte()) {
      options.append(' ').append(RedshiftType.varbyteCheck(name, type.first()));
    }
    return new ColumnDefinition(name, type, options.toString(), notNull);
  }

  private static String expression(TokenCursor cursor, QueryRewriter rewriter) {
    int first = cursor.index();
    int depth = 0;
    while (!cursor.atEnd() && !(depth == 0 && endsExpression(cursor))) {
      depth += cursor.peek().is("(") ? 1 : cursor.peek().is(")") ? -1 : 0;
      cursor.next();
    }
    return rewriter.rewrite(cursor.statement(), first, cursor.index() - 1);
  }

  private static boolean endsExpression(TokenCursor cursor) {
    return cursor.peek().is(",")
        || cursor.peek().is(")")
        || cursor.peekWords("not", "null")
        || cursor.peekWords("encode")
        || cursor.peekWords("primary")
        || cursor.peekWords("unique")
        || cursor.peekWords("references")
        || cursor.peekWords("distkey")
        || cursor.peekWords("sortkey");
  }

  private static String identity(TokenCursor cursor) {
    boolean byDefault = cursor.accept("generated", "by", "default", "as");
    cursor.expect("identity");
    cursor.expectSymbol("(");
    int seed = cursor.integer();
    cursor.expectSymbol(",");
    int step = cursor.integer();
    cursor.expectSymbol(")");
    return " generated "
        + (byDefault ? "by default" : "always")
        + " as identity (start with "
        + seed
        + " increment by "
        + step
        + " minvalue "
        + Math.min(seed, 1)
        + ")";
  }

  String sql(boolean forceNotNull) {
    boolean required = notNull || forceNotNull;
    return Name.quote(name) + " " + type.pg() + options + (required ? " not null" : "");
  }
}
