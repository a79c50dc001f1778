package dev.plumbline.sandbox.gateway.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A Redshift column type and the PostgreSQL type that stands in for it.
 *
 * @param name Redshift's name of the type without length, in lower case, e.g. {@code character
 *     varying}
 * @param first length or precision, -1 for none
 * @param second scale, -1 for none
 */
public record RedshiftType(String name, int first, int second) {
  public static final int LONGEST_VARCHAR = 65_535;
  public static final int LONGEST_CHAR = 4_096;
  public static final int LONGEST_VARBYTE = 16_777_216;
  public static final int DEFAULT_VARCHAR = 256;
  public static final int DEFAULT_VARBYTE = 64_000;

  private static final String VARCHAR = "character varying";
  private static final String CHAR = "character";
  private static final String VARBYTE = "binary varying";

  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("smallint", "smallint"),
          Map.entry("int2", "smallint"),
          Map.entry("integer", "integer"),
          Map.entry("int", "integer"),
          Map.entry("int4", "integer"),
          Map.entry("bigint", "bigint"),
          Map.entry("int8", "bigint"),
          Map.entry("real", "real"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("boolean", "boolean"),
          Map.entry("bool", "boolean"),
          Map.entry("date", "date"),
          Map.entry("timestamptz", "timestamp with time zone"),
          Map.entry("timetz", "time with time zone"),
          Map.entry("super", "super"));

  private static final Set<String> NOT_EMULATED =
      Set.of("geometry", "geography", "hllsketch", "interval");
  private static final Set<String> CATALOG_TYPES =
      Set.of("oid", "name", "regclass", "regproc", "aclitem", "int2vector", "oidvector", "char");

  /**
   * Reads a type where the cursor stands; fails with Redshift's words for a type it does not know.
   */
  public static RedshiftType parse(TokenCursor cursor) {
    if (cursor.peek().kind() == TokenKind.QUOTED) {
      return catalogType(cursor.identifier());
    }
    String word = cursor.identifier();
    if (cursor.peek().is(".") && word.equals("pg_catalog")) {
      cursor.next();
      return parse(cursor);
    }
    RedshiftType type = parse(word, cursor);
    if (cursor.peek().is("[")) {
      throw SqlError.notInRedshift("an array type");
    }
    return type;
  }

  public static RedshiftType parse(String text) {
    TokenCursor cursor = new TokenCursor(Statement.of(text));
    RedshiftType type = parse(cursor);
    cursor.expectEnd();
    return type;
  }

  private static RedshiftType parse(String word, TokenCursor cursor) {
    switch (word) {
      case "varchar", "nvarchar", "text":
        return text(VARCHAR, cursor, word.equals("text") ? DEFAULT_VARCHAR : -1, LONGEST_VARCHAR);
      case "char", "character", "nchar", "bpchar":
        return cursor.accept("varying")
            ? text(VARCHAR, cursor, -1, LONGEST_VARCHAR)
            : text(CHAR, cursor, word.equals("bpchar") ? DEFAULT_VARCHAR : -1, LONGEST_CHAR);
      case "decimal", "numeric":
        return decimal(cursor);
      case "double":
        cursor.expect("precision");
        return plain("double precision");
      case "float":
        return floating(cursor);
      case "timestamp", "time":
        return time(word, cursor);
      case "varbyte", "varbinary":
        return text(VARBYTE, cursor, -1, LONGEST_VARBYTE);
      case "binary":
        cursor.expect("varying");
        return text(VARBYTE, cursor, -1, LONGEST_VARBYTE);
      default:
        return other(word);
    }
  }

  private static RedshiftType other(String word) {
    if (PLAIN.containsKey(word)) {
      return plain(PLAIN.get(word));
    }
    if (NOT_EMULATED.contains(word)) {
      throw SqlError.notEmulated("the type " + word.toUpperCase(Locale.ROOT));
    }
    return catalogType(word);
  }

  private static RedshiftType catalogType(String word) {
    if (CATALOG_TYPES.contains(word)) {
      return plain("\"" + word + "\"");
    }
    throw new SqlError("42704", "type \"" + word + "\" does not exist");
  }

  private static RedshiftType plain(String name) {
    return new RedshiftType(name, -1, -1);
  }

  private static RedshiftType text(String name, TokenCursor cursor, int fallback, int longest) {
    int length = fallback;
    if (cursor.acceptSymbol("(")) {
      length = cursor.accept("max") ? longest : cursor.integer();
      cursor.expectSymbol(")");
    }
    if (length > longest || length == 0) {
      throw new SqlError(
          "22023",
          length == 0
              ? "length for type " + name + " must be at least 1"
              : "length for type " + name + " cannot exceed " + longest);
    }
    return new RedshiftType(name, length, -1);
  }

  private static RedshiftType decimal(TokenCursor cursor) {
    int precision = 18;
    int scale = 0;
    if (cursor.acceptSymbol("(")) {
      precision = cursor.integer();
      scale = cursor.acceptSymbol(",") ? cursor.integer() : 0;
      cursor.expectSymbol(")");
    }
    if (precision < 1 || precision > 38) {
      throw new SqlError("22023", "DECIMAL precision " + precision + " must be between 1 and 38");
    }
    if (scale > Math.min(precision, 37)) {
      throw new SqlError(
          "22023", "DECIMAL scale " + scale + " must be between 0 and " + Math.min(precision, 37));
    }
    return new RedshiftType("numeric", precision, scale);
  }

  private static RedshiftType floating(TokenCursor cursor) {
    int bits = 53;
    if (cursor.acceptSymbol("(")) {
      bits = cursor.integer();
      cursor.expectSymbol(")");
    }
    return plain(bits <= 24 ? "real" : "double precision");
  }

  private static RedshiftType time(String word, TokenCursor cursor) {
    if (cursor.acceptSymbol("(")) {
      cursor.integer();
      cursor.expectSymbol(")");
    }
    boolean zone = cursor.accept("with", "time", "zone");
    if (!zone) {
      cursor.accept("without", "time", "zone");
    }
    return plain(word + (zone ? " with time zone" : " without time zone"));
  }

  /** As a column has it: VARCHAR 256, CHAR 1 and VARBYTE 64000 long unless said otherwise. */
  public RedshiftType inColumn() {
    return switch (first < 0 ? name : "") {
      case VARCHAR -> new RedshiftType(name, DEFAULT_VARCHAR, -1);
      case CHAR -> new RedshiftType(name, 1, -1);
      case VARBYTE -> new RedshiftType(name, DEFAULT_VARBYTE, -1);
      default -> this;
    };
  }

  /** The PostgreSQL type to write instead. */
  public String pg() {
    return switch (name) {
      case VARCHAR, CHAR -> first < 0 ? name : name + "(" + first + ")";
      case VARBYTE -> "bytea";
      case "numeric" -> "numeric(" + first + "," + second + ")";
      default -> name;
    };
  }

  public boolean isVarchar() {
    return name.equals(VARCHAR);
  }

  public boolean isChar() {
    return name.equals(CHAR);
  }

  public boolean isVarbyte() {
    return name.equals(VARBYTE);
  }

  /**
   * The CHECK constraint that gives a {@code bytea} column a length and remembers it in its name.
   */
  public static String varbyteCheck(String column, int length) {
    String name = "rs_varbyte_" + length + "_" + Integer.toHexString(column.hashCode());
    return "constraint "
        + name
        + " check (octet_length("
        + Name.quote(column)
        + ") <= "
        + length
        + ")";
  }
}
