package dev.plumbline.sandbox.replicator.binlog;

import com.github.shyiko.mysql.binlog.event.deserialization.AbstractRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import dev.plumbline.sandbox.replicator.table.CellText;
import dev.plumbline.sandbox.replicator.table.SourceColumn;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the cells of one column out of row images.
 *
 * <p>Formats: MySQL's {@code log_event.h}, "Table_map_log_event" and the field packing of {@code
 * field.cc}; MariaDB writes the same with its default {@code mysql56_temporal_format=ON}.
 */
final class CellDecoder {
  private static final long DATETIME_OFFSET = 0x8000000000L;
  private static final long TIME_OFFSET = 0x800000L;
  private static final int[] DECIMAL_BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

  private final SourceColumn column;
  private final ColumnType type;
  private final int meta;
  private final List<String> labels;
  private final TextDecoder text;

  CellDecoder(SourceColumn column, TableShape.Column shape, TextDecoder text) {
    this.column = column;
    this.type = shape.type();
    this.meta = shape.meta();
    this.labels = column.labels();
    this.text = text;
  }

  /** The next cell's text; null for dates that no calendar has. */
  String decode(ByteCursor bytes) {
    return switch (type) {
      case TINY -> integer(bytes, 1);
      case SHORT -> integer(bytes, 2);
      case INT24 -> integer(bytes, 3);
      case LONG -> integer(bytes, 4);
      case LONGLONG -> integer(bytes, 8);
      case FLOAT -> Float.toString(Float.intBitsToFloat((int) bytes.little(4)));
      case DOUBLE -> Double.toString(Double.longBitsToDouble(bytes.little(8)));
      case NEWDECIMAL -> decimal(bytes);
      case BIT -> CellText.bits(bytes.big(((meta >> 8) * 8 + (meta & 0xFF) + 7) / 8));
      case YEAR -> year(bytes.unsignedByte());
      case DATE -> date((int) bytes.little(3));
      case DATETIME_V2 -> dateTime(bytes);
      case TIMESTAMP_V2 -> timestamp(bytes);
      case TIME_V2 -> time(bytes);
      case ENUM -> label((int) bytes.little(meta));
      case SET -> labelsOf(bytes.little(meta));
      case STRING -> string(bytes.slice((int) bytes.little(meta < 256 ? 1 : 2)));
      case VARCHAR, VAR_STRING -> string(bytes.slice((int) bytes.little(meta < 256 ? 1 : 2)));
      case BLOB, TINY_BLOB, MEDIUM_BLOB, LONG_BLOB ->
          string(bytes.slice(Math.toIntExact(bytes.little(meta))));
      default ->
          throw new IllegalStateException(
              "Cannot read column " + column.name() + " from the binlog: storage type " + type);
    };
  }

  private String integer(ByteCursor bytes, int width) {
    if (!column.isUnsigned()) {
      return Long.toString(bytes.signedLittle(width));
    }
    return Long.toUnsignedString(bytes.little(width));
  }

  private String decimal(ByteCursor bytes) {
    int precision = meta & 0xFF;
    int scale = meta >> 8;
    int whole = precision - scale;
    int width = whole / 9 * 4 + DECIMAL_BYTES[whole % 9] + scale / 9 * 4 + DECIMAL_BYTES[scale % 9];
    return AbstractRowsEventDataDeserializer.asBigDecimal(precision, scale, bytes.slice(width))
        .toPlainString();
  }

  private static String year(int stored) {
    return CellText.year(stored == 0 ? 0 : 1900 + stored);
  }

  private static String date(int packed) {
    return CellText.date(packed >> 9, (packed >> 5) & 15, packed & 31);
  }

  private String dateTime(ByteCursor bytes) {
    long packed = bytes.big(5) - DATETIME_OFFSET;
    int yearMonth = (int) (packed >> 22);
    return CellText.dateTime(
        yearMonth / 13,
        yearMonth % 13,
        (int) (packed >> 17) & 31,
        (int) (packed >> 12) & 31,
        (int) (packed >> 6) & 63,
        (int) packed & 63,
        micros(bytes));
  }

  private String timestamp(ByteCursor bytes) {
    long seconds = bytes.big(4);
    int micros = micros(bytes);
    if (seconds == 0 && micros == 0) {
      return null;
    }
    LocalDateTime utc = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    return CellText.dateTime(
        utc.getYear(),
        utc.getMonthValue(),
        utc.getDayOfMonth(),
        utc.getHour(),
        utc.getMinute(),
        utc.getSecond(),
        micros);
  }

  /** Below zero the fraction is stored as a complement of its own width. */
  private String time(ByteCursor bytes) {
    int width = (meta + 1) / 2;
    long whole = bytes.big(3) - TIME_OFFSET;
    long fraction = bytes.big(width);
    if (whole < 0 && fraction != 0) {
      whole++;
      fraction -= 1L << (8 * width);
    }
    long clock = Math.abs(whole);
    return CellText.time(
        whole < 0 || fraction < 0,
        (int) (clock >> 12) & 1023,
        (int) (clock >> 6) & 63,
        (int) clock & 63,
        scaled(Math.abs(fraction), width),
        meta);
  }

  private int micros(ByteCursor bytes) {
    int width = (meta + 1) / 2;
    return scaled(bytes.big(width), width);
  }

  private static int scaled(long fraction, int width) {
    return (int) (width == 1 ? fraction * 10_000 : width == 2 ? fraction * 100 : fraction);
  }

  /** Index 0 is what MySQL stores for an invalid label: the empty text. */
  private String label(int index) {
    return index == 0 ? "" : labels.get(index - 1);
  }

  private String labelsOf(long bits) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < labels.size(); i++) {
      if (((bits >> i) & 1) == 1) {
        joined.append(joined.length() == 0 ? "" : ",").append(labels.get(i));
      }
    }
    return joined.toString();
  }

  private String string(byte[] bytes) {
    return switch (column.dataType()) {
      // The binlog leaves out the zero bytes at the end.
      case "binary" -> CellText.bytes(Arrays.copyOf(bytes, Math.toIntExact(column.length())));
      case "varbinary" -> CellText.bytes(bytes);
      default -> text.decode(bytes);
    };
  }
}
