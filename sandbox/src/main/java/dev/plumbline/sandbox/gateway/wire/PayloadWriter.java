package dev.plumbline.sandbox.gateway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Builds a message's payload. */
public final class PayloadWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public PayloadWriter int8(int value) {
    out.write(value);
    return this;
  }

  public PayloadWriter int16(int value) {
    return int8(value >>> 8).int8(value);
  }

  public PayloadWriter int32(int value) {
    return int16(value >>> 16).int16(value);
  }

  public PayloadWriter bytes(byte[] value) {
    out.writeBytes(value);
    return this;
  }

  /** A zero-terminated string. */
  public PayloadWriter string(String value) {
    return bytes(value.getBytes(UTF_8)).int8(0);
  }

  public Message message(char type) {
    return new Message(type, out.toByteArray());
  }
}
