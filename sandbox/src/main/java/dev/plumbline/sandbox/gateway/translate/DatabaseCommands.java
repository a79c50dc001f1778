package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** CREATE DATABASE ... FROM INTEGRATION and ALTER DATABASE ... INTEGRATION. */
final class DatabaseCommands {
  private static final Set<String> BOOLEANS =
      Set.of(
          "acceptinvchars",
          "query_all_states",
          "truncatecolumns",
          "history_mode",
          "auto_remediation");

  private DatabaseCommands() {}

  static Plan create(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement, 2);
    String database = cursor.identifier();
    if (!cursor.accept("from", "integration")) {
      throw SqlError.notEmulated("CREATE DATABASE other than FROM INTEGRATION");
    }
    String integration = cursor.string();
    if (cursor.accept("database")) {
      cursor.string();
    }
    cursor.accept("set");
    String detail = options(cursor);
    return outside(
        "CREATE DATABASE",
        "select sandbox.create_integration_database("
            + Name.literal(database)
            + ", "
            + Name.literal(integration)
            + ", "
            + Name.literal(detail)
            + ")");
  }

  static Plan alter(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement, 2);
    String database = cursor.identifier();
    if (!cursor.accept("integration")) {
      throw SqlError.notEmulated("ALTER DATABASE other than INTEGRATION");
    }
    if (cursor.accept("refresh")) {
      return outside("ALTER DATABASE", refresh(database, cursor));
    }
    cursor.expect("set");
    String detail = options(cursor);
    if (detail.isEmpty()) {
      throw cursor.unexpected();
    }
    return outside("ALTER DATABASE", request(database, "SET", "", "", detail));
  }

  private static List<String> refresh(String database, TokenCursor cursor) {
    for (String scope : List.of("ALL", "INERROR", "REMEDIABLE")) {
      if (cursor.accept(scope, "tables")) {
        return refreshSchemas(database, scope, cursor);
      }
    }
    if (!cursor.accept("table")) {
      cursor.expect("tables");
    }
    List<String> requests = new ArrayList<>();
    do {
      Name table = cursor.name();
      if (table.schema().isEmpty()) {
        throw new SqlError(
            SqlError.SYNTAX, "table \"" + table.last() + "\" must be named with its schema");
      }
      requests.addAll(request(database, "REFRESH", table.schema(), table.last(), ""));
    } while (cursor.acceptSymbol(","));
    cursor.expectEnd();
    return requests;
  }

  private static List<String> refreshSchemas(String database, String scope, TokenCursor cursor) {
    List<String> schemas = new ArrayList<>();
    if (cursor.accept("in", "schema")) {
      do {
        schemas.add(cursor.identifier());
      } while (cursor.acceptSymbol(","));
    } else {
      schemas.add("");
    }
    cursor.expectEnd();
    String detail = scope.equals("ALL") ? "" : scope;
    return schemas.stream()
        .flatMap(schema -> request(database, "REFRESH", schema, "", detail).stream())
        .toList();
  }

  /** Options as {@code name=value} lines, sorted. */
  private static String options(TokenCursor cursor) {
    Map<String, String> options = new TreeMap<>();
    while (!cursor.atEnd()) {
      String name = cursor.identifier();
      cursor.acceptSymbol("=");
      if (name.equals("refresh_interval")) {
        options.put(name, String.valueOf(interval(cursor)));
      } else if (BOOLEANS.contains(name)) {
        options.put(name, bool(cursor));
      } else {
        throw SqlError.notEmulated("the option " + name.toUpperCase(Locale.ROOT));
      }
    }
    return options.entrySet().stream()
        .map(option -> option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static int interval(TokenCursor cursor) {
    int seconds = cursor.integer();
    if (seconds > 432_000) {
      throw new SqlError("22023", "REFRESH_INTERVAL must be between 0 and 432000 seconds");
    }
    return seconds;
  }

  private static String bool(TokenCursor cursor) {
    if (cursor.accept("true")) {
      return "true";
    }
    cursor.expect("false");
    return "false";
  }

  private static List<String> request(
      String database, String kind, String schema, String table, String detail) {
    List<String> arguments = List.of(database, kind, schema, table, detail);
    return List.of(
        "select sandbox.request_integration("
            + arguments.stream().map(Name::literal).collect(Collectors.joining(", "))
            + ")");
  }

  private static Plan outside(String tag, String statement) {
    return outside(tag, List.of(statement));
  }

  private static Plan outside(String tag, List<String> statements) {
    return new Plan.Script(statements, tag, Plan.Where.OUTSIDE_TRANSACTION);
  }
}
