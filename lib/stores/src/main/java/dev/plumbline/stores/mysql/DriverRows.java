package dev.plumbline.stores.mysql;

import com.mysql.cj.exceptions.CJException;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ResultsetRows;
import com.mysql.cj.result.Row;
import java.sql.SQLException;
import java.util.Arrays;

/** Takes each value from the driver, where the packets cannot be read: they are compressed. */
final class DriverRows extends WireRows {
  private final ResultsetRows rows;
  private byte[] buffer = new byte[1024];

  DriverRows(Resultset result) {
    super(result.getColumnDefinition().getFields());
    this.rows = result.getRows();
  }

  @Override
  public byte[] bytes() {
    return buffer;
  }

  @Override
  public boolean next() throws SQLException {
    Row row;
    try {
      row = rows.next();
    } catch (CJException e) {
      throw new SQLException(e.getMessage(), e.getSQLState(), e.getVendorCode(), e);
    }
    if (row == null) {
      return false;
    }
    int at = 0;
    for (int i = 0; i < columns(); i++) {
      byte[] value = row.getBytes(i);
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
