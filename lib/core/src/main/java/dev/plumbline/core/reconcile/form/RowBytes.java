package dev.plumbline.core.reconcile.form;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The text of a row, see {@link RowForm}, put together as bytes and hashed, without an object per
 * value: what {@link CanonicalBytes#text} gives, at a fraction of the cost. Not thread-safe.
 *
 * <p>Between {@link #begin} and {@link #hash} the caller adds the values of the form's slots in
 * their order: {@link #nothing}, or bytes by {@link #room} and the {@code put} methods, ended by
 * {@link #end}.
 */
public final class RowBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PAIRS = pairs();
  private static final long[] POWERS = powers();
  private static final byte SEPARATOR = (byte) RowForm.SEPARATOR.charAt(0);
  private static final byte LENGTH_SEPARATOR = (byte) RowForm.LENGTH_SEPARATOR.charAt(0);
  private static final byte NULL_MARK = (byte) RowForm.NULL_MARK.charAt(0);

  /** A value that was longer leaves no buffer of its size behind. */
  private static final int KEPT = 1 << 22;

  private final MessageDigest digest;
  private final byte[] hash;
  private byte[] text = new byte[1024];
  private int size;
  private int value;
  private byte[] lengths = new byte[64];
  private int lengthsSize;

  public RowBytes(DigestStrength strength) {
    try {
      this.digest = MessageDigest.getInstance(strength.algorithm());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + strength.algorithm(), e);
    }
    this.hash = new byte[digest.getDigestLength()];
  }

  /** The digits of the numbers from 0 to 99, two each. */
  private static byte[] pairs() {
    byte[] pairs = new byte[200];
    for (int i = 0; i < 100; i++) {
      pairs[2 * i] = (byte) ('0' + i / 10);
      pairs[2 * i + 1] = (byte) ('0' + i % 10);
    }
    return pairs;
  }

  /** Of 10, as many as fit. */
  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }

  /** Begins a row. */
  public void begin() {
    if (text.length > KEPT) {
      text = new byte[1024];
    }
    size = 0;
    value = 0;
    lengthsSize = 0;
  }

  /** Adds NULL. */
  public void nothing(RowForm.Slot slot) {
    if (slot.encoding() == RowForm.Encoding.INLINE) {
      nextLength(1);
      lengths[lengthsSize++] = NULL_MARK;
    } else {
      putByte(NULL_MARK);
    }
    putByte(SEPARATOR);
    value = size;
  }

  /**
   * Makes room for bytes of the current value, which the caller writes into {@link #array}.
   *
   * @return where they begin there
   */
  public int room(int bytes) {
    if (text.length - size < bytes + 1) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, Math.addExact(size, bytes + 1)));
    }
    size += bytes;
    return size - bytes;
  }

  /** Where room is made; another one once more of it is. */
  public byte[] array() {
    return text;
  }

  /** The current value's last bytes go, as long as they are that. */
  public void trim(byte last) {
    while (size > value && text[size - 1] == last) {
      size--;
    }
  }

  public void putAscii(String ascii) {
    int at = room(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      text[at + i] = (byte) ascii.charAt(i);
    }
  }

  /** Bytes as they are. */
  public void put(byte[] from, int start, int length) {
    int at = room(length);
    System.arraycopy(from, start, text, at, length);
  }

  /** Text in UTF-8. */
  public void putText(String utf16) {
    byte[] utf8 = utf16.getBytes(StandardCharsets.UTF_8);
    put(utf8, 0, utf8.length);
  }

  /** A DOUBLE as {@link CanonicalValue#float64} has it. */
  public void putReal(double value) {
    if (!putHexadecimal(value)) {
      putAscii(CanonicalValue.float64(value));
    }
  }

  /** A FLOAT as {@link CanonicalValue#float32} has it. */
  public void putReal(float value) {
    if (Math.abs(value) < Float.MIN_NORMAL || !putHexadecimal(value)) {
      putAscii(CanonicalValue.float32(value));
    }
  }

  /** Of a normal number only; of all others nothing is put. */
  private boolean putHexadecimal(double value) {
    int exponent = Math.getExponent(value);
    if (exponent < Double.MIN_EXPONENT || exponent > Double.MAX_EXPONENT) {
      return false;
    }
    long bits = Double.doubleToRawLongBits(value);
    putAscii(bits < 0 ? "-0x1." : "0x1.");
    int at = room(Long.SIZE / 4);
    long digits = bits << 12;
    do {
      text[at++] = HEX[(int) (digits >>> 60)];
      digits <<= 4;
    } while (digits != 0);
    text[at++] = 'p';
    size = at;
    putLong(exponent);
    return true;
  }

  /** Decimal digits. */
  public void putLong(long number) {
    if (number == Long.MIN_VALUE) {
      putAscii(Long.toString(number));
      return;
    }
    long rest = Math.abs(number);
    int digits = digits(rest);
    int at = room(digits + (number < 0 ? 1 : 0));
    if (number < 0) {
      text[at++] = '-';
    }
    putDigits(rest, at, at + digits);
  }

  /** Fills that place with the last digits of a number, zeros in front of them. */
  private void putDigits(long number, int from, int until) {
    long rest = number;
    int at = until;
    while (rest > Integer.MAX_VALUE && at - from > 1) {
      long hundredth = rest / 100;
      at -= 2;
      putPair((int) (rest - 100 * hundredth), at);
      rest = hundredth;
    }
    int few = (int) rest;
    while (at - from > 1) {
      int hundredth = few / 100;
      at -= 2;
      putPair(few - 100 * hundredth, at);
      few = hundredth;
    }
    if (at > from) {
      text[from] = (byte) ('0' + few % 10);
    }
  }

  private void putPair(int pair, int at) {
    text[at] = PAIRS[2 * pair];
    text[at + 1] = PAIRS[2 * pair + 1];
  }

  private static int digits(long number) {
    // 1233 / 4096 is just above the logarithm of 2.
    int least = ((Long.SIZE - Long.numberOfLeadingZeros(number | 1)) * 1233) >>> 12;
    return number >= POWERS[least] ? least + 1 : Math.max(1, least);
  }

  /**
   * A decimal by its value: without zeros at the end of its fraction.
   *
   * @param unscaled of at most 18 digits
   * @param scale at most 18
   */
  public void putDecimal(long unscaled, int scale) {
    long rest = unscaled;
    int fraction = scale;
    while (fraction > 0 && rest % 10 == 0) {
      rest /= 10;
      fraction--;
    }
    if (fraction <= 0) {
      putLong(rest);
      return;
    }
    long power = POWERS[fraction];
    if (rest < 0) {
      putByte((byte) '-');
      rest = -rest;
    }
    putLong(rest / power);
    putByte((byte) '.');
    int at = room(fraction);
    putDigits(rest % power, at, at + fraction);
  }

  /** Hex digits, two a byte. */
  public void putHex(byte[] bytes, int start, int length) {
    int at = room(2 * length);
    for (int i = 0; i < length; i++) {
      text[at + 2 * i] = HEX[(bytes[start + i] >> 4) & 0xF];
      text[at + 2 * i + 1] = HEX[bytes[start + i] & 0xF];
    }
  }

  /** Hex digits without zeros in front. */
  public void putBits(byte[] bytes) {
    boolean begun = false;
    for (byte one : bytes) {
      for (int shift = 4; shift >= 0; shift -= 4) {
        int digit = (one >> shift) & 0xF;
        begun |= digit != 0;
        if (begun) {
          putByte(HEX[digit]);
        }
      }
    }
  }

  /** The bytes that have been put are the slot's value: it enters the row as the slot says. */
  public void end(RowForm.Slot slot) {
    switch (slot.encoding()) {
      case FIXED -> {}
      case INLINE -> noteLength(size - value);
      case HASHED -> replaceByHash(value, size);
      case PIECES -> replaceByHashes(slot.pieces());
    }
    putByte(SEPARATOR);
    value = size;
  }

  /**
   * What has been added so far identifies the row: the values that are tied to it follow, as {@link
   * CanonicalBytes#toolHash} has them.
   */
  public void endIdentity() {
    put(lengths, 0, lengthsSize);
    putByte(SEPARATOR);
    lengthsSize = 0;
    value = size;
  }

  private void replaceByHash(int from, int until) {
    digest.update(text, from, until - from);
    finish();
    size = from;
    putHex(hash, 0, hash.length);
  }

  private void replaceByHashes(int pieces) {
    byte[] hex = Arrays.copyOfRange(text, value, size);
    int digits = 2 * RowForm.PIECE_BYTES;
    size = value;
    for (int i = 0; i < pieces; i++) {
      int from = Math.min(i * digits, hex.length);
      digest.update(hex, from, Math.min(from + digits, hex.length) - from);
      finish();
      putHex(hash, 0, hash.length);
    }
  }

  /**
   * Ends the row.
   *
   * @return its hash, which stays until the next one
   */
  public byte[] hash() {
    put(lengths, 0, lengthsSize);
    digest.update(text, 0, size);
    finish();
    return hash;
  }

  private void finish() {
    try {
      digest.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("a hash has another length than it says", e);
    }
  }

  private void noteLength(int length) {
    int digits = digits(length);
    nextLength(digits);
    int rest = length;
    for (int i = lengthsSize + digits - 1; i >= lengthsSize; i--) {
      lengths[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    lengthsSize += digits;
  }

  private void nextLength(int bytes) {
    if (lengths.length - lengthsSize < bytes + 1) {
      lengths = Arrays.copyOf(lengths, 2 * lengths.length);
    }
    if (lengthsSize > 0) {
      lengths[lengthsSize++] = LENGTH_SEPARATOR;
    }
  }

  private void putByte(byte one) {
    int at = room(1);
    text[at] = one;
  }
}
