package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.reconcile.form.RowForm.Encoding;
import dev.plumbline.core.reconcile.form.RowForm.Slot;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes of a row and their digest, computed by the tool itself: for columns that no store can
 * digest, for rows that lie in no SQL store, and as the yardstick that every store's SQL is held
 * against.
 */
public final class CanonicalBytes {
  private static final HexFormat HEX = HexFormat.of();

  // Looking an algorithm up costs more than hashing a row by it.
  private static final ThreadLocal<MessageDigest> MD5 =
      ThreadLocal.withInitial(() -> algorithm("MD5"));
  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(() -> algorithm("SHA-256"));

  private CanonicalBytes() {}

  /**
   * The text of a row.
   *
   * @param values canonical values in the form's order; null for NULL
   */
  public static String text(RowForm form, List<String> values, DigestStrength strength) {
    StringBuilder text = new StringBuilder(256);
    StringBuilder lengths = new StringBuilder();
    for (int i = 0; i < form.slots().size(); i++) {
      Slot slot = form.slots().get(i);
      String value = values.get(i);
      text.append(cell(slot, value, strength)).append(RowForm.SEPARATOR);
      if (slot.encoding() == Encoding.INLINE) {
        lengths.append(lengths.isEmpty() ? "" : RowForm.LENGTH_SEPARATOR);
        if (value == null) {
          lengths.append(RowForm.NULL_MARK);
        } else {
          lengths.append(utf8Length(value));
        }
      }
    }
    return text.append(lengths).toString();
  }

  /** The hash of a text's UTF-8 bytes, in lower-case hex; a checksum in decimal digits. */
  public static String hash(String text, DigestStrength strength) {
    if (strength == DigestStrength.CHECKSUM) {
      byte[] bytes = utf8(text);
      return Long.toString(Checksum.of(bytes, 0, bytes.length));
    }
    return hashed(text, strength.algorithm());
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

  /** As {@link #laneBits(String, int)}, of the hash's own bytes. */
  public static long laneBits(byte[] hash, int lane) {
    int digit = lane * DigestStrength.LANE_DIGITS;
    long bits = 0;
    for (int i = digit; i < digit + DigestStrength.LANE_DIGITS; i++) {
      int shift = i % 2 == 0 ? 4 : 0;
      bits = (bits << 4) | ((hash[i / 2] >> shift) & 0xF);
    }
    return bits;
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

  private static String hashed(String text, String algorithm) {
    MessageDigest digest = algorithm.equals("MD5") ? MD5.get() : SHA256.get();
    return HEX.formatHex(digest.digest(utf8(text)));
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  /** How many bytes the text has in UTF-8. */
  private static int utf8Length(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return utf8(text).length;
      }
    }
    return text.length();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
