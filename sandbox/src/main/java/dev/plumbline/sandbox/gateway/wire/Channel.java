package dev.plumbline.sandbox.gateway.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/** Messages over a socket, in both directions; writes are buffered until {@link #flush}. */
public final class Channel implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int LARGEST_MESSAGE = 1 << 30;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  public Channel(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
  }

  /** Blocks for the next message; {@link EOFException} when the peer has closed. */
  public Message read() throws IOException {
    char type = (char) in.readUnsignedByte();
    return new Message(type, payload());
  }

  /** Blocks for a message without a type byte, as the first ones of a connection are. */
  public Message readUntyped() throws IOException {
    return new Message('\0', payload());
  }

  private byte[] payload() throws IOException {
    int length = in.readInt() - 4;
    if (length < 0 || length > LARGEST_MESSAGE) {
      throw new IOException("Cannot read a protocol message: its length is " + length);
    }
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException("The connection ended within a message");
    }
    return payload;
  }

  public void write(Message message) throws IOException {
    if (message.type() != '\0') {
      out.writeByte(message.type());
    }
    out.writeInt(message.payload().length + 4);
    out.write(message.payload());
  }

  /** Writes CopyData without copying the buffer. */
  public void writeCopyData(byte[] data, int length) throws IOException {
    out.writeByte('d');
    out.writeInt(length + 4);
    out.write(data, 0, length);
  }

  public void writeByte(char value) throws IOException {
    out.writeByte(value);
  }

  public void flush() throws IOException {
    out.flush();
  }

  /** True when a message, or a part of one, can be read without blocking. */
  public boolean hasInput() throws IOException {
    return in.available() > 0;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to do for a socket that cannot be closed.
    }
  }
}
