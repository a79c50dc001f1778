package dev.plumbline.stores.mysql;

import com.mysql.cj.NativeSession;
import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.a.NativeProtocol;
import com.mysql.cj.result.Field;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * The rows of a streamed statement as the server sends them in its binary protocol: bytes in a
 * buffer, without an object per value or row. Holds one row, and what of the following ones the
 * network has brought.
 *
 * <p>Integers and floating-point numbers are little-endian, of the width of their type; dates and
 * times are as {@link WireTimes} reads them; all else, decimals too, is text or bytes. See "Binary
 * Protocol Resultset Row" in MySQL's documentation of its client/server protocol.
 */
public abstract class WireRows {
  private static final int NULL = -1;

  private final Field[] fields;
  final int[] starts;
  final int[] lengths;

  /** What the server sends of a column. */
  public enum Kind {
    INTEGER,
    FLOAT,
    DOUBLE,
    DATE,
    DATE_TIME,
    TIME,
    BYTES
  }

  WireRows(Field[] fields) {
    this.fields = fields;
    this.starts = new int[fields.length];
    this.lengths = new int[fields.length];
  }

  /**
   * Executes a prepared statement and reads its rows. Its session is used for nothing else until
   * they have been read to their end.
   *
   * @param statement prepared by the server, in a session of {@link MySqlSessions}
   */
  public static WireRows execute(PreparedStatement statement) throws SQLException {
    // Connector/J's word for: row by row as the server sends them.
    statement.setFetchSize(Integer.MIN_VALUE);
    ResultSet rows = statement.executeQuery();
    Resultset result = rows.unwrap(Resultset.class);
    NativeProtocol protocol =
        ((NativeSession) statement.getConnection().unwrap(JdbcConnection.class).getSession())
            .getProtocol();
    boolean compressed =
        protocol.getPropertySet().getBooleanProperty(PropertyKey.useCompression).getValue();
    return compressed
        ? new DriverRows(result)
        : new PacketRows(rows, result, protocol.getSocketConnection());
  }

  /**
   * Goes on to the next row.
   *
   * @return false when there is none
   */
  public abstract boolean next() throws SQLException;

  /** Where the current row's values lie; another array after each row. */
  public abstract byte[] bytes();

  public final boolean isNull(int column) {
    return lengths[column] == NULL;
  }

  /** Where the value begins in {@link #bytes}; undefined for NULL. */
  public final int start(int column) {
    return starts[column];
  }

  /** How many bytes the value has; negative for NULL. */
  public final int length(int column) {
    return lengths[column];
  }

  public final int columns() {
    return fields.length;
  }

  public final Kind kind(int column) {
    return switch (fields[column].getMysqlTypeId()) {
      case 1, 2, 3, 8, 9, 13 -> Kind.INTEGER;
      case 4 -> Kind.FLOAT;
      case 5 -> Kind.DOUBLE;
      case 10 -> Kind.DATE;
      case 7, 12 -> Kind.DATE_TIME;
      case 11 -> Kind.TIME;
      default -> Kind.BYTES;
    };
  }

  public final boolean isUnsigned(int column) {
    return fields[column].isUnsigned();
  }

  /** Bytes of a value that has no length of its own before it; 0 where it has. */
  final int width(int column) {
    return switch (fields[column].getMysqlTypeId()) {
      case 1 -> 1;
      case 2, 13 -> 2;
      case 3, 4, 9 -> 4;
      case 5, 8 -> 8;
      default -> 0;
    };
  }

  final void setNull(int column) {
    lengths[column] = NULL;
  }

  /**
   * An integer as its type's bits say, sign-extended unless unsigned; of a BIGINT UNSIGNED the 64
   * bits.
   */
  public final long integer(int column) {
    byte[] bytes = bytes();
    int start = starts[column];
    boolean unsigned = fields[column].isUnsigned();
    return switch (lengths[column]) {
      case 1 -> unsigned ? bytes[start] & 0xFF : bytes[start];
      case 2 -> {
        short value = (short) Wire.SHORT.get(bytes, start);
        yield unsigned ? value & 0xFFFF : value;
      }
      case 4 -> {
        int value = (int) Wire.INT.get(bytes, start);
        yield unsigned ? value & 0xFFFF_FFFFL : value;
      }
      default -> (long) Wire.LONG.get(bytes, start);
    };
  }

  /** A FLOAT or DOUBLE; a FLOAT keeps its value. */
  public final double real(int column) {
    byte[] bytes = bytes();
    int start = starts[column];
    return lengths[column] == Float.BYTES
        ? Float.intBitsToFloat((int) Wire.INT.get(bytes, start))
        : Double.longBitsToDouble((long) Wire.LONG.get(bytes, start));
  }

  /** A value of {@link Kind#BYTES} as UTF-8; undefined for NULL. */
  public final String text(int column) {
    return new String(bytes(), starts[column], lengths[column], StandardCharsets.UTF_8);
  }

  /** A value for a message, about as MySQL shows it; null for NULL. */
  public final String shown(int column) {
    if (isNull(column)) {
      return null;
    }
    byte[] bytes = bytes();
    int start = starts[column];
    int length = lengths[column];
    return switch (kind(column)) {
      case INTEGER ->
          isUnsigned(column)
              ? Long.toUnsignedString(integer(column))
              : Long.toString(integer(column));
      case FLOAT, DOUBLE -> Double.toString(real(column));
      case DATE, DATE_TIME -> WireTimes.shown(bytes, start, length, kind(column) == Kind.DATE);
      case TIME -> WireTimes.duration(bytes, start, length) + " µs";
      case BYTES ->
          fields[column].isBinary()
              ? HexFormat.of().formatHex(bytes, start, start + length)
              : text(column);
    };
  }
}
