package dev.plumbline.core.reconcile.form;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
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

  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  /** The last day before year 1. */
  private static final long YEAR_ONE = LocalDate.of(1, 1, 1).toEpochDay();

  /** A value that was longer leaves no buffer of its size behind. */
  private static final int KEPT = 1 << 22;

  private final boolean checksum;
  private final MessageDigest digest;
  private final byte[] hash;
  private byte[] text = new byte[1024];
  private int size;
  private int value;
  private byte[] lengths = new byte[64];
  private int lengthsSize;

  public RowBytes(DigestStrength strength) {
    this.checksum = strength == DigestStrength.CHECKSUM;
    this.digest = checksum ? null : algorithm(strength.algorithm());
    this.hash = new byte[checksum ? Checksum.BYTES : digest.getDigestLength()];
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
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

  /** A DOUBLE as {@link CanonicalValue#float64} has it; for a checksum its bits. */
  public void putReal(double value) {
    if (checksum) {
      int at = room(Double.BYTES);
      // Both zeros are one.
      DOUBLE.set(text, at, value + 0d);
    } else if (!putHexadecimal(value)) {
      putAscii(CanonicalValue.float64(value));
    }
  }

  /** A FLOAT as {@link CanonicalValue#float32} has it; for a checksum its bits as a DOUBLE. */
  public void putReal(float value) {
    if (checksum) {
      putReal((double) value);
    } else if (Math.abs(value) < Float.MIN_NORMAL || !putHexadecimal(value)) {
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
    while (at - from > 8) {
      // Few divisions of a long: those of an int are cheaper.
      long front = rest / 100_000_000;
      putFewDigits((int) (rest - 100_000_000 * front), at - 8, at);
      at -= 8;
      rest = front;
    }
    putFewDigits((int) rest, from, at);
  }

  private void putFewDigits(int number, int from, int until) {
    int rest = number;
    int at = until;
    while (at - from > 1) {
      int front = rest / 100;
      int pair = 2 * (rest - 100 * front);
      at -= 2;
      text[at] = PAIRS[pair];
      text[at + 1] = PAIRS[pair + 1];
      rest = front;
    }
    if (at > from) {
      text[from] = (byte) ('0' + rest % 10);
    }
  }

  private static int digits(long number) {
    // 1233 / 4096 is just above the logarithm of 2.
    int least = ((Long.SIZE - Long.numberOfLeadingZeros(number | 1)) * 1233) >>> 12;
    return number >= POWERS[least] ? least + 1 : Math.max(1, least);
  }

  /** Days since 1970-01-01, or the text of a date before year 1; for a checksum always the text. */
  public void putDay(int day) {
    if (checksum) {
      putDate(LocalDate.ofEpochDay(day));
    } else if (day >= YEAR_ONE) {
      putLong(day);
    } else {
      putAscii(CanonicalValue.date(LocalDate.ofEpochDay(day)));
    }
  }

  /**
   * Microseconds since 1970-01-01; for a checksum date and time, with a fraction of the second
   * where there is one, without zeros at its end.
   */
  public void putMicros(long micros) {
    if (!checksum) {
      putLong(micros);
      return;
    }
    putDate(LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY)));
    long ofDay = Math.floorMod(micros, MICROS_PER_DAY);
    int second = (int) (ofDay / MICROS_PER_SECOND);
    int fraction = (int) (ofDay % MICROS_PER_SECOND);
    putPair(' ', second / 3600);
    putPair(':', second / 60 % 60);
    putPair(':', second % 60);
    if (fraction > 0) {
      putByte((byte) '.');
      int at = room(6);
      putFewDigits(fraction, at, at + 6);
      trim((byte) '0');
    }
  }

  private void putDate(LocalDate date) {
    int year = date.getYear();
    if (year < 0 || year > 9999) {
      putAscii(date.toString());
      return;
    }
    int at = room(4);
    putFewDigits(year, at, at + 4);
    putPair('-', date.getMonthValue());
    putPair('-', date.getDayOfMonth());
  }

  private void putPair(char before, int pair) {
    putByte((byte) before);
    int at = room(2);
    putFewDigits(pair, at, at + 2);
  }

  /**
   * A decimal by its value, without zeros at the end of its fraction; for a checksum with all
   * digits of its scale.
   */
  public void putDecimal(BigDecimal value) {
    putAscii(checksum ? value.toPlainString() : CanonicalValue.decimal(value));
  }

  /**
   * The same.
   *
   * @param unscaled of at most 18 digits
   * @param scale at most 18
   */
  public void putDecimal(long unscaled, int scale) {
    long rest = unscaled;
    int fraction = scale;
    while (!checksum && fraction > 0 && rest % 10 == 0) {
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
    hash(text, from, until - from);
    size = from;
    putHash();
  }

  private void replaceByHashes(int pieces) {
    byte[] hex = Arrays.copyOfRange(text, value, size);
    int digits = 2 * RowForm.PIECE_BYTES;
    size = value;
    for (int i = 0; i < pieces; i++) {
      int from = Math.min(i * digits, hex.length);
      hash(hex, from, Math.min(from + digits, hex.length) - from);
      putHash();
    }
  }

  /**
   * Ends the row.
   *
   * @return its hash, or its checksum with the highest byte first, which stays until the next one
   */
  public byte[] hash() {
    put(lengths, 0, lengthsSize);
    hash(text, 0, size);
    return hash;
  }

  private void putHash() {
    if (checksum) {
      putLong(Checksum.get(hash));
    } else {
      putHex(hash, 0, hash.length);
    }
  }

  private void hash(byte[] bytes, int from, int length) {
    if (checksum) {
      Checksum.put(Checksum.of(bytes, from, length), hash);
      return;
    }
    digest.update(bytes, from, length);
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
