package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.form.CanonicalValue;
import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.RowForm;
import dev.plumbline.core.reconcile.form.RowForm.Encoding;
import dev.plumbline.core.reconcile.form.RowForm.Slot;
import dev.plumbline.core.reconcile.form.Storage;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.table.CanonicalForm;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What Redshift and PostgreSQL write alike. */
abstract class PostgresFamilyDialect extends DigestDialect {
  private static final long serialVersionUID = 1L;
  private static final String EMPTY = "''";

  @Override
  public String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Days from 1970-01-01 to a date, as an integer. */
  abstract String days(String date);

  /** Microseconds from 1970-01-01T00:00:00 to a timestamp, as an integer. */
  abstract String micros(String timestamp);

  /** A binary value in lower-case hex. */
  abstract String hex(String bytes);

  /** A text type of any length. */
  abstract String text();

  /** JSON as text. */
  abstract String json(String value);

  @Override
  public String canonical(DigestColumn column, StoredColumn stored) {
    String c = quote(stored.physical());
    return switch (stored.storage()) {
      case INTEGER, MICROS -> varchar(c);
      case UUID -> varchar(c);
      case BOOLEAN -> "CASE WHEN " + c + " THEN '1' WHEN NOT " + c + " THEN '0' END";
      case DECIMAL -> decimal(stored, c);
      case DECIMAL_TEXT -> trimmedFraction(c);
      case YEAR_TEXT -> year(c);
      case BYTES -> column.form() == CanonicalForm.BITS ? "LTRIM(" + hex(c) + ", '0')" : hex(c);
      case TEXT -> column.form() == CanonicalForm.PADDED_TEXT ? "RTRIM(" + c + ", ' ')" : c;
      case DATE -> varchar(days(c));
      case TIMESTAMP -> varchar(micros(c));
      case TIMESTAMP_TZ -> varchar(micros("(" + c + " AT TIME ZONE 'UTC')"));
      case TIME_TEXT -> duration(c);
      default -> throw unsupported(column, stored);
    };
  }

  static String varchar(String expression) {
    return "CAST(" + expression + " AS VARCHAR)";
  }

  /** A decimal without the zeros at its end. */
  String decimal(StoredColumn stored, String c) {
    String text = varchar(c);
    if (hasFraction(stored)) {
      return "RTRIM(RTRIM(" + text + ", '0'), '.')";
    }
    return wholeNumber(stored) ? text : trimmedFraction(text);
  }

  private static String trimmedFraction(String text) {
    return "CASE WHEN STRPOS("
        + text
        + ", '.') > 0 THEN RTRIM(RTRIM("
        + text
        + ", '0'), '.') ELSE "
        + text
        + " END";
  }

  private static String year(String c) {
    return "CASE WHEN "
        + c
        + " ~ '^[0-9]{1,4}$' THEN CAST(CAST("
        + c
        + " AS INTEGER) AS VARCHAR) ELSE '"
        + CanonicalValue.MALFORMED
        + "' || "
        + c
        + " END";
  }

  private static String duration(String c) {
    return "CASE WHEN "
        + c
        + " ~ '^-?[0-9]{1,3}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?$' THEN CAST((CASE WHEN LEFT("
        + c
        + ", 1) = '-' THEN -1 ELSE 1 END) * (CAST(LTRIM(SPLIT_PART("
        + c
        + ", ':', 1), '-') AS BIGINT) * 3600000000 + CAST(SPLIT_PART("
        + c
        + ", ':', 2) AS BIGINT) * 60000000 + CAST(RPAD(REPLACE(SPLIT_PART("
        + c
        + ", ':', 3), '.', ''), 8, '0') AS BIGINT)) AS VARCHAR) ELSE '"
        + CanonicalValue.MALFORMED
        + "' || "
        + c
        + " END";
  }

  @Override
  public String rowText(RowForm form, ComparedTable table, DigestStrength strength) {
    List<String> cells = new ArrayList<>();
    List<String> lengths = new ArrayList<>();
    for (Slot slot : form.slots()) {
      StoredColumn stored = table.stored(slot.column());
      String value = canonical(slot.column(), stored);
      cells.add(cell(slot, value, stored, strength));
      if (slot.encoding() == Encoding.INLINE) {
        lengths.add(orNull(varchar("OCTET_LENGTH(" + value + ")")));
      }
    }
    if (cells.isEmpty()) {
      return "''";
    }
    String values = String.join(" || '" + RowForm.SEPARATOR + "' || ", cells);
    String trailer = String.join(" || '" + RowForm.LENGTH_SEPARATOR + "' || ", lengths);
    return values + " || '" + RowForm.SEPARATOR + "'" + (lengths.isEmpty() ? "" : " || " + trailer);
  }

  private String cell(Slot slot, String value, StoredColumn stored, DigestStrength strength) {
    return switch (slot.encoding()) {
      case FIXED -> orNull(value);
      case INLINE -> "COALESCE(" + value + ", " + EMPTY + ")";
      case HASHED -> orNull(hash(value, strength));
      case PIECES -> orNull(pieces(slot, quote(stored.physical()), strength));
    };
  }

  private static String orNull(String value) {
    return "COALESCE(" + value + ", '" + RowForm.NULL_MARK + "')";
  }

  /** The hashes of a binary value's pieces. */
  String pieces(Slot slot, String c, DigestStrength strength) {
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < slot.pieces(); i++) {
      int from = 1 + i * RowForm.PIECE_BYTES;
      String piece = "SUBSTRING(" + c + ", " + from + ", " + RowForm.PIECE_BYTES + ")";
      hashes.add(hash(hex(piece), strength));
    }
    return String.join(" || ", hashes);
  }

  @Override
  public String toolValue(DigestColumn column, StoredColumn stored) {
    String c = quote(stored.physical());
    return switch (stored.storage()) {
      case FLOAT, DOUBLE -> "CAST(" + c + " AS DOUBLE PRECISION)";
      case JSON -> json(c);
      case JSON_TEXT, BYTES -> c;
      default -> throw unsupported(column, stored);
    };
  }

  @Override
  public Condition equals(DigestColumn column, StoredColumn stored, String canonical) {
    String c = quote(stored.physical());
    if (canonical == null) {
      return new Condition(c + " IS NULL", null);
    }
    if (stored.storage() == Storage.INTEGER) {
      return number(c, "=", canonical);
    }
    if (stored.storage() == Storage.TEXT && column.form() == CanonicalForm.TEXT) {
      return new Condition(c + " = CAST(? AS " + text() + ")", canonical);
    }
    return new Condition(canonical(column, stored) + " = CAST(? AS " + text() + ")", canonical);
  }

  @Override
  public Condition bound(StoredColumn stored, String operator, BigInteger value) {
    return number(quote(stored.physical()), operator, value.toString());
  }

  /** As a BIGINT where it is one, so that PostgreSQL can use an index. */
  private static Condition number(String c, String operator, String canonical) {
    BigInteger value = new BigDecimal(canonical).toBigInteger();
    boolean fits = value.bitLength() < Long.SIZE;
    String type = fits ? "BIGINT" : "DECIMAL(38,0)";
    return new Condition(
        c + " " + operator + " CAST(? AS " + type + ")",
        fits ? (Object) value.longValueExact() : new BigDecimal(value));
  }
}
