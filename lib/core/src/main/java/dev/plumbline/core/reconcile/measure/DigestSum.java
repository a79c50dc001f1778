package dev.plumbline.core.reconcile.measure;

import dev.plumbline.core.reconcile.form.CanonicalBytes;
import dev.plumbline.core.reconcile.form.Checksum;
import dev.plumbline.core.reconcile.form.DigestStrength;
import dev.plumbline.core.reconcile.form.TableForm;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Adds up the digests of rows as they pass, without an object per row. Not thread-safe. */
public final class DigestSum {
  /** Half a lane: sums of halves stay exact for 2^33 rows. */
  private static final int HALF = 30;

  private static final long MASK = (1L << HALF) - 1;
  private static final long CHECKSUM = 0xFFFF_FFFFL;

  private final TableForm form;
  private final boolean checksum;
  private final int lanesPerHash;
  private final long[] low;
  private final long[] high;
  private long rows;
  private long unhashed;
  private long last;

  public DigestSum(TableForm form) {
    this.form = form;
    this.checksum = form.strength() == DigestStrength.CHECKSUM;
    this.lanesPerHash = form.strength().lanes();
    int hashes = form.byTool().isEmpty() ? 1 : 2;
    this.low = new long[hashes * lanesPerHash];
    this.high = new long[hashes * lanesPerHash];
  }

  private DigestSum(DigestSum other) {
    this.form = other.form;
    this.checksum = other.checksum;
    this.lanesPerHash = other.lanesPerHash;
    this.low = new long[other.low.length];
    this.high = new long[other.high.length];
  }

  /** An empty sum of the same form. */
  public DigestSum another() {
    return new DigestSum(this);
  }

  /**
   * Adds one row.
   *
   * @param hash of what stores digest, as many bytes as the form's strength has
   */
  public void add(byte[] hash) {
    rows++;
    add(hash, 0);
  }

  /** Adds what the tool digests of a row that is added already. */
  public void addTool(byte[] hash) {
    add(hash, lanesPerHash);
  }

  /** Adds one row that the store could not hash. */
  public void addUnhashed() {
    rows++;
    unhashed++;
    last = 0;
  }

  /**
   * Adds one row of a form whose strength is {@link DigestStrength#CHECKSUM}.
   *
   * @param checksums as {@link #last} had them
   */
  public void addChecksums(long checksums) {
    rows++;
    last = checksums;
    add(0, Checksum.lane(checksums & CHECKSUM));
    if (low.length > 1) {
      add(1, Checksum.lane(checksums >>> Integer.SIZE));
    }
  }

  /**
   * The checksums of the row that was added last: the tool's, where there is one, above the 32 bits
   * of the store's; 0 where it could not be hashed.
   */
  public long last() {
    return last;
  }

  /** The row that was added last proves nothing. */
  public void spoil() {
    unhashed++;
  }

  private void add(int lane, long bits) {
    low[lane] += bits & MASK;
    high[lane] += bits >>> HALF;
  }

  private void add(byte[] hash, int first) {
    if (checksum) {
      long value = Checksum.get(hash);
      last = first == 0 ? value : last | value << Integer.SIZE;
      add(first, Checksum.lane(value));
      return;
    }
    for (int lane = 0; lane < lanesPerHash; lane++) {
      add(first + lane, CanonicalBytes.laneBits(hash, lane));
    }
  }

  /** What has been added so far. */
  public TableDigest digest() {
    return new TableDigest(form.signature(), rows, unhashed, lanes());
  }

  /** Rows that have been added so far. */
  public long rows() {
    return rows;
  }

  /** Rows among them that could not be hashed. */
  public long unhashed() {
    return unhashed;
  }

  /** The exact sums so far: the store's lanes, then the tool's. */
  public List<BigInteger> lanes() {
    List<BigInteger> lanes = new ArrayList<>(low.length);
    for (int i = 0; i < low.length; i++) {
      lanes.add(BigInteger.valueOf(high[i]).shiftLeft(HALF).add(BigInteger.valueOf(low[i])));
    }
    return lanes;
  }
}
