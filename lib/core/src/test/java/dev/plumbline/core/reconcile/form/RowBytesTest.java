package dev.plumbline.core.reconcile.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.CanonicalForm;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RowBytesTest {
  private static final RowForm FORM =
      RowForm.of(
          List.of(
              column(CanonicalForm.INTEGER, 80),
              column(CanonicalForm.DECIMAL, 80),
              column(CanonicalForm.TEXT, 400),
              column(CanonicalForm.PADDED_TEXT, 40),
              column(CanonicalForm.TEXT, 65_535),
              column(CanonicalForm.BYTES, 200),
              column(CanonicalForm.BYTES, 2 * 40_000),
              column(CanonicalForm.BITS, 80),
              column(CanonicalForm.TEXT, 255)));

  private final RowBytes bytes = new RowBytes(DigestStrength.STANDARD);
  private final RowBytes checksums = new RowBytes(DigestStrength.CHECKSUM);

  @Test
  void theHashIsThatOfTheRowsText() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      List<Object> row = new ArrayList<>();
      row.add(i == 0 ? (Object) Long.MIN_VALUE : random.nextLong() >> random.nextInt(64));
      row.add(decimal(random));
      row.add(text(random, 80));
      row.add(text(random, 10) + "  ");
      row.add(text(random, 10_000));
      row.add(bytes(random, 100));
      row.add(bytes(random, 40_000));
      row.add(bytes(random, 8));
      row.add(text(random, 3));
      for (int column = 0; column < row.size(); column++) {
        if (random.nextInt(5) == 0) {
          row.set(column, null);
        }
      }
      assertThat(hash(row)).as("row %d", i).isEqualTo(expected(row));
      checksums.begin();
      add(row, checksums);
      assertThat(Long.toString(Checksum.get(checksums.hash())))
          .as("row %d", i)
          .isEqualTo(
              CanonicalBytes.hash(
                  CanonicalBytes.text(FORM, plain(row), DigestStrength.CHECKSUM),
                  DigestStrength.CHECKSUM));
    }
  }

  @Test
  void numbersAreWrittenAsTheirCanonicalText() {
    for (long number : new long[] {0, 9, 10, -1, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE, -1000}) {
      for (int scale : new int[] {0, 1, 2, 5, 18}) {
        List<Object> row = new ArrayList<>(Arrays.asList(new Object[9]));
        row.set(0, number);
        row.set(1, BigDecimal.valueOf(number / 10, scale));
        assertThat(hash(row)).as("%d scale %d", number, scale).isEqualTo(expected(row));
      }
    }
  }

  @Test
  void numbersOfEachLengthHaveAllTheirDigits() {
    for (long power = 1; power > 0 && power <= 1_000_000_000_000_000_000L; power *= 10) {
      for (long number : new long[] {power - 1, power, power + 1, -power, 3 * power / 2}) {
        bytes.begin();
        bytes.putLong(number);
        assertThat(textOfBytes()).isEqualTo(Long.toString(number));
        for (int scale = 0; scale <= 18; scale++) {
          bytes.begin();
          bytes.putDecimal(number, scale);
          assertThat(textOfBytes())
              .isEqualTo(CanonicalValue.decimal(BigDecimal.valueOf(number, scale)));
        }
      }
    }
  }

  @Test
  void floatingPointNumbersAreWrittenAsTheirCanonicalText() {
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      requireReal(Double.longBitsToDouble(random.nextLong()));
      requireReal(random.nextInt(100) / 8d);
    }
    for (double special :
        new double[] {0d, -0d, 1d, -1d, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE}) {
      requireReal(special);
    }
    for (float special : new float[] {Float.MIN_VALUE, -Float.MIN_NORMAL, Float.MAX_VALUE}) {
      requireReal(special);
    }
    requireReal(Double.NaN);
    requireReal(Double.NEGATIVE_INFINITY);
  }

  @Test
  void forAChecksumTimesAreWrittenAsMySqlWritesThem() {
    assertThat(put(to -> to.putDay(0))).isEqualTo("1970-01-01");
    assertThat(put(to -> to.putDay((int) LocalDate.of(1, 1, 1).toEpochDay() - 1)))
        .isEqualTo("0000-12-31");
    assertThat(put(to -> to.putDay((int) LocalDate.of(9999, 12, 31).toEpochDay())))
        .isEqualTo("9999-12-31");
    assertThat(put(to -> to.putMicros(0))).isEqualTo("1970-01-01 00:00:00");
    assertThat(put(to -> to.putMicros(-1))).isEqualTo("1969-12-31 23:59:59.999999");
    assertThat(put(to -> to.putMicros(86_399_000_100L))).isEqualTo("1970-01-01 23:59:59.0001");
    assertThat(put(to -> to.putMicros(3_723_500_000L))).isEqualTo("1970-01-01 01:02:03.5");
    assertThat(put(to -> to.putDecimal(-50, 2))).isEqualTo("-0.50");
    assertThat(put(to -> to.putDecimal(100, 2))).isEqualTo("1.00");
    assertThat(put(to -> to.putDecimal(new BigDecimal("1.500")))).isEqualTo("1.500");
    assertThat(put(to -> to.putReal(-0d))).isEqualTo(put(to -> to.putReal(0f)));
    assertThat(put(to -> to.putReal(1.5d))).isNotEqualTo(put(to -> to.putReal(1.25d)));
  }

  private String put(Consumer<RowBytes> value) {
    checksums.begin();
    value.accept(checksums);
    return new String(checksums.array(), 0, checksums.room(0), StandardCharsets.ISO_8859_1);
  }

  private void requireReal(double value) {
    bytes.begin();
    bytes.putReal(value);
    assertThat(textOfBytes()).isEqualTo(CanonicalValue.float64(value));
    bytes.begin();
    bytes.putReal((float) value);
    assertThat(textOfBytes()).isEqualTo(CanonicalValue.float32((float) value));
  }

  private String textOfBytes() {
    int end = bytes.room(0);
    return new String(bytes.array(), 0, end, StandardCharsets.US_ASCII);
  }

  @Test
  void whatFollowsTheIdentityIsTiedToIt() {
    for (int identified = 0; identified < 2; identified++) {
      List<Object> key = new ArrayList<>(Arrays.asList(new Object[9]));
      key.set(0, 7L);
      key.set(2, identified == 0 ? null : "a|b,~");
      List<Object> row = new ArrayList<>(Arrays.asList(new Object[9]));
      row.set(2, "x");
      bytes.begin();
      add(key);
      bytes.endIdentity();
      add(row);
      assertThat(HexFormat.of().formatHex(bytes.hash()))
          .isEqualTo(
              CanonicalBytes.toolHash(
                  CanonicalBytes.text(FORM, canonical(key), DigestStrength.STANDARD),
                  FORM,
                  canonical(row),
                  DigestStrength.STANDARD));
    }
  }

  private String hash(List<Object> row) {
    bytes.begin();
    add(row);
    return HexFormat.of().formatHex(bytes.hash());
  }

  private void add(List<Object> row) {
    add(row, bytes);
  }

  private static void add(List<Object> row, RowBytes bytes) {
    for (int i = 0; i < row.size(); i++) {
      RowForm.Slot slot = FORM.slots().get(i);
      Object value = row.get(i);
      if (value == null) {
        bytes.nothing(slot);
        continue;
      }
      put(slot, value, bytes);
      bytes.end(slot);
    }
  }

  private static void put(RowForm.Slot slot, Object value, RowBytes bytes) {
    if (value instanceof Long number) {
      bytes.putLong(number);
    } else if (value instanceof BigDecimal decimal) {
      bytes.putDecimal(decimal.unscaledValue().longValueExact(), decimal.scale());
    } else if (value instanceof byte[] binary && slot.column().form() == CanonicalForm.BITS) {
      bytes.putBits(binary);
    } else if (value instanceof byte[] binary) {
      bytes.putHex(binary, 0, binary.length);
    } else {
      bytes.putText(value.toString());
      if (slot.column().form() == CanonicalForm.PADDED_TEXT) {
        bytes.trim((byte) ' ');
      }
    }
  }

  private static String expected(List<Object> row) {
    return CanonicalBytes.hash(
        CanonicalBytes.text(FORM, canonical(row), DigestStrength.STANDARD),
        DigestStrength.STANDARD);
  }

  private static List<String> canonical(List<Object> row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      values.add(value == null ? null : canonical(FORM.slots().get(i).column().form(), value));
    }
    return values;
  }

  /** As for a checksum: decimals with all digits of their scale. */
  private static List<String> plain(List<Object> row) {
    List<String> values = canonical(row);
    if (row.get(1) != null) {
      values.set(1, ((BigDecimal) row.get(1)).toPlainString());
    }
    return values;
  }

  private static String canonical(CanonicalForm form, Object value) {
    return switch (form) {
      case DECIMAL -> CanonicalValue.decimal((BigDecimal) value);
      case PADDED_TEXT -> CanonicalValue.paddedText((String) value);
      case BITS -> CanonicalValue.bits((byte[]) value);
      case BYTES -> CanonicalValue.bytes((byte[]) value);
      default -> value.toString();
    };
  }

  private static String text(Random random, int longest) {
    int length = random.nextInt(longest);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(4) == 0 ? "ü☃🚚" : "| ,~a");
    }
    return text.toString();
  }

  /** Of at most 18 digits. */
  private static BigDecimal decimal(Random random) {
    return BigDecimal.valueOf((random.nextLong() / 10) >> random.nextInt(64), random.nextInt(19));
  }

  private static byte[] bytes(Random random, int longest) {
    byte[] bytes = new byte[random.nextInt(longest)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static DigestColumn column(CanonicalForm form, long maxBytes) {
    return DigestColumn.of("c" + form + maxBytes, form, maxBytes);
  }
}
