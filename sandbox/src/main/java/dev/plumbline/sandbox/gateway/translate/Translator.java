package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Edits;
import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The allow-list of statements: decides what is done with each, or refuses it with a {@link
 * SqlError}.
 */
public final class Translator {
  private static final Set<String> POSTGRES_ONLY =
      Set.of(
          "SAVEPOINT",
          "RELEASE",
          "DO",
          "LISTEN",
          "UNLISTEN",
          "NOTIFY",
          "REINDEX",
          "CLUSTER",
          "DISCARD",
          "CHECKPOINT",
          "LOAD",
          "REASSIGN",
          "SECURITY",
          "IMPORT",
          "REFRESH INDEX",
          "VALUES",
          "TABLE",
          "MOVE");
  private static final Set<String> POSTGRES_ONLY_OBJECTS =
      Set.of(
          "INDEX",
          "TRIGGER",
          "SEQUENCE",
          "DOMAIN",
          "TYPE",
          "EXTENSION",
          "RULE",
          "OPERATOR",
          "CAST",
          "AGGREGATE",
          "COLLATION",
          "CONVERSION",
          "SERVER",
          "FOREIGN",
          "TABLESPACE",
          "PUBLICATION",
          "SUBSCRIPTION",
          "EVENT",
          "STATISTICS",
          "UNLOGGED",
          "POLICY",
          "TEXT",
          "ACCESS",
          "UNIQUE",
          "RECURSIVE",
          "TRANSFORM",
          "CONSTRAINT",
          "GLOBAL");

  private final SessionContext context;
  private final QueryRewriter rewriter;

  public Translator(SessionContext context) {
    this.context = context;
    this.rewriter = new QueryRewriter(context);
  }

  /** Fails with {@link SqlError} for what Redshift would refuse and for what is not emulated. */
  public Plan translate(Statement written) {
    Statement statement = context.caseSensitiveIdentifiers() ? written : written.folded();
    TokenCursor cursor = new TokenCursor(statement);
    String first = cursor.peek().is("(") ? "SELECT" : cursor.peek().keyword();
    return switch (first) {
      case "SELECT", "WITH" -> new Plan.Forward(rewriter.rewrite(statement));
      case "INSERT", "UPDATE", "DELETE" -> change(statement, first);
      case "MERGE" -> Merge.translate(statement, rewriter);
      case "TRUNCATE" -> truncate(statement);
      case "COPY" -> new Plan.Copy(statement.text());
      case "UNLOAD" -> new Plan.Unload(statement.text());
      case "CREATE" -> create(statement);
      case "ALTER" -> alter(statement);
      case "DROP" -> AlterTable.drop(statement, rewriter);
      case "SET" -> Settings.set(statement, context);
      case "SHOW" -> Settings.show(statement);
      case "RESET" -> Settings.reset(statement);
      case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT" -> transaction(statement);
      default -> other(statement, first);
    };
  }

  private Plan other(Statement statement, String first) {
    return switch (first) {
      case "GRANT", "REVOKE" -> Grants.translate(statement, rewriter);
      case "EXPLAIN" -> explain(statement);
      case "DECLARE", "FETCH", "CLOSE", "PREPARE", "EXECUTE", "DEALLOCATE", "COMMENT" ->
          new Plan.Forward(rewriter.rewrite(statement));
      case "LOCK" -> new Plan.Forward(rewriter.rewrite(statement));
      case "ANALYZE", "ANALYSE" -> analyze(statement);
      case "VACUUM" -> vacuum(statement);
      case "CANCEL" -> cancel(statement);
      case "CALL" -> throw SqlError.notEmulated("stored procedures");
      case "" -> throw SqlError.syntaxAt(statement.tokens().get(0).text());
      default -> throw unknown(first);
    };
  }

  private static SqlError unknown(String word) {
    if (POSTGRES_ONLY.contains(word)) {
      return SqlError.notInRedshift(word);
    }
    return Set.of("USE", "ATTACH", "DETACH", "REFRESH", "DESC").contains(word)
        ? SqlError.notEmulated(word)
        : SqlError.syntaxAt(word.toLowerCase(Locale.ROOT));
  }

  private Plan create(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement);
    if (CreateTable.matches(cursor)) {
      return CreateTable.translate(statement, rewriter);
    }
    if (CreateView.matches(cursor)) {
      return CreateView.translate(statement, rewriter);
    }
    cursor.next();
    String object = cursor.peek().keyword();
    if (cursor.accept("or", "replace")) {
      object = cursor.peek().keyword();
      if (object.equals("TABLE")) {
        throw SqlError.notInRedshift("CREATE OR REPLACE TABLE");
      }
    }
    return switch (object) {
      case "SCHEMA" -> createSchema(statement);
      case "DATABASE" -> DatabaseCommands.create(statement);
      default -> throw refuseObject("CREATE", object, statement);
    };
  }

  private static SqlError refuseObject(String verb, String object, Statement statement) {
    boolean plpgsql =
        object.equals("FUNCTION")
            && statement.tokens().stream().anyMatch(token -> token.isWord("plpgsql"));
    return POSTGRES_ONLY_OBJECTS.contains(object) || plpgsql
        ? SqlError.notInRedshift(verb + " " + object + (plpgsql ? " ... LANGUAGE plpgsql" : ""))
        : SqlError.notEmulated(verb + " " + object);
  }

  private Plan createSchema(Statement statement) {
    if (context.isIntegrationSession()) {
      Writes.refuseIntegration(rewriter.names(), Name.of("schema"));
    }
    TokenCursor cursor = new TokenCursor(statement, 2);
    boolean ifNotExists = cursor.accept("if", "not", "exists");
    Name schema = rewriter.names().resolve(Name.of(cursor.identifier(), "any"));
    String sql =
        "create schema " + (ifNotExists ? "if not exists " : "") + Name.quote(schema.schema());
    if (cursor.accept("authorization")) {
      sql += " authorization " + Name.quote(cursor.identifier());
    }
    if (cursor.accept("quota")) {
      throw SqlError.notEmulated("CREATE SCHEMA ... QUOTA");
    }
    cursor.expectEnd();
    return Plan.script("CREATE SCHEMA", sql);
  }

  private Plan alter(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    String object = cursor.peek().keyword();
    return switch (object) {
      case "TABLE" -> AlterTable.translate(statement, rewriter);
      case "DATABASE" -> DatabaseCommands.alter(statement);
      case "SCHEMA" -> alterSchema(cursor);
      default -> throw refuseObject("ALTER", object, statement);
    };
  }

  private Plan alterSchema(TokenCursor cursor) {
    cursor.next();
    Name schema = rewriter.names().resolve(Name.of(cursor.identifier(), "any"));
    String head = "alter schema " + Name.quote(schema.schema());
    String action = cursor.accept("rename", "to") ? " rename to " : "";
    if (action.isEmpty()) {
      cursor.expect("owner", "to");
      action = " owner to ";
    }
    String target = Name.quote(cursor.identifier());
    cursor.expectEnd();
    return Plan.script("ALTER SCHEMA", head + action + target);
  }

  private Plan change(Statement statement, String verb) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    boolean from = cursor.accept("into") || cursor.accept("from");
    if (verb.equals("INSERT") && !from) {
      throw cursor.unexpected();
    }
    Name target = cursor.name();
    Writes.refuseIntegration(rewriter.names(), target);
    Edits edits = new Edits(statement);
    rewriter.collect(statement, edits, 0, statement.tokens().size() - 1);
    if (verb.equals("DELETE") && !from) {
      edits.insertAfter(0, " from");
    }
    return new Plan.Forward(edits.apply());
  }

  private Plan truncate(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    cursor.accept("table");
    Name written = cursor.name();
    Writes.refuseIntegration(rewriter.names(), written);
    if (!cursor.atEnd()) {
      throw cursor.unexpected();
    }
    String sql = "truncate table " + rewriter.names().resolve(written).sql();
    return new Plan.Script(List.of(sql), "TRUNCATE TABLE", Plan.Where.COMMITS);
  }

  private static Plan transaction(Statement statement) {
    for (Token token : statement.tokens()) {
      if (token.isWord("PREPARED") || token.isWord("CHAIN") || token.isWord("DEFERRABLE")) {
        throw SqlError.notInRedshift(token.keyword());
      }
      if (token.isWord("TO") || token.isWord("SAVEPOINT")) {
        throw SqlError.notInRedshift("SAVEPOINT");
      }
    }
    return new Plan.Forward(statement.text());
  }

  private Plan explain(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    if (cursor.peekWords("analyze") || cursor.peek().is("(")) {
      throw SqlError.notInRedshift("EXPLAIN ANALYZE");
    }
    cursor.accept("verbose");
    Statement inner = Statement.of(statement.textOf(cursor.index(), statement.tokens().size() - 1));
    if (translate(inner) instanceof Plan.Forward forward) {
      return new Plan.Forward("explain " + forward.sql());
    }
    throw SqlError.notEmulated("EXPLAIN " + inner.tokens().get(0).keyword());
  }

  private Plan analyze(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    if (cursor.accept("compression")) {
      throw SqlError.notEmulated("ANALYZE COMPRESSION");
    }
    cursor.accept("verbose");
    String table = cursor.atEnd() ? "" : " " + rewriter.names().resolve(cursor.name()).sql();
    return Plan.script("ANALYZE", "analyze" + table);
  }

  private Plan vacuum(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    for (String mode : List.of("full", "reindex", "recluster")) {
      cursor.accept(mode);
    }
    cursor.accept("sort", "only");
    cursor.accept("delete", "only");
    String table = "";
    if (cursor.peek().isIdentifier() && !cursor.peekWords("to")) {
      table = " " + rewriter.names().resolve(cursor.name()).sql();
    }
    return new Plan.Script(List.of("vacuum" + table), "VACUUM", Plan.Where.OUTSIDE_TRANSACTION);
  }

  private static Plan cancel(Statement statement) {
    int pid = new TokenCursor(statement, 1).integer();
    return Plan.script("CANCEL", "select pg_cancel_backend(" + pid + ")");
  }

  /** The rewritten form of a query that stands inside another statement, such as UNLOAD. */
  public String query(String sql) {
    Statement statement = Statement.of(sql);
    if (!statement.startsWith("select") && !statement.startsWith("with")) {
      throw new SqlError(SqlError.SYNTAX, "UNLOAD takes a SELECT statement");
    }
    return rewriter.rewrite(statement);
  }

  /** The table that a load writes to, as the server knows it. */
  public Name loadTarget(Name written) {
    Writes.refuseIntegration(rewriter.names(), written);
    return rewriter.names().resolve(written);
  }
}
