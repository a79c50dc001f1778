package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.form.DigestStrength;

/** PostgreSQL 11 and later, with a UTF-8 database. Its SUM of BIGINT is an exact NUMERIC. */
public final class PostgresDigestDialect extends PostgresFamilyDialect {
  public static final PostgresDigestDialect INSTANCE = new PostgresDigestDialect();

  private static final long serialVersionUID = 1L;

  private PostgresDigestDialect() {}

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

  @Override
  String micros(String timestamp) {
    return "CASE WHEN ISFINITE("
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
