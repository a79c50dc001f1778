package dev.plumbline.stores.mysql;

import com.mysql.cj.protocol.FullReadInputStream;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.SocketConnection;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Reads the packets of the rows past the driver, whose objects per value cost more than the
 * network. Everything before the first row and after the last, errors too, is the driver's.
 */
final class PacketRows extends WireRows {
  private static final int HEADER = 4;

  /** A payload of that many bytes goes on in the next packet. */
  private static final int LARGEST = 0xFF_FFFF;

  private static final int ROW = 0;
  private static final int INITIAL_BYTES = 1 << 18;

  private final ResultSet rows;
  private final SocketConnection socket;
  private final FullReadInputStream input;
  private final int[] widths;
  private byte[] buffer = new byte[INITIAL_BYTES];

  /** The bytes from the current packet's header to the end of what has been received. */
  private int from;

  private int until;

  /** Where the next packet begins. */
  private int following;

  private boolean ended;

  PacketRows(ResultSet rows, Resultset result, SocketConnection socket) throws SQLException {
    super(result.getColumnDefinition().getFields());
    this.rows = rows;
    this.socket = socket;
    try {
      this.input = socket.getMysqlInput();
    } catch (IOException e) {
      throw new SQLException(e.getMessage(), e);
    }
    this.widths = new int[columns()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(i);
    }
  }

  @Override
  public byte[] bytes() {
    return buffer;
  }

  @Override
  public boolean next() throws SQLException {
    if (ended) {
      return false;
    }
    try {
      from = following;
      if (buffer[receive()] == ROW) {
        return true;
      }
    } catch (IOException e) {
      throw new SQLException("the connection broke while rows were read: " + e.getMessage(), e);
    }
    return end();
  }

  /** The driver reads the packet that ends the rows: it knows what an error says. */
  private boolean end() throws SQLException {
    ended = true;
    byte[] unread = Arrays.copyOfRange(buffer, from, until);
    socket.setMysqlInput(
        new FullReadInputStream(new SequenceInputStream(new ByteArrayInputStream(unread), input)));
    if (rows.next()) {
      throw new SQLException("the server sent a row after the last one");
    }
    return false;
  }

  /** Brings a whole payload into the buffer and finds its values; returns where it begins. */
  private int receive() throws IOException {
    require(HEADER);
    int length = payloadLength(from);
    require(HEADER + length);
    following = from + HEADER + length;
    if (length == LARGEST) {
      length = join(length);
    }
    int payload = from + HEADER;
    if (length > 0 && buffer[payload] == ROW) {
      locate(payload + 1);
    }
    return payload;
  }

  /** Moves the parts of a payload together that lie behind headers of their own. */
  private int join(int first) throws IOException {
    int whole = first;
    int part;
    do {
      require(following - from + HEADER);
      part = payloadLength(following);
      require(following - from + HEADER + part);
      System.arraycopy(buffer, following + HEADER, buffer, from + HEADER + whole, part);
      whole += part;
      following += HEADER + part;
    } while (part == LARGEST);
    return whole;
  }

  private int payloadLength(int header) {
    return (buffer[header] & 0xFF)
        | ((buffer[header + 1] & 0xFF) << 8)
        | ((buffer[header + 2] & 0xFF) << 16);
  }

  /** A bit per column says whether it is NULL, after two that say nothing; then come the others. */
  private void locate(int nulls) {
    int at = nulls + (widths.length + 9) / 8;
    for (int i = 0; i < widths.length; i++) {
      int bit = i + 2;
      if ((buffer[nulls + (bit >> 3)] & (1 << (bit & 7))) != 0) {
        setNull(i);
        continue;
      }
      int length = widths[i];
      if (length == 0) {
        int first = buffer[at++] & 0xFF;
        if (first <= 250) {
          length = first;
        } else {
          int digits = first == 252 ? 2 : first == 253 ? 3 : 8;
          length = Math.toIntExact(number(at, digits));
          at += digits;
        }
      }
      starts[i] = at;
      lengths[i] = length;
      at += length;
    }
  }

  private long number(int start, int digits) {
    long value = 0;
    for (int i = digits - 1; i >= 0; i--) {
      value = (value << 8) | (buffer[start + i] & 0xFF);
    }
    return value;
  }

  /** Receives until that many bytes from the packet's header on are there. */
  private void require(int bytes) throws IOException {
    if (until - from >= bytes) {
      return;
    }
    if (buffer.length - from < Math.max(bytes, INITIAL_BYTES / 2)) {
      byte[] target = bytes > buffer.length ? new byte[Math.max(bytes, bytes / 2 * 3)] : buffer;
      System.arraycopy(buffer, from, target, 0, until - from);
      buffer = target;
      following -= from;
      until -= from;
      from = 0;
    }
    while (until - from < bytes) {
      int received = input.read(buffer, until, buffer.length - until);
      if (received < 0) {
        throw new EOFException("the server closed it");
      }
      until += received;
    }
  }
}
