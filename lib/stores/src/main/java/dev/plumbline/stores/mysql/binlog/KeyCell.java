package dev.plumbline.stores.mysql.binlog;

import com.github.shyiko.mysql.binlog.event.deserialization.AbstractRowsEventDataDeserializer;
import dev.plumbline.core.reconcile.form.CanonicalValue;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnType;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Reads the canonical value of one key column out of row images. */
final class KeyCell {
  private static final long DATETIME_ZERO = 0x8000000000L;
  private static final long TIME_ZERO = 0x800000L;
  private static final long MICROS_PER_SECOND = 1_000_000L;

  private final ColumnType type;
  private final CellShape shape;
  private final List<String> labels;
  private final Function<byte[], String> text;

  /**
   * @param labels of an ENUM or SET as the server has them
   * @param text reads text in the column's character set
   */
  KeyCell(ColumnSpec column, CellShape shape, List<String> labels, Function<byte[], String> text) {
    this.type = column.type();
    this.shape = shape;
    this.labels = List.copyOf(labels);
    this.text = text;
  }

  /** Whether its values can be read exactly. Times in the form that MySQL 5.5 wrote are not. */
  boolean isReadable() {
    return switch (shape.type()) {
      case CellShape.TIME,
          CellShape.DATETIME,
          CellShape.TIMESTAMP,
          CellShape.VARCHAR_COMPRESSED,
          CellShape.BLOB_COMPRESSED,
          CellShape.FLOAT,
          CellShape.DOUBLE,
          CellShape.JSON,
          CellShape.GEOMETRY,
          CellShape.VECTOR ->
          false;
      default -> true;
    };
  }

  /**
   * The cell that begins here.
   *
   * @throws DateTimeException for a date that no calendar has
   * @throws IllegalStateException for a label that the column's type does not have
   */
  String read(ByteCursor bytes) {
    int width = shape.width(bytes);
    return switch (type.canonical()) {
      case INTEGER -> integer(bytes, width);
      case DECIMAL ->
          CanonicalValue.decimal(
              AbstractRowsEventDataDeserializer.asBigDecimal(
                  shape.precision(), shape.scale(), bytes.slice(width)));
      case BITS -> CanonicalValue.bits(bytes.slice(width));
      case BYTES -> CanonicalValue.bytes(padded(bytes.slice(width)));
      case TEXT -> text(bytes, width);
      case PADDED_TEXT -> CanonicalValue.paddedText(text(bytes, width));
      case DATE -> CanonicalValue.date(date((int) bytes.little(width)));
      case LOCAL_MICROS -> CanonicalValue.micros(dateTime(bytes));
      case INSTANT_MICROS -> CanonicalValue.micros(timestamp(bytes));
      case DURATION_MICROS -> Long.toString(duration(bytes));
      case FLOAT32, FLOAT64, JSON ->
          throw new IllegalStateException(type.canonical() + " identifies no row");
    };
  }

  private String integer(ByteCursor bytes, int width) {
    if (shape.type() == CellShape.YEAR) {
      long stored = bytes.little(width);
      return Long.toString(stored == 0 ? 0 : 1900 + stored);
    }
    boolean unsigned = type.type().name().endsWith("_UNSIGNED");
    return unsigned
        ? CanonicalValue.integer(new BigInteger(Long.toUnsignedString(bytes.little(width))))
        : CanonicalValue.integer(bytes.signedLittle(width));
  }

  /** The log leaves out the zero bytes at the end of a BINARY. */
  private byte[] padded(byte[] value) {
    return switch (type.type()) {
      case BINARY -> Arrays.copyOf(value, type.length());
      default -> value;
    };
  }

  private String text(ByteCursor bytes, int width) {
    return switch (shape.type()) {
      case CellShape.ENUM -> label((int) bytes.little(width));
      case CellShape.SET -> labels(bytes.little(width));
      default -> text.apply(bytes.slice(width));
    };
  }

  /** Index 0 is what MySQL stores for an invalid label: the empty text. */
  private String label(int index) {
    if (index > labels.size()) {
      throw strange();
    }
    return index == 0 ? "" : labels.get(index - 1);
  }

  private String labels(long bits) {
    if (labels.size() < Long.SIZE && bits >>> labels.size() != 0) {
      throw strange();
    }
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      if (((bits >> i) & 1) == 1) {
        chosen.add(labels.get(i));
      }
    }
    return String.join(",", chosen);
  }

  private static IllegalStateException strange() {
    return new IllegalStateException("a label that its column does not have");
  }

  private static LocalDate date(int packed) {
    return LocalDate.of(packed >> 9, (packed >> 5) & 15, packed & 31);
  }

  private LocalDateTime dateTime(ByteCursor bytes) {
    long packed = bytes.big(5) - DATETIME_ZERO;
    int yearMonth = (int) (packed >> 22);
    return LocalDateTime.of(
        yearMonth / 13,
        yearMonth % 13,
        (int) (packed >> 17) & 31,
        (int) (packed >> 12) & 31,
        (int) (packed >> 6) & 63,
        (int) packed & 63,
        micros(bytes) * 1_000);
  }

  private LocalDateTime timestamp(ByteCursor bytes) {
    long seconds = bytes.big(4);
    int micros = micros(bytes);
    if (seconds == 0 && micros == 0) {
      throw new DateTimeException("0000-00-00 00:00:00");
    }
    return LocalDateTime.ofEpochSecond(seconds, micros * 1_000, ZoneOffset.UTC);
  }

  /** Below zero the fraction is stored as a complement of its own width. */
  private long duration(ByteCursor bytes) {
    int width = shape.fractionWidth();
    long whole = bytes.big(3) - TIME_ZERO;
    long fraction = bytes.big(width);
    if (whole < 0 && fraction != 0) {
      whole++;
      fraction -= 1L << (8 * width);
    }
    long clock = Math.abs(whole);
    long seconds = ((clock >> 12) & 1023) * 3600 + ((clock >> 6) & 63) * 60 + (clock & 63);
    long micros = seconds * MICROS_PER_SECOND + scaled(Math.abs(fraction), width);
    return whole < 0 || fraction < 0 ? -micros : micros;
  }

  private int micros(ByteCursor bytes) {
    int width = shape.fractionWidth();
    return scaled(bytes.big(width), width);
  }

  private static int scaled(long fraction, int width) {
    return (int) (width == 1 ? fraction * 10_000 : width == 2 ? fraction * 100 : fraction);
  }
}
