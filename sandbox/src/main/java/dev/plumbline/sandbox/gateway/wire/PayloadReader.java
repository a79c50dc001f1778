package dev.plumbline.sandbox.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Reads a message's payload from its start. */
public final class PayloadReader {
  private final byte[] bytes;
  private int at;

  public PayloadReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public int int8() {
    return bytes[at++] & 0xff;
  }

  public int int16() {
    return (short) ((int8() << 8) | int8());
  }

  public int int32() {
    return (int8() << 24) | (int8() << 16) | (int8() << 8) | int8();
  }

  /** A zero-terminated string. */
  public String string() {
    int start = at;
    while (bytes[at] != 0) {
      at++;
    }
    return new String(bytes, start, at++ - start, UTF_8);
  }

  public byte[] bytes(int length) {
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  public int remaining() {
    return bytes.length - at;
  }
}
