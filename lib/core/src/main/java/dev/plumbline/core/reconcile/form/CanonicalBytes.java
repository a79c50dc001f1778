package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.reconcile.form.RowForm.Encoding;
import dev.plumbline.core.reconcile.form.RowForm.Slot;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes of a row and their digest, computed by the tool itself: for columns that no store can
 * digest, for rows that lie in no SQL store, and as the yardstick that every store's SQL is held
 * against.
 */
public final class CanonicalBytes {
  private static final HexFormat HEX = HexFormat.of();

  private CanonicalBytes() {}

  /**
   * The text of a row.
   *
   * @param values canonical values in the form's order; null for NULL
   */
  public static String text(RowForm form, List<String> values, DigestStrength strength) {
    StringBuilder text = new StringBuilder();
    List<String> lengths = new ArrayList<>();
    for (int i = 0; i < form.slots().size(); i++) {
      Slot slot = form.slots().get(i);
      String value = values.get(i);
      text.append(cell(slot, value, strength)).append(RowForm.SEPARATOR);
      if (slot.encoding() == Encoding.INLINE) {
        lengths.add(value == null ? RowForm.NULL_MARK : Integer.toString(utf8(value).length));
      }
    }
    return text.append(String.join(RowForm.LENGTH_SEPARATOR, lengths)).toString();
  }

  /** The hash of a text's UTF-8 bytes, in lower-case hex. */
  public static String hash(String text, DigestStrength strength) {
    return hash(text, strength.algorithm());
  }

  /**
   * The hash of the values that no store digests, tied to their row.
   *
   * @param identity the text of the row's key, or the store's hash of a row without a key
   * @param form of those values alone
   */
  public static String toolHash(
      String identity, RowForm form, List<String> values, DigestStrength strength) {
    return hash(identity + RowForm.SEPARATOR + text(form, values, strength), strength);
  }

  /** A lane of a hash as the integer that buckets sum, 0 ≤ lane &lt; 2^60. */
  public static BigInteger lane(String hash, int lane) {
    return BigInteger.valueOf(laneBits(hash, lane));
  }

  /** As {@link #lane}, without an object. */
  public static long laneBits(String hash, int lane) {
    int start = lane * DigestStrength.LANE_DIGITS;
    return Long.parseLong(hash, start, start + DigestStrength.LANE_DIGITS, 16);
  }

  /** The hash bucket of a hash: its last 32 bits modulo the number of buckets. */
  public static long bucket(String hash, long buckets) {
    return Long.parseLong(hash.substring(hash.length() - 8), 16) % buckets;
  }

  /** The hash bucket of a key's text; the hash is MD5 at any strength. */
  public static long keyBucket(String keyText, long buckets) {
    return bucket(hash(keyText, DigestStrength.STANDARD), buckets);
  }

  private static String cell(Slot slot, String value, DigestStrength strength) {
    boolean inline = slot.encoding() == Encoding.INLINE;
    if (value == null) {
      return inline ? "" : RowForm.NULL_MARK;
    }
    return switch (slot.encoding()) {
      case FIXED, INLINE -> value;
      case HASHED -> hash(value, strength);
      case PIECES -> pieces(slot.pieces(), value, strength);
    };
  }

  /** The value is hex, two digits a byte. */
  private static String pieces(int pieces, String hex, DigestStrength strength) {
    StringBuilder hashes = new StringBuilder();
    int digits = 2 * RowForm.PIECE_BYTES;
    for (int i = 0; i < pieces; i++) {
      int from = Math.min(i * digits, hex.length());
      hashes.append(hash(hex.substring(from, Math.min(from + digits, hex.length())), strength));
    }
    return hashes.toString();
  }

  private static String hash(String text, String algorithm) {
    try {
      return HEX.formatHex(MessageDigest.getInstance(algorithm).digest(utf8(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
