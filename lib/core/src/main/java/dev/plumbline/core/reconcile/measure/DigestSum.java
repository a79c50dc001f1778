package dev.plumbline.core.reconcile.measure;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.TableForm;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Adds up the digests of rows as they pass, without an object per row. Not thread-safe. */
public final class DigestSum {
  /** Half a lane: sums of halves stay exact for 2^33 rows. */
  private static final int HALF = 30;

  private static final long MASK = (1L << HALF) - 1;

  private final TableForm form;
  private final int lanesPerHash;
  private final long[] low;
  private final long[] high;
  private long rows;
  private long unhashed;

  public DigestSum(TableForm form) {
    this.form = form;
    this.lanesPerHash = form.strength().lanes();
    int hashes = form.byTool().isEmpty() ? 1 : 2;
    this.low = new long[hashes * lanesPerHash];
    this.high = new long[hashes * lanesPerHash];
  }

  /**
   * Adds one row.
   *
   * @param stored the hash of what stores digest, in hex; null where the store gave none
   * @param tool the hash of what they cannot; empty where there is nothing of that
   */
  public void add(String stored, String tool) {
    rows++;
    if (stored == null) {
      unhashed++;
      return;
    }
    add(stored, 0);
    if (!tool.isEmpty()) {
      add(tool, lanesPerHash);
    }
  }

  private void add(String hash, int first) {
    for (int lane = 0; lane < lanesPerHash; lane++) {
      long bits = CanonicalBytes.laneBits(hash, lane);
      low[first + lane] += bits & MASK;
      high[first + lane] += bits >>> HALF;
    }
  }

  /** What has been added so far. */
  public TableDigest digest() {
    List<BigInteger> lanes = new ArrayList<>(low.length);
    for (int i = 0; i < low.length; i++) {
      lanes.add(BigInteger.valueOf(high[i]).shiftLeft(HALF).add(BigInteger.valueOf(low[i])));
    }
    return new TableDigest(form.signature(), rows, unhashed, lanes);
  }
}
