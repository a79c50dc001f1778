package dev.plumbline.sandbox.gateway.translate;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.Token;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** SET, SHOW and RESET of session settings. */
final class Settings {
  /** Settings that mean the same in PostgreSQL. */
  private static final Set<String> SHARED =
      Set.of(
          "application_name",
          "client_encoding",
          "datestyle",
          "extra_float_digits",
          "search_path",
          "statement_timeout",
          "timezone",
          "transaction_read_only",
          "transaction_isolation");

  /** Settings of Redshift's own, with their defaults; kept under {@code redshift.*}. */
  private static final Map<String, String> OWN =
      Map.ofEntries(
          Map.entry("enable_case_sensitive_identifier", "on"),
          Map.entry("query_group", "unset"),
          Map.entry("enable_result_cache_for_session", "on"),
          Map.entry("wlm_query_slot_count", "1"),
          Map.entry("enable_numeric_rounding", "on"),
          Map.entry("json_serialization_enable", "off"),
          Map.entry("json_serialization_parse_nested_strings", "off"),
          Map.entry("describe_field_name_in_uppercase", "off"),
          Map.entry("error_on_nondeterministic_update", "off"),
          Map.entry("analyze_threshold_percent", "10"),
          Map.entry("mv_enable_aqmv_for_session", "on"),
          Map.entry("enable_vacuum_boost", "off"),
          Map.entry("cast_super_null_on_error", "on"),
          Map.entry("navigate_super_null_on_error", "on"),
          Map.entry("parse_super_null_on_error", "off"),
          Map.entry("max_cursor_result_set_size", "default"),
          Map.entry("activate_aqua", "off"),
          Map.entry("readonly", "off"));

  private Settings() {}

  static Plan set(Statement statement, SessionContext context) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    if (cursor.peekWords("session", "authorization")) {
      throw SqlError.notEmulated("SET SESSION AUTHORIZATION");
    }
    if (cursor.accept("session", "characteristics", "as", "transaction")) {
      return new Plan.Forward(statement.text());
    }
    if (cursor.peekWords("transaction")) {
      throw SqlError.notInRedshift("SET TRANSACTION");
    }
    String scope = cursor.accept("local") ? "local " : "";
    if (scope.isEmpty()) {
      cursor.accept("session");
    }
    if (cursor.accept("time", "zone")) {
      return new Plan.Forward("set " + scope + "timezone to " + value(cursor));
    }
    String name = cursor.identifier();
    if (!cursor.acceptSymbol("=")) {
      cursor.expect("to");
    }
    if (name.equals("search_path")) {
      return new Plan.Forward("set " + scope + "search_path to " + searchPath(cursor, context));
    }
    return new Plan.Forward("set " + scope + known(name) + " to " + value(cursor));
  }

  static Plan reset(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    String name = cursor.identifier();
    cursor.expectEnd();
    if (name.equals("all") || name.equals("session")) {
      throw SqlError.notEmulated("RESET " + name.toUpperCase(Locale.ROOT));
    }
    return new Plan.Forward("reset " + known(name));
  }

  static Plan show(Statement statement) {
    TokenCursor cursor = new TokenCursor(statement, 1);
    String name = cursor.identifier();
    if (!cursor.atEnd() || name.equals("all")) {
      throw SqlError.notEmulated("SHOW " + name.toUpperCase(Locale.ROOT));
    }
    if (OWN.containsKey(name)) {
      // PostgreSQL resets a setting that it does not know itself to the empty text.
      String value =
          "coalesce(nullif(current_setting('redshift."
              + name
              + "', true), ''), '"
              + OWN.get(name)
              + "')";
      return new Plan.Forward("select " + value + "::varchar as " + Name.quote(name));
    }
    return new Plan.Forward("show " + known(name));
  }

  private static String known(String name) {
    if (SHARED.contains(name)) {
      return name;
    }
    if (OWN.containsKey(name)) {
      return "redshift." + name;
    }
    throw new SqlError("42704", "unrecognized configuration parameter \"" + name + "\"");
  }

  private static String value(TokenCursor cursor) {
    StringBuilder value = new StringBuilder();
    while (!cursor.atEnd()) {
      Token token = cursor.next();
      value.append(value.length() == 0 || token.is(",") ? "" : " ").append(token.text());
    }
    if (value.length() == 0) {
      throw cursor.unexpected();
    }
    String text = value.toString();
    return Set.of("true", "false").contains(text.toLowerCase(Locale.ROOT))
        ? (text.equalsIgnoreCase("true") ? "on" : "off")
        : text;
  }

  private static String searchPath(TokenCursor cursor, SessionContext context) {
    if (cursor.accept("default")) {
      return "default";
    }
    List<String> schemas = new ArrayList<>();
    do {
      Token token = cursor.next();
      String written = token.isIdentifier() ? token.identifier() : token.stringValue();
      for (String schema : written.split(",", -1)) {
        schemas.add(pathElement(schema.strip(), context));
      }
    } while (cursor.acceptSymbol(","));
    cursor.expectEnd();
    return String.join(", ", schemas);
  }

  private static String pathElement(String schema, SessionContext context) {
    boolean own =
        context.isIntegrationSession() && context.schemasOf(context.database()).contains(schema);
    return Name.quote(own ? SessionContext.pgSchema(context.database(), schema) : schema);
  }
}
