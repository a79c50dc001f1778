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
    if (stored == null) {
      addUnhashed();
      return;
    }
    rows++;
    add(stored, 0);
    if (!tool.isEmpty()) {
      add(tool, lanesPerHash);
    }
  }

  /**
   * Adds one row.
   *
   * @param hex holds the hash of what stores digest, in lower-case hex
   * @param start where it begins there
   * @param tool as for {@link #add(String, String)}
   */
  public void add(byte[] hex, int start, String tool) {
    rows++;
    for (int lane = 0; lane < lanesPerHash; lane++) {
      add(lane, CanonicalBytes.laneBits(hex, start, lane));
    }
    if (!tool.isEmpty()) {
      add(tool, lanesPerHash);
    }
  }

  /**
   * Adds one row whose hash is given as it is, of which no column is digested by the tool.
   *
   * @param hash as many bytes as the form's strength has
   */
  public void add(byte[] hash) {
    rows++;
    for (int lane = 0; lane < lanesPerHash; lane++) {
      add(lane, CanonicalBytes.laneBits(hash, lane));
    }
  }

  /** Adds one row that the store could not hash. */
  public void addUnhashed() {
    rows++;
    unhashed++;
  }

  private void add(int lane, long bits) {
    low[lane] += bits & MASK;
    high[lane] += bits >>> HALF;
  }

  private void add(String hash, int first) {
    for (int lane = 0; lane < lanesPerHash; lane++) {
      add(first + lane, CanonicalBytes.laneBits(hash, lane));
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
