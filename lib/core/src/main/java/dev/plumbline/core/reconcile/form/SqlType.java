package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.table.CanonicalForm;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type of Redshift or PostgreSQL, in any of the spellings that DDL and the catalogues use.
 *
 * @param storage how its values lie in the store
 * @param length bytes or characters, where the type states them
 * @param sql the type in the notation that the SQL dialects read, such as {@code VARCHAR(40)}
 */
public record SqlType(Storage storage, Optional<Long> length, String sql) {
  private static final long NUMBER_BYTES = 80;
  private static final Pattern FORM =
      Pattern.compile("(?<name>[a-z_][a-z0-9_ ]*?)\\s*(?:\\((?<args>[^)]*)\\)(?<rest>[a-z ]*))?");

  private static final Map<String, Storage> STORAGE =
      Map.ofEntries(
          Map.entry("smallint", Storage.INTEGER),
          Map.entry("int2", Storage.INTEGER),
          Map.entry("integer", Storage.INTEGER),
          Map.entry("int", Storage.INTEGER),
          Map.entry("int4", Storage.INTEGER),
          Map.entry("bigint", Storage.INTEGER),
          Map.entry("int8", Storage.INTEGER),
          Map.entry("boolean", Storage.BOOLEAN),
          Map.entry("bool", Storage.BOOLEAN),
          Map.entry("numeric", Storage.DECIMAL),
          Map.entry("decimal", Storage.DECIMAL),
          Map.entry("real", Storage.FLOAT),
          Map.entry("float4", Storage.FLOAT),
          Map.entry("double precision", Storage.DOUBLE),
          Map.entry("float8", Storage.DOUBLE),
          Map.entry("float", Storage.DOUBLE),
          Map.entry("character varying", Storage.TEXT),
          Map.entry("varchar", Storage.TEXT),
          Map.entry("text", Storage.TEXT),
          Map.entry("character", Storage.TEXT),
          Map.entry("char", Storage.TEXT),
          Map.entry("bpchar", Storage.TEXT),
          Map.entry("varbyte", Storage.BYTES),
          Map.entry("binary varying", Storage.BYTES),
          Map.entry("varbinary", Storage.BYTES),
          Map.entry("bytea", Storage.BYTES),
          Map.entry("date", Storage.DATE),
          Map.entry("timestamp without time zone", Storage.TIMESTAMP),
          Map.entry("timestamp", Storage.TIMESTAMP),
          Map.entry("timestamp with time zone", Storage.TIMESTAMP_TZ),
          Map.entry("timestamptz", Storage.TIMESTAMP_TZ),
          Map.entry("super", Storage.JSON),
          Map.entry("json", Storage.JSON),
          Map.entry("jsonb", Storage.JSON),
          Map.entry("uuid", Storage.UUID));

  /** The type; empty where no SQL of ours gives its values a canonical form. */
  public static Optional<SqlType> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String rest = matcher.group("rest") == null ? "" : " " + matcher.group("rest").strip();
    String name = (matcher.group("name") + rest).strip();
    Storage storage = STORAGE.get(name);
    if (storage == null) {
      return Optional.empty();
    }
    String args = matcher.group("args") == null ? "" : matcher.group("args").replace(" ", "");
    return Optional.of(new SqlType(storage, length(storage, args), sql(name, storage, args)));
  }

  private static Optional<Long> length(Storage storage, String args) {
    boolean sized = storage == Storage.TEXT || storage == Storage.BYTES;
    return sized && args.matches("[0-9]+") ? Optional.of(Long.valueOf(args)) : Optional.empty();
  }

  private static String sql(String name, Storage storage, String args) {
    String base =
        switch (storage) {
          case TEXT -> padded(name) ? "CHAR" : "VARCHAR";
          case BYTES -> "VARBYTE";
          case DECIMAL -> "DECIMAL";
          default -> name.toUpperCase(Locale.ROOT);
        };
    boolean sized = storage == Storage.TEXT || storage == Storage.BYTES;
    boolean keeps = (sized || storage == Storage.DECIMAL) && !args.isEmpty();
    return keeps ? base + "(" + args + ")" : base;
  }

  private static boolean padded(String name) {
    return name.equals("char") || name.equals("character") || name.equals("bpchar");
  }

  /** The canonical form of its values where nothing else says what they mean. */
  public CanonicalForm canonical() {
    return switch (storage) {
      case INTEGER, BOOLEAN -> CanonicalForm.INTEGER;
      case DECIMAL -> CanonicalForm.DECIMAL;
      case FLOAT -> CanonicalForm.FLOAT32;
      case DOUBLE -> CanonicalForm.FLOAT64;
      case BYTES -> CanonicalForm.BYTES;
      case DATE -> CanonicalForm.DATE;
      case TIMESTAMP -> CanonicalForm.LOCAL_MICROS;
      case TIMESTAMP_TZ -> CanonicalForm.INSTANT_MICROS;
      case JSON -> CanonicalForm.JSON;
      default -> sql.startsWith("CHAR") ? CanonicalForm.PADDED_TEXT : CanonicalForm.TEXT;
    };
  }

  /**
   * How values that stand for that form lie in the store; empty where the two do not go together.
   *
   * @param year whether the form's values are years
   */
  public Optional<Storage> holding(CanonicalForm form, boolean year) {
    boolean text = storage == Storage.TEXT;
    Storage found =
        switch (form) {
          case INTEGER -> text && year ? Storage.YEAR_TEXT : exactNumber() ? storage : null;
          case DECIMAL -> text ? Storage.DECIMAL_TEXT : exactNumber() ? storage : null;
          case FLOAT32, FLOAT64 ->
              storage == Storage.FLOAT || storage == Storage.DOUBLE ? storage : null;
          case BITS, BYTES -> storage == Storage.BYTES ? storage : null;
          case TEXT, PADDED_TEXT -> text || storage == Storage.UUID ? storage : null;
          case DATE -> storage == Storage.DATE ? storage : null;
          case LOCAL_MICROS, INSTANT_MICROS ->
              storage == Storage.TIMESTAMP || storage == Storage.TIMESTAMP_TZ ? storage : null;
          case DURATION_MICROS ->
              text ? Storage.TIME_TEXT : storage == Storage.INTEGER ? Storage.MICROS : null;
          case JSON -> text ? Storage.JSON_TEXT : storage == Storage.JSON ? storage : null;
        };
    return Optional.ofNullable(found);
  }

  private boolean exactNumber() {
    return storage == Storage.INTEGER || storage == Storage.BOOLEAN || storage == Storage.DECIMAL;
  }

  /**
   * The most bytes that a value's canonical text can take.
   *
   * @param perCharacter bytes per unit of the type's length: 1 in Redshift, up to 4 in PostgreSQL
   */
  public long maxBytes(int perCharacter) {
    return switch (storage) {
      case TEXT -> length.map(units -> units * perCharacter).orElse(DigestColumn.UNBOUNDED);
      case BYTES -> length.map(bytes -> 2 * bytes).orElse(DigestColumn.UNBOUNDED);
      case JSON -> DigestColumn.UNBOUNDED;
      default -> NUMBER_BYTES;
    };
  }
}
