package dev.plumbline.sandbox.replicator.binlog;

import java.util.Arrays;

/** Reads numbers and slices out of a binlog event's bytes, front to back. */
final class ByteCursor {
  private final byte[] bytes;
  private int position;

  ByteCursor(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return position < bytes.length;
  }

  void skip(int count) {
    position += count;
  }

  int unsignedByte() {
    return bytes[position++] & 0xFF;
  }

  /** Little endian, without sign. */
  long little(int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (bytes[position + i] & 0xFFL) << (8 * i);
    }
    position += width;
    return value;
  }

  /** Little endian, with sign. */
  long signedLittle(int width) {
    int unused = 64 - 8 * width;
    return little(width) << unused >> unused;
  }

  /** Big endian, without sign. */
  long big(int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | (bytes[position + i] & 0xFF);
    }
    position += width;
    return value;
  }

  byte[] slice(int length) {
    byte[] slice = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return slice;
  }

  /** MySQL's length-encoded integer. */
  int packedInt() {
    int first = unsignedByte();
    return switch (first) {
      case 252 -> (int) little(2);
      case 253 -> (int) little(3);
      case 254 -> Math.toIntExact(little(8));
      default -> first;
    };
  }
}
