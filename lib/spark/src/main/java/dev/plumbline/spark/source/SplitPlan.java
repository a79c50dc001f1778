package dev.plumbline.spark.source;

import dev.plumbline.core.reconcile.plan.KeyRange;
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

  /** A range of fewer rows is not worth a session of its own. */
  private static final long FEWEST_ROWS = 50_000;

  private SplitPlan() {}

  /**
   * How many rows a range may hold so that all readers are at work to the end: there are at least
   * as many ranges as readers, unless the table is small, and never a last round for a few of them.
   *
   * @param rows about how many rows there are
   * @param splitRows how many a range may hold at most
   * @param readers how many ranges are read at the same time
   */
  public static long fair(long rows, long splitRows, int readers) {
    long bySize = (rows + splitRows - 1) / splitRows;
    long parts = Math.max(bySize, Math.min(readers, rows / FEWEST_ROWS));
    if (parts <= 1) {
      return splitRows;
    }
    long fair = parts < readers ? parts : (parts + readers - 1) / readers * readers;
    return (rows + fair - 1) / fair;
  }

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
