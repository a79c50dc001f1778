package dev.plumbline.core.reconcile.form;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Checksums of rows, as {@link DigestStrength#CHECKSUM} has them: CRC-32 as MySQL computes it, in
 * four bytes with the highest first where a hash is expected.
 */
public final class Checksum {
  /** How many bytes a checksum has. */
  public static final int BYTES = Integer.BYTES;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Checksum() {}

  /** Of those bytes, 0 ≤ checksum &lt; 2^32. */
  static long of(byte[] bytes, int start, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, start, length);
    return crc.getValue();
  }

  /** Fills a hash with a checksum. */
  public static void put(long checksum, byte[] hash) {
    INT.set(hash, 0, (int) checksum);
  }

  /** The checksum that a hash is, 0 ≤ checksum &lt; 2^32. */
  public static long get(byte[] hash) {
    return (int) INT.get(hash, 0) & 0xFFFF_FFFFL;
  }

  /**
   * A checksum as it enters a sum, 0 ≤ lane &lt; 2^60. Checksums are linear: what one of two rows
   * loses when they swap cells, the other often gains. Spread so, they do not cancel: the highest
   * bits of SplitMix64's finalizer (Steele, Lea and Flood, 2014).
   */
  public static long lane(long checksum) {
    long bits = checksum * 0x9E3779B97F4A7C15L;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return (bits ^ (bits >>> 31)) >>> 4;
  }
}
