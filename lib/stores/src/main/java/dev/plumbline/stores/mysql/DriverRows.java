package dev.plumbline.stores.mysql;

import dev.plumbline.stores.mysql.DriverSocket.SentColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** Takes each value from the driver, where the packets cannot be read: they are compressed. */
final class DriverRows extends WireRows {
  private final ResultSet rows;
  private byte[] buffer = new byte[1024];

  DriverRows(SentColumn[] columns, ResultSet rows) {
    super(columns);
    this.rows = rows;
  }

  @Override
  public byte[] bytes() {
    return buffer;
  }

  @Override
  public boolean next() throws SQLException {
    if (!rows.next()) {
      return false;
    }
    int at = 0;
    for (int i = 0; i < columns(); i++) {
      byte[] value = rows.getBytes(i + 1);
      if (value == null) {
        setNull(i);
        continue;
      }
      if (buffer.length - at < value.length) {
        buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, at + value.length));
      }
      System.arraycopy(value, 0, buffer, at, value.length);
      starts[i] = at;
      lengths[i] = value.length;
      at += value.length;
    }
    return true;
  }
}
