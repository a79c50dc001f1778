package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import dev.plumbline.sandbox.gateway.sql.TokenKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A parsed UNLOAD.
 *
 * @param query as the client wrote it
 * @param format PARQUET or CSV
 * @param options upper case names to values
 */
record UnloadCommand(
    String query, S3Url to, String role, String format, Map<String, String> options) {
  private static final Set<String> NOT_EMULATED =
      Set.of(
          "PARTITION",
          "ENCRYPTED",
          "KMS_KEY_ID",
          "BZIP2",
          "ZSTD",
          "FIXEDWIDTH",
          "ADDQUOTES",
          "ESCAPE",
          "JSON",
          "DELIMITER",
          "ROWGROUPSIZE",
          "MASTER_SYMMETRIC_KEY",
          "CREDENTIALS",
          "ACCESS_KEY_ID",
          "EXTENSION");

  static UnloadCommand parse(String sql) {
    TokenCursor cursor = new TokenCursor(Statement.of(sql), 1);
    cursor.expectSymbol("(");
    String query = cursor.string();
    cursor.expectSymbol(")");
    cursor.expect("to");
    S3Url to = S3Url.parse(cursor.string());
    Map<String, String> options = new LinkedHashMap<>();
    while (!cursor.atEnd()) {
      option(cursor, options);
    }
    String role = options.getOrDefault("IAM_ROLE", "");
    String format = options.getOrDefault("FORMAT", "");
    if (role.isEmpty()) {
      throw new SqlError(
          SqlError.SYNTAX, "UNLOAD needs authorization: an IAM_ROLE parameter is required");
    }
    if (format.isEmpty()) {
      throw SqlError.notEmulated("UNLOAD without FORMAT AS PARQUET or CSV");
    }
    options.remove("IAM_ROLE");
    options.remove("FORMAT");
    return new UnloadCommand(query, to, role, format, Map.copyOf(options)).checked();
  }

  private static void option(TokenCursor cursor, Map<String, String> options) {
    String name = cursor.next().keyword();
    if (NOT_EMULATED.contains(name)) {
      throw SqlError.notEmulated("UNLOAD with " + name);
    }
    switch (name) {
      case "IAM_ROLE" -> options.put(name, cursor.accept("default") ? "default" : cursor.string());
      case "FORMAT" -> {
        cursor.accept("as");
        format(cursor.next().keyword(), options);
      }
      case "PARQUET", "CSV" -> format(name, options);
      case "MANIFEST" -> options.put(name, cursor.accept("verbose") ? "VERBOSE" : "");
      case "HEADER", "GZIP", "ALLOWOVERWRITE", "CLEANPATH" -> options.put(name, "");
      case "PARALLEL" -> options.put(name, parallel(cursor));
      case "MAXFILESIZE" -> options.put(name, String.valueOf(size(cursor)));
      case "NULL" -> {
        cursor.accept("as");
        options.put(name, cursor.string());
      }
      case "REGION" -> {
        cursor.accept("as");
        options.put(name, cursor.string());
      }
      default -> throw SqlError.syntaxAt(cursor.peek(-1).text());
    }
  }

  private static void format(String name, Map<String, String> options) {
    if (!Set.of("PARQUET", "CSV").contains(name)) {
      throw SqlError.notEmulated("UNLOAD with FORMAT " + name);
    }
    options.put("FORMAT", name);
  }

  private static String parallel(TokenCursor cursor) {
    if (cursor.accept("off") || cursor.accept("false")) {
      return "OFF";
    }
    if (!cursor.accept("on")) {
      cursor.accept("true");
    }
    return "ON";
  }

  private static long size(TokenCursor cursor) {
    cursor.accept("as");
    if (cursor.peek().kind() != TokenKind.NUMBER) {
      throw cursor.unexpected();
    }
    double amount = Double.parseDouble(cursor.next().text());
    double bytes = cursor.accept("gb") ? amount * (1L << 30) : amount * (1L << 20);
    cursor.accept("mb");
    if (bytes < 5.0 * (1L << 20) || bytes > 6.2 * (1L << 30)) {
      throw new SqlError("22023", "MAXFILESIZE must be between 5 MB and 6.2 GB");
    }
    return (long) bytes;
  }

  private UnloadCommand checked() {
    if (has("ALLOWOVERWRITE") && has("CLEANPATH")) {
      throw new SqlError(SqlError.SYNTAX, "ALLOWOVERWRITE and CLEANPATH cannot be combined");
    }
    if (format.equals("PARQUET")) {
      for (String option : Set.of("HEADER", "GZIP", "NULL")) {
        if (has(option)) {
          throw new SqlError(
              SqlError.UNSUPPORTED, option + " is not supported for UNLOAD to PARQUET");
        }
      }
    }
    return this;
  }

  boolean has(String option) {
    return options.containsKey(option);
  }
}
