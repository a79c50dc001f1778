package dev.plumbline.spark.source;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a table into key ranges that are read side by side. Pure.
 *
 * <p>The ranges are adjacent, the first is open below and the last above: every row belongs to
 * exactly one, those too that arrive outside the bounds while the table is read.
 */
public final class SplitPlan {
  /** More ranges than this cost more in sessions than they gain. */
  static final int MOST = 2_000;

  private SplitPlan() {}

  /**
   * Even ranges of a whole-number key.
   *
   * @param least smallest key, or null when the table is empty
   * @param greatest greatest key, or null when the table is empty
   * @param rows about how many rows there are
   * @param splitRows about how many of them a range may hold
   */
  public static List<KeyRange> even(
      BigInteger least, BigInteger greatest, long rows, long splitRows) {
    if (least == null || greatest == null || rows <= splitRows) {
      return List.of(KeyRange.ALL);
    }
    BigInteger span = greatest.subtract(least).add(BigInteger.ONE);
    long wanted = Math.min(MOST, (rows + splitRows - 1) / splitRows);
    BigInteger parts = BigInteger.valueOf(wanted).min(span);
    List<KeyRange> ranges = new ArrayList<>();
    BigInteger from = null;
    for (BigInteger part = BigInteger.ONE;
        part.compareTo(parts) < 0;
        part = part.add(BigInteger.ONE)) {
      BigInteger until = least.add(span.multiply(part).divide(parts));
      ranges.add(new KeyRange(from, until));
      from = until;
    }
    ranges.add(new KeyRange(from, null));
    return ranges;
  }
}
