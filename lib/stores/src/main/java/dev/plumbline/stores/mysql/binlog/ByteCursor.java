package dev.plumbline.stores.mysql.binlog;

import java.util.Arrays;

/** Reads numbers and slices out of an event's bytes, front to back. */
final class ByteCursor {
  private final byte[] bytes;
  private int at;

  ByteCursor(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  void skip(int count) {
    at += count;
  }

  /** Little endian, without sign. */
  long little(int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (bytes[at + i] & 0xFFL) << (8 * i);
    }
    at += width;
    return value;
  }

  /** Little endian, with sign. */
  long signedLittle(int width) {
    int unused = Long.SIZE - 8 * width;
    return little(width) << unused >> unused;
  }

  /** Big endian, without sign. */
  long big(int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | (bytes[at + i] & 0xFF);
    }
    at += width;
    return value;
  }

  byte[] slice(int length) {
    byte[] slice = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return slice;
  }

  /** MySQL's length-encoded integer. */
  int packedInt() {
    int first = bytes[at++] & 0xFF;
    return switch (first) {
      case 252 -> (int) little(2);
      case 253 -> (int) little(3);
      case 254 -> Math.toIntExact(little(8));
      default -> first;
    };
  }
}
