package dev.plumbline.stores.mysql.binlog;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import java.util.ArrayList;
import java.util.List;

/**
 * How the cells of one column stand in row images.
 *
 * <p>Source: MySQL's {@code log_event.h}, "Table_map_log_event", and the packing of {@code
 * field.cc}; MariaDB writes the same.
 *
 * @param type the storage type's code
 * @param meta what the type needs to be read: length, precision, fraction digits
 */
record CellShape(int type, int meta) {
  static final int TINY = 1;
  static final int SHORT = 2;
  static final int LONG = 3;
  static final int FLOAT = 4;
  static final int DOUBLE = 5;
  static final int TIMESTAMP = 7;
  static final int LONGLONG = 8;
  static final int INT24 = 9;
  static final int DATE = 10;
  static final int TIME = 11;
  static final int DATETIME = 12;
  static final int YEAR = 13;
  static final int VARCHAR = 15;
  static final int BIT = 16;
  static final int TIMESTAMP_V2 = 17;
  static final int DATETIME_V2 = 18;
  static final int TIME_V2 = 19;
  static final int VARCHAR_COMPRESSED = 141;
  static final int BLOB_COMPRESSED = 140;
  static final int VECTOR = 242;
  static final int JSON = 245;
  static final int NEWDECIMAL = 246;
  static final int ENUM = 247;
  static final int SET = 248;
  static final int BLOB = 252;
  static final int VAR_STRING = 253;
  static final int STRING = 254;
  static final int GEOMETRY = 255;

  private static final int[] DECIMAL_BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};
  private static final int LONG_CHAR = 0x30;

  /** The columns of a table, in its order, as a table map describes them. */
  static List<CellShape> of(TableMapEventData map) {
    List<CellShape> shapes = new ArrayList<>();
    for (int i = 0; i < map.getColumnTypes().length; i++) {
      shapes.add(of(map.getColumnTypes()[i] & 0xFF, map.getColumnMetadata()[i]));
    }
    return List.copyOf(shapes);
  }

  /**
   * CHAR, ENUM and SET share one code; which it is, and a length over 255, is folded into the
   * metadata.
   */
  private static CellShape of(int code, int meta) {
    if (code != STRING || meta < 256) {
      return new CellShape(code, meta);
    }
    int high = meta >> 8;
    int low = meta & 0xFF;
    return (high & LONG_CHAR) == LONG_CHAR
        ? new CellShape(high, low)
        : new CellShape(high | LONG_CHAR, low | (((high & LONG_CHAR) ^ LONG_CHAR) << 4));
  }

  /**
   * How many bytes the cell takes that begins here; moves past a length that stands before it.
   *
   * @throws IllegalStateException for a type that is not known here
   */
  int width(ByteCursor bytes) {
    return switch (type) {
      case TINY, YEAR -> 1;
      case SHORT -> 2;
      case INT24, DATE, TIME -> 3;
      case LONG, FLOAT, TIMESTAMP -> 4;
      case LONGLONG, DOUBLE, DATETIME -> 8;
      case NEWDECIMAL -> decimalWidth();
      case BIT -> ((meta >> 8) * 8 + (meta & 0xFF) + 7) / 8;
      case TIMESTAMP_V2 -> 4 + fractionWidth();
      case DATETIME_V2 -> 5 + fractionWidth();
      case TIME_V2 -> 3 + fractionWidth();
      case ENUM, SET -> meta;
      case STRING, VARCHAR, VAR_STRING, VARCHAR_COMPRESSED ->
          (int) bytes.little(meta < 256 ? 1 : 2);
      case BLOB, BLOB_COMPRESSED, JSON, GEOMETRY, VECTOR -> Math.toIntExact(bytes.little(meta));
      default -> throw new IllegalStateException("a column of storage type " + type);
    };
  }

  int fractionWidth() {
    return (meta + 1) / 2;
  }

  int precision() {
    return meta & 0xFF;
  }

  int scale() {
    return meta >> 8;
  }

  private int decimalWidth() {
    int whole = precision() - scale();
    return whole / 9 * 4 + DECIMAL_BYTES[whole % 9] + scale() / 9 * 4 + DECIMAL_BYTES[scale() % 9];
  }
}
