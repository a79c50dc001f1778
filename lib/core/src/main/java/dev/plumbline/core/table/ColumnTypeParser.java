package dev.plumbline.core.table;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads MySQL's notation of column types. */
final class ColumnTypeParser {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<name>[a-z0-9]+(?: precision| varying)?)\\s*(?:\\((?<args>.*)\\))?\\s*(?<rest>[a-z0-9_ ]*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("integer", "int"),
          Map.entry("int4", "int"),
          Map.entry("int8", "bigint"),
          Map.entry("bool", "tinyint"),
          Map.entry("boolean", "tinyint"),
          Map.entry("numeric", "decimal"),
          Map.entry("dec", "decimal"),
          Map.entry("fixed", "decimal"),
          Map.entry("real", "double"),
          Map.entry("double precision", "double"),
          Map.entry("float8", "double"),
          Map.entry("float4", "float"),
          Map.entry("character", "char"),
          Map.entry("nchar", "char"),
          Map.entry("character varying", "varchar"),
          Map.entry("nvarchar", "varchar"));

  private static final Set<String> SPATIAL =
      Set.of(
          "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection");

  private static final int MAX_DIGITS = 38;
  private static final int MAX_SCALE = 37;

  private ColumnTypeParser() {}

  static ColumnType parse(String text) {
    String sql = text.strip();
    Matcher matcher = FORM.matcher(sql);
    if (!matcher.matches()) {
      throw unknown(text);
    }
    String word = matcher.group("name").toLowerCase(Locale.ROOT);
    String name = SYNONYMS.getOrDefault(word, word);
    String args = matcher.group("args") == null ? "" : matcher.group("args");
    boolean unsigned =
        Pattern.compile("\\b(unsigned|zerofill)\\b", Pattern.CASE_INSENSITIVE)
            .matcher(matcher.group("rest"))
            .find();
    return build(name, args, unsigned, sql, text);
  }

  private static ColumnType build(
      String name, String args, boolean unsigned, String sql, String text) {
    switch (name) {
      case "tinyint", "smallint", "mediumint", "int", "bigint":
        return new ColumnType(
            MySqlType.valueOf(name.toUpperCase(Locale.ROOT) + (unsigned ? "_UNSIGNED" : "")),
            0,
            0,
            0,
            sql);
      case "decimal":
        int precision = argument(args, 0, 10, text);
        int scale = argument(args, 1, 0, text);
        boolean fits = precision <= MAX_DIGITS && scale <= MAX_SCALE;
        return new ColumnType(
            fits ? MySqlType.DECIMAL : MySqlType.DECIMAL_WIDE, 0, precision, scale, sql);
      case "float":
        // FLOAT(p) with p above 24 is a DOUBLE (MySQL manual, floating-point types).
        boolean wide = !args.contains(",") && argument(args, 0, 0, text) > 24;
        return new ColumnType(wide ? MySqlType.DOUBLE : MySqlType.FLOAT, 0, 0, 0, sql);
      case "double":
        return new ColumnType(MySqlType.DOUBLE, 0, 0, 0, sql);
      case "bit", "binary", "char":
        return new ColumnType(
            MySqlType.valueOf(name.toUpperCase(Locale.ROOT)),
            argument(args, 0, 1, text),
            0,
            0,
            sql);
      case "varbinary", "varchar":
        if (args.isBlank()) {
          throw new IllegalArgumentException("type '" + text + "' needs a length");
        }
        return new ColumnType(
            MySqlType.valueOf(name.toUpperCase(Locale.ROOT)),
            argument(args, 0, 0, text),
            0,
            0,
            sql);
      case "datetime", "timestamp", "time":
        return new ColumnType(
            MySqlType.valueOf(name.toUpperCase(Locale.ROOT)),
            0,
            argument(args, 0, 0, text),
            0,
            sql);
      case "enum", "set", "date", "year", "json", "tinytext", "text", "mediumtext", "longtext":
      case "tinyblob", "blob", "mediumblob", "longblob":
        return new ColumnType(MySqlType.valueOf(name.toUpperCase(Locale.ROOT)), 0, 0, 0, sql);
      default:
        if (SPATIAL.contains(name)) {
          return new ColumnType(MySqlType.GEOMETRY, 0, 0, 0, sql);
        }
        throw unknown(text);
    }
  }

  private static int argument(String args, int index, int otherwise, String text) {
    String[] parts = args.split(",", -1);
    if (args.isBlank() || index >= parts.length) {
      return otherwise;
    }
    try {
      return Integer.parseInt(parts[index].strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "type '" + text + "' has a parameter that is no number", e);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException("'" + text + "' is not a MySQL column type");
  }
}
