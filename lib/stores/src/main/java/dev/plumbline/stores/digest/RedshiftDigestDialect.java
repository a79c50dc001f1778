package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.form.DigestStrength;

/**
 * Redshift, by functions that its developer guide documents: MD5, SHA2, STRTOL, DATEDIFF, TO_HEX,
 * JSON_SERIALIZE. Its SUM of BIGINT is a NUMERIC(38,0), so sums of lanes are exact.
 */
public final class RedshiftDigestDialect extends PostgresFamilyDialect {
  public static final RedshiftDigestDialect INSTANCE = new RedshiftDigestDialect();

  private static final long serialVersionUID = 1L;

  private RedshiftDigestDialect() {}

  @Override
  String days(String date) {
    return "DATEDIFF(day, DATE '1970-01-01', " + date + ")";
  }

  @Override
  String micros(String timestamp) {
    return "DATEDIFF(microsecond, TIMESTAMP '1970-01-01 00:00:00', " + timestamp + ")";
  }

  @Override
  String hex(String bytes) {
    return "LOWER(TO_HEX(" + bytes + "))";
  }

  /** A VARCHAR without a length would be cut at 256 bytes. */
  @Override
  String text() {
    return "VARCHAR(65535)";
  }

  @Override
  String json(String value) {
    return "JSON_SERIALIZE(" + value + ")";
  }

  @Override
  public String hash(String text, DigestStrength strength) {
    return strength == DigestStrength.STRONG ? "SHA2(" + text + ", 256)" : "MD5(" + text + ")";
  }

  @Override
  public String laneSum(String hash, int lane) {
    int start = 1 + lane * DigestStrength.LANE_DIGITS;
    return "SUM(STRTOL(SUBSTRING("
        + hash
        + ", "
        + start
        + ", "
        + DigestStrength.LANE_DIGITS
        + "), 16))";
  }

  @Override
  public String hashBucket(String hash, long buckets) {
    return "MOD(STRTOL(RIGHT(" + hash + ", 8), 16), " + buckets + ")";
  }
}
