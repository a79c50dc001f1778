package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.sql.Statement;
import dev.plumbline.sandbox.gateway.sql.TokenCursor;
import dev.plumbline.sandbox.gateway.sql.TokenKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A parsed COPY.
 *
 * @param columns the column list, or empty for all
 * @param format PARQUET or CSV
 * @param options upper case names to values; an option without a value has the empty string
 */
record CopyCommand(
    Name table,
    List<String> columns,
    S3Url from,
    String role,
    String format,
    Map<String, String> options) {

  private static final Set<String> PARQUET_OPTIONS =
      Set.of("MANIFEST", "FILLRECORD", "ACCEPTINVCHARS", "STATUPDATE", "EXPLICIT_IDS");
  private static final Set<String> FLAGS =
      Set.of(
          "MANIFEST",
          "FILLRECORD",
          "EXPLICIT_IDS",
          "EMPTYASNULL",
          "BLANKSASNULL",
          "TRUNCATECOLUMNS",
          "TRIMBLANKS",
          "GZIP",
          "NOLOAD",
          "ROUNDEC",
          "IGNOREBLANKLINES");
  private static final Set<String> SWITCHES = Set.of("STATUPDATE", "COMPUPDATE");
  private static final Set<String> STRINGS =
      Set.of("QUOTE", "DELIMITER", "NULL", "DATEFORMAT", "TIMEFORMAT", "REGION", "ENCODING");
  private static final Set<String> NUMBERS = Set.of("IGNOREHEADER", "MAXERROR");
  private static final Set<String> NOT_EMULATED =
      Set.of(
          "BZIP2",
          "LZOP",
          "ZSTD",
          "ESCAPE",
          "FIXEDWIDTH",
          "REMOVEQUOTES",
          "ACCEPTANYDATE",
          "READRATIO",
          "ENCRYPTED",
          "SSH",
          "JSON",
          "AVRO",
          "ORC",
          "SHAPEFILE",
          "SERIALIZETOJSON",
          "COMPROWS",
          "MASTER_SYMMETRIC_KEY",
          "AUTO");

  static CopyCommand parse(String sql) {
    TokenCursor cursor = new TokenCursor(Statement.of(sql), 1);
    if (cursor.peek().is("(")) {
      throw SqlError.notInRedshift("COPY of a query");
    }
    Name table = cursor.name();
    List<String> columns = cursor.peek().is("(") ? columns(cursor) : List.of();
    if (cursor.peekWords("to") || !cursor.accept("from")) {
      throw SqlError.notInRedshift("COPY ... TO");
    }
    if (cursor.peek().kind() != TokenKind.STRING) {
      throw SqlError.notInRedshift(
          "COPY ... FROM " + cursor.peek().text().toUpperCase(Locale.ROOT));
    }
    S3Url from = S3Url.parse(cursor.string());
    Map<String, String> options = new LinkedHashMap<>();
    while (!cursor.atEnd()) {
      option(cursor, options);
    }
    String format = options.getOrDefault("FORMAT", "");
    String role = options.getOrDefault("IAM_ROLE", "");
    options.remove("FORMAT");
    options.remove("IAM_ROLE");
    return new CopyCommand(table, columns, from, role, format, Map.copyOf(options)).checked();
  }

  private static List<String> columns(TokenCursor cursor) {
    List<String> columns = new ArrayList<>();
    cursor.expectSymbol("(");
    do {
      columns.add(cursor.identifier());
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return List.copyOf(columns);
  }

  private static void option(TokenCursor cursor, Map<String, String> options) {
    String name = cursor.next().keyword();
    if (NOT_EMULATED.contains(name)) {
      throw SqlError.notEmulated("COPY with " + name);
    } else if (FLAGS.contains(name)) {
      put(options, name, "");
    } else if (SWITCHES.contains(name)) {
      put(options, name, onOrOff(cursor));
    } else if (NUMBERS.contains(name)) {
      cursor.accept("as");
      put(options, name, String.valueOf(cursor.integer()));
    } else if (STRINGS.contains(name)) {
      cursor.accept("as");
      put(options, name, name.equals("ENCODING") ? encoding(cursor) : cursor.string());
    } else {
      special(name, cursor, options);
    }
  }

  private static void special(String name, TokenCursor cursor, Map<String, String> options) {
    switch (name) {
      case "IAM_ROLE" -> put(options, name, cursor.accept("default") ? "default" : cursor.string());
      case "CREDENTIALS", "WITH" -> credentials(name, cursor, options);
      case "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN" ->
          throw SqlError.notEmulated("COPY with access keys; use IAM_ROLE");
      case "FORMAT" -> {
        cursor.accept("as");
        format(cursor.next().keyword(), options);
      }
      case "CSV", "PARQUET" -> format(name, options);
      case "ACCEPTINVCHARS" -> {
        cursor.accept("as");
        put(options, name, cursor.peek().kind() == TokenKind.STRING ? cursor.string() : "?");
      }
      default -> throw SqlError.syntaxAt(cursor.peek(-1).text());
    }
  }

  private static void credentials(String name, TokenCursor cursor, Map<String, String> options) {
    if (name.equals("WITH")) {
      cursor.expect("credentials");
    }
    cursor.accept("as");
    String text = cursor.string();
    if (!text.startsWith("aws_iam_role=")) {
      throw SqlError.notEmulated("COPY with access keys; use IAM_ROLE");
    }
    put(options, "IAM_ROLE", text.substring("aws_iam_role=".length()));
  }

  private static void format(String name, Map<String, String> options) {
    if (!Set.of("CSV", "PARQUET").contains(name)) {
      throw SqlError.notEmulated("COPY with FORMAT " + name);
    }
    put(options, "FORMAT", name);
  }

  private static String onOrOff(TokenCursor cursor) {
    for (String value : List.of("on", "off", "true", "false", "preset")) {
      if (cursor.accept(value)) {
        return value;
      }
    }
    return "on";
  }

  private static String encoding(TokenCursor cursor) {
    String encoding =
        cursor.peek().kind() == TokenKind.STRING ? cursor.string() : cursor.identifier();
    if (!encoding.equalsIgnoreCase("utf8")) {
      throw SqlError.notEmulated("COPY with ENCODING " + encoding.toUpperCase(Locale.ROOT));
    }
    return encoding;
  }

  private static void put(Map<String, String> options, String name, String value) {
    if (options.putIfAbsent(name, value) != null) {
      throw new SqlError(SqlError.SYNTAX, "conflicting or redundant options: " + name);
    }
  }

  private CopyCommand checked() {
    if (role.isEmpty()) {
      throw new SqlError(
          SqlError.SYNTAX, "COPY needs authorization: an IAM_ROLE parameter is required");
    }
    if (format.isEmpty()) {
      throw SqlError.notEmulated("COPY without FORMAT AS PARQUET or CSV");
    }
    if (format.equals("PARQUET")) {
      for (String option : options.keySet()) {
        if (!PARQUET_OPTIONS.contains(option)) {
          throw new SqlError(
              SqlError.UNSUPPORTED, option + " argument is not supported for PARQUET based COPY");
        }
      }
    }
    return this;
  }

  boolean has(String option) {
    return options.containsKey(option);
  }
}
