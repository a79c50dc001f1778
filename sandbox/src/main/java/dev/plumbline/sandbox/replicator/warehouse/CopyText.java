package dev.plumbline.sandbox.replicator.warehouse;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/** Writes rows in the text format of PostgreSQL's COPY. */
final class CopyText {
  private static final int FLUSH_AT = 64 * 1024;

  private final CopyIn copy;
  private byte[] buffer = new byte[FLUSH_AT + 4096];
  private int length;
  private long written;
  private boolean firstCell = true;

  CopyText(CopyIn copy) {
    this.copy = copy;
  }

  /** The next cell of the row; null is SQL NULL. */
  CopyText cell(String value) {
    if (!firstCell) {
      put('\t');
    }
    firstCell = false;
    if (value == null) {
      put('\\');
      put('N');
    } else {
      escape(value);
    }
    return this;
  }

  CopyText cell(long value) {
    return cell(Long.toString(value));
  }

  void endRow() throws SQLException {
    put('\n');
    firstCell = true;
    if (length >= FLUSH_AT) {
      flush();
    }
  }

  /** Sends what is left; returns the bytes of all rows. */
  long finish() throws SQLException {
    flush();
    copy.endCopy();
    return written;
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer, 0, length);
    written += length;
    length = 0;
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        rest(value.substring(i));
        return;
      }
      ascii(c);
    }
  }

  private void rest(String value) {
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b < 0) {
        put(b);
      } else {
        ascii((char) b);
      }
    }
  }

  private void ascii(char c) {
    switch (c) {
      case '\\' -> escaped('\\');
      case '\n' -> escaped('n');
      case '\r' -> escaped('r');
      case '\t' -> escaped('t');
      default -> put(c);
    }
  }

  private void escaped(char c) {
    put('\\');
    put(c);
  }

  private void put(int b) {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * length);
    }
    buffer[length++] = (byte) b;
  }
}
