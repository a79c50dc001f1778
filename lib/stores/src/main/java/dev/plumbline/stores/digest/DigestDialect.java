package dev.plumbline.stores.digest;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.RowForm;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.PublishException;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One store's SQL for version 1 of the canonical form. Expressions only; statements are put
 * together by {@link DigestSql}.
 */
public abstract class DigestDialect implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern SCALE = Pattern.compile("\\(\\s*[0-9]+\\s*,\\s*([0-9]+)");
  private static final Pattern NO_SCALE = Pattern.compile("\\(\\s*[0-9]+\\s*\\)");

  /** A name, exactly as it is. */
  public abstract String quote(String name);

  /** A table's name of one to three parts. */
  public String table(List<String> parts) {
    return parts.stream().map(this::quote).collect(Collectors.joining("."));
  }

  /**
   * The canonical value, NULL for NULL.
   *
   * @throws IllegalArgumentException when this store's SQL has no such value
   */
  public abstract String canonical(DigestColumn column, StoredColumn stored);

  /** The text whose hash is the row's digest; never NULL unless the store cannot build it. */
  public abstract String rowText(RowForm form, ComparedTable table, DigestStrength strength);

  /** The hash in lower-case hex. */
  public abstract String hash(String text, DigestStrength strength);

  /** The exact sum of a lane; {@link #unhashed} tells how many rows had no hash. */
  public abstract String laneSum(String hash, int lane);

  /** The hash bucket: the hash's last 32 bits modulo the number of buckets. */
  public abstract String hashBucket(String hash, long buckets);

  /** The value of a column that the tool digests, in a shape that loses nothing. */
  public abstract String toolValue(DigestColumn column, StoredColumn stored);

  /** A condition that a key column equals a bound value. */
  public abstract Condition equals(DigestColumn column, StoredColumn stored, String canonical);

  /** A bound end of a key range. */
  public abstract Condition bound(StoredColumn stored, String operator, BigInteger value);

  /** What to throw where the store fails: each kind of store has an exit code of its own. */
  PlumblineException failure(String message, Throwable cause) {
    return new PublishException(message, cause);
  }

  /** Rows without a hash, which a sum of lanes carries above its value. */
  public BigInteger unhashed(BigInteger laneSum) {
    return BigInteger.ZERO;
  }

  /** The sum without what {@link #unhashed} reads from it. */
  public BigInteger hashed(BigInteger laneSum) {
    return laneSum;
  }

  /** The range bucket, {@code key - key mod width}. */
  String rangeBucket(StoredColumn key, BigInteger width) {
    String column = quote(key.physical());
    return column + " - MOD(" + column + ", " + width + ")";
  }

  /**
   * A condition and the value bound in it.
   *
   * @param value null where nothing is bound
   */
  public record Condition(String sql, Object value) {}

  /** Whether the type says that there are no digits after the point. */
  static boolean wholeNumber(StoredColumn stored) {
    return NO_SCALE.matcher(stored.sqlType()).find() || scale(stored).equals("0");
  }

  /** Whether the type says that there are digits after the point. */
  static boolean hasFraction(StoredColumn stored) {
    String scale = scale(stored);
    return !scale.isEmpty() && !scale.equals("0");
  }

  private static String scale(StoredColumn stored) {
    Matcher matcher = SCALE.matcher(stored.sqlType());
    return matcher.find() ? matcher.group(1) : "";
  }

  static IllegalArgumentException unsupported(DigestColumn column, StoredColumn stored) {
    return new IllegalArgumentException(
        "Cannot digest column "
            + column.name()
            + " in the store: no SQL gives the canonical form "
            + column.form()
            + " of "
            + stored.sqlType());
  }
}
