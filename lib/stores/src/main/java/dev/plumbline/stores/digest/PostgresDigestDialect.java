package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.RowForm;
import dev.plumbline.core.reconcile.form.RowForm.Encoding;
import dev.plumbline.core.reconcile.form.RowForm.Slot;
import dev.plumbline.core.reconcile.form.StoredColumn;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL 13 and later, with a UTF-8 database. Its SUM of BIGINT is an exact NUMERIC. */
public final class PostgresDigestDialect extends PostgresFamilyDialect {
  public static final PostgresDigestDialect INSTANCE = new PostgresDigestDialect();

  private static final long serialVersionUID = 1L;

  /** A call takes 100 arguments at most. */
  private static final int MOST_ARGUMENTS = 90;

  private PostgresDigestDialect() {}

  /**
   * One CONCAT, which makes numbers into text without an intermediate value and copies each part
   * once, where every {@code ||} would copy all before it.
   */
  @Override
  public String rowText(RowForm form, ComparedTable table, DigestStrength strength) {
    List<String> parts = new ArrayList<>();
    List<String> lengths = new ArrayList<>();
    for (Slot slot : form.slots()) {
      StoredColumn stored = table.stored(slot.column());
      String c = quote(stored.physical());
      parts.add(value(slot, stored, strength));
      if (slot.encoding() == Encoding.INLINE) {
        parts.add(quoted(RowForm.SEPARATOR));
        lengths.add(quoted(RowForm.LENGTH_SEPARATOR));
        lengths.add("OCTET_LENGTH(" + canonical(slot.column(), stored) + ")");
        lengths.add(orNull(c, ""));
      } else {
        parts.add(orNull(c, RowForm.SEPARATOR));
      }
    }
    // The first length has nothing before it.
    parts.addAll(lengths.subList(Math.min(1, lengths.size()), lengths.size()));
    return concat(parts);
  }

  private String value(Slot slot, StoredColumn stored, DigestStrength strength) {
    String value = canonical(slot.column(), stored);
    String c = quote(stored.physical());
    return switch (slot.encoding()) {
      case FIXED ->
          switch (stored.storage()) {
            case INTEGER, MICROS -> c;
            case DECIMAL -> hasFraction(stored) ? trimmed(c) : value;
            default -> value;
          };
      case INLINE -> "CAST(" + value + " AS TEXT)";
      case HASHED -> hash(value, strength);
      case PIECES -> pieces(slot, c, strength);
    };
  }

  /** What follows a value: the separator, and before it the mark of NULL in the value's place. */
  private static String orNull(String c, String separator) {
    return "CASE WHEN "
        + c
        + " IS NULL THEN "
        + quoted(RowForm.NULL_MARK + separator)
        + " ELSE "
        + quoted(separator)
        + " END";
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private static String concat(List<String> parts) {
    List<String> calls = new ArrayList<>();
    for (int from = 0; from < parts.size(); from += MOST_ARGUMENTS) {
      List<String> some = parts.subList(from, Math.min(parts.size(), from + MOST_ARGUMENTS));
      calls.add("CONCAT(" + String.join(", ", some) + ")");
    }
    return String.join(" || ", calls);
  }

  @Override
  String decimal(StoredColumn stored, String c) {
    return hasFraction(stored) ? varchar(trimmed(c)) : super.decimal(stored, c);
  }

  private static String trimmed(String c) {
    return "TRIM_SCALE(" + c + ")";
  }

  @Override
  String days(String date) {
    return "CASE WHEN ISFINITE("
        + date
        + ") THEN CAST("
        + date
        + " - DATE '1970-01-01' AS VARCHAR) ELSE CAST("
        + date
        + " AS VARCHAR) END";
  }

  /**
   * Microseconds of less than 2^51 go through a double and back without loss, and a good deal
   * faster than through EXTRACT's NUMERIC; 1900 to 2040 is well within.
   */
  @Override
  String micros(String timestamp) {
    return "CASE WHEN "
        + timestamp
        + " >= TIMESTAMP '1900-01-01' AND "
        + timestamp
        + " < TIMESTAMP '2040-01-01' THEN CAST(CAST(DATE_PART('epoch', "
        + timestamp
        + ") * 1000000 AS BIGINT) AS VARCHAR) WHEN ISFINITE("
        + timestamp
        + ") THEN CAST(CAST(EXTRACT(EPOCH FROM "
        + timestamp
        + ") * 1000000 AS BIGINT) AS VARCHAR) ELSE CAST("
        + timestamp
        + " AS VARCHAR) END";
  }

  @Override
  String hex(String bytes) {
    return "ENCODE(" + bytes + ", 'hex')";
  }

  @Override
  String text() {
    return "VARCHAR";
  }

  @Override
  String json(String value) {
    return "CAST(" + value + " AS TEXT)";
  }

  @Override
  public String hash(String text, DigestStrength strength) {
    return strength == DigestStrength.STRONG
        ? "ENCODE(SHA256(CONVERT_TO(" + text + ", 'UTF8')), 'hex')"
        : "MD5(" + text + ")";
  }

  @Override
  public String laneSum(String hash, int lane) {
    int start = 1 + lane * DigestStrength.LANE_DIGITS;
    return "SUM(CAST(CAST('x' || SUBSTRING("
        + hash
        + ", "
        + start
        + ", "
        + DigestStrength.LANE_DIGITS
        + ") AS BIT(60)) AS BIGINT))";
  }

  @Override
  public String hashBucket(String hash, long buckets) {
    return "MOD(CAST(CAST('x' || RIGHT(" + hash + ", 8) AS BIT(32)) AS BIGINT), " + buckets + ")";
  }
}
