package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Edits;
import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import java.util.List;
import java.util.Set;

/**
 * Turns names with a database in them, and the names of an integration database, into the schemas
 * that hold them: {@code zeroetl.blog.users} is {@code "zeroetl$blog".users}.
 */
final class NameRewriter {
  private static final Set<String> HIDDEN_SCHEMAS = Set.of("sandbox", "redshift", "rs_views");

  private final SessionContext context;

  NameRewriter(SessionContext context) {
    this.context = context;
  }

  void rewrite(Statement statement, Edits edits, int from, int to) {
    List<Token> tokens = statement.tokens();
    for (int i = from; i <= to; i++) {
      if (!tokens.get(i).isIdentifier() || (i > 0 && tokens.get(i - 1).is("."))) {
        continue;
      }
      int last = endOfChain(tokens, i);
      boolean called = last + 1 < tokens.size() && tokens.get(last + 1).is("(");
      if (last > i && !(called && last == i + 2)) {
        chain(tokens, edits, i, last);
      }
    }
  }

  /** The name as the server knows it. */
  Name resolve(Name name) {
    List<String> parts = name.parts();
    if (parts.size() == 3 && parts.get(0).equals(SessionContext.LOCAL_DATABASE)) {
      return checked(Name.of(parts.get(1), parts.get(2)));
    }
    if (parts.size() == 3) {
      if (!context.integrationDatabases().contains(parts.get(0))) {
        throw new SqlError("3D000", "database \"" + parts.get(0) + "\" does not exist");
      }
      return Name.of(SessionContext.pgSchema(parts.get(0), parts.get(1)), parts.get(2));
    }
    if (parts.size() == 2 && isOwnSchema(parts.get(0))) {
      return Name.of(SessionContext.pgSchema(context.database(), parts.get(0)), parts.get(1));
    }
    return checked(name);
  }

  /** True for a name whose table lives in an integration database, and so is read-only. */
  boolean isIntegrationTable(Name name) {
    List<String> parts = name.parts();
    return parts.size() == 3
        ? !parts.get(0).equals(SessionContext.LOCAL_DATABASE)
        : context.isIntegrationSession();
  }

  private Name checked(Name name) {
    if (HIDDEN_SCHEMAS.contains(name.schema()) || isPrefixed(name.schema())) {
      throw new SqlError("3F000", "schema \"" + name.schema() + "\" does not exist");
    }
    return name;
  }

  private boolean isPrefixed(String schema) {
    int dollar = schema.indexOf('$');
    return dollar > 0 && context.integrationDatabases().contains(schema.substring(0, dollar));
  }

  private boolean isOwnSchema(String schema) {
    return context.isIntegrationSession() && context.schemasOf(context.database()).contains(schema);
  }

  private static int endOfChain(List<Token> tokens, int first) {
    int last = first;
    while (last + 2 < tokens.size()
        && tokens.get(last + 1).is(".")
        && tokens.get(last + 2).isIdentifier()) {
      last += 2;
    }
    return last;
  }

  private void chain(List<Token> tokens, Edits edits, int first, int last) {
    String head = tokens.get(first).identifier();
    boolean threeParts = last - first >= 4;
    if (threeParts && head.equals(SessionContext.LOCAL_DATABASE)) {
      edits.replace(first, first + 1, "");
    } else if (threeParts && context.integrationDatabases().contains(head)) {
      String schema = tokens.get(first + 2).identifier();
      edits.replace(first, first + 2, Name.quote(SessionContext.pgSchema(head, schema)));
    } else if (isOwnSchema(head)) {
      edits.replace(first, Name.quote(SessionContext.pgSchema(context.database(), head)));
    } else {
      checked(Name.of(head, "any"));
    }
  }
}
