package dev.plumbline.core.reconcile.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.reconcile.form.RowForm.Encoding;
import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.core.table.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {
  private static final DigestStrength ONE = DigestStrength.STANDARD;

  private static DigestColumn column(String name, String type) {
    return DigestColumn.of(name, ColumnType.parse(type));
  }

  @Test
  void valuesAreEqualByValue() {
    assertThat(CanonicalValue.decimal(new BigDecimal("1.5000"))).isEqualTo("1.5");
    assertThat(CanonicalValue.decimal(new BigDecimal("100"))).isEqualTo("100");
    assertThat(CanonicalValue.decimal(new BigDecimal("0.00"))).isEqualTo("0");
    assertThat(CanonicalValue.bits(new byte[] {0, 0, 1})).isEqualTo("1");
    assertThat(CanonicalValue.bits(new byte[8])).isEmpty();
    assertThat(CanonicalValue.paddedText("a  ")).isEqualTo("a");
    assertThat(CanonicalValue.date(LocalDate.of(1969, 12, 31))).isEqualTo("-1");
    assertThat(CanonicalValue.micros(LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)))
        .isEqualTo("253402300799999999");
    assertThat(CanonicalValue.durationText("-838:59:59")).isEqualTo("-3020399000000");
    assertThat(CanonicalValue.durationText("-00:00:00.5")).isEqualTo("-500000");
    assertThat(CanonicalValue.durationText("soon")).isEqualTo("!soon");
    assertThat(CanonicalValue.yearText("0000")).isEqualTo("0");
    assertThat(CanonicalValue.float32(-0f)).isEqualTo(CanonicalValue.float32(0f));
    assertThat(CanonicalValue.float64(Double.NaN)).isEqualTo("nan");
    assertThat(CanonicalValue.float32(1.234567f)).isNotEqualTo(CanonicalValue.float32(1.23457f));
  }

  @Test
  void valuesAreShownAsPeopleReadThem() {
    assertThat(CanonicalValue.shown(CanonicalForm.DATE, "20635")).isEqualTo("2026-07-01");
    assertThat(CanonicalValue.shown(CanonicalForm.DATE, "0000-00-00")).isEqualTo("0000-00-00");
    assertThat(CanonicalValue.shown(CanonicalForm.INSTANT_MICROS, "1782907200000001"))
        .isEqualTo("2026-07-01T12:00:00.000001Z");
    assertThat(CanonicalValue.shown(CanonicalForm.DURATION_MICROS, "-3020399000000"))
        .isEqualTo("-838:59:59");
    assertThat(CanonicalValue.shown(CanonicalForm.FLOAT64, CanonicalValue.float64(1.5)))
        .isEqualTo("1.5");
    assertThat(CanonicalValue.shown(CanonicalForm.TEXT, "20635")).isEqualTo("20635");
    assertThat(CanonicalValue.shown(CanonicalForm.DATE, null)).isNull();
  }

  @Test
  void jsonIsEqualByValue() {
    assertThat(CanonicalJson.of("{\"b\": 1.0, \"a\": [ 1e2 ]}"))
        .isEqualTo(CanonicalJson.of("{\"a\":[100],\"b\":1}"));
    assertThat(CanonicalJson.of("[1,2]")).isNotEqualTo(CanonicalJson.of("[2,1]"));
    assertThat(CanonicalJson.of("12345678901234567890"))
        .isNotEqualTo(CanonicalJson.of("12345678901234567891"));
    assertThat(CanonicalJson.of("\"1\"")).isNotEqualTo(CanonicalJson.of("1"));
    assertThat(CanonicalJson.of("null")).isNotEqualTo(CanonicalJson.of("\"null\""));
    assertThat(CanonicalJson.of("{oops")).isEqualTo("!{oops");
    assertThat(CanonicalJson.of("1e999999999")).hasSizeLessThan(20);
  }

  @Test
  void noTwoRowsShareAText() {
    RowForm form =
        RowForm.of(List.of(column("n", "int"), column("a", "varchar(5)"), column("b", "text")));
    List<String> numbers = Arrays.asList(null, "0", "1");
    List<String> texts = Arrays.asList(null, "", "~", "|", ",", "a", "ab", "b", "a|1", "1,0");
    Map<String, List<String>> seen = new HashMap<>();
    List<String> clashes = new ArrayList<>();
    for (String n : numbers) {
      for (String a : texts) {
        for (String b : texts) {
          List<String> row = Arrays.asList(n, a, b);
          List<String> other = seen.put(CanonicalBytes.text(form, row, ONE), row);
          if (other != null) {
            clashes.add(other + " and " + row);
          }
        }
      }
    }
    assertThat(clashes).isEmpty();
    assertThat(seen).hasSize(300);
  }

  @Test
  void theTextOfARowIsFrozenForVersionOne() {
    RowForm form =
        RowForm.of(
            List.of(
                column("id", "bigint"),
                column("name", "varchar(20)"),
                column("note", "text"),
                column("raw", "varbinary(4)")));
    String text = CanonicalBytes.text(form, Arrays.asList("7", "é|", "a", null), ONE);
    assertThat(text).isEqualTo("7|é||0cc175b9c0f1b6a831c399e269772661||3,~");
    assertThat(CanonicalBytes.hash(text, ONE)).isEqualTo(CanonicalBytes.hash(text, ONE));
    assertThat(CanonicalBytes.lane("fffffffffffffff00000000000000000", 0))
        .isEqualTo(BigInteger.TWO.pow(60).subtract(BigInteger.ONE));
    assertThat(CanonicalBytes.bucket("0".repeat(24) + "ffffffff", 10)).isEqualTo(5);
  }

  @Test
  void longValuesAreHashedByThemselves() {
    assertThat(encoding("varchar(1024)")).isEqualTo(Encoding.INLINE);
    assertThat(encoding("varchar(1025)")).isEqualTo(Encoding.HASHED);
    assertThat(encoding("longtext")).isEqualTo(Encoding.HASHED);
    assertThat(encoding("varbinary(40000)")).isEqualTo(Encoding.PIECES);
    assertThat(encoding("decimal(38,10)")).isEqualTo(Encoding.FIXED);
    List<DigestColumn> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add(column("c" + i, "varchar(1000)"));
    }
    assertThat(RowForm.of(many).slots().stream().filter(s -> s.encoding() == Encoding.INLINE))
        .hasSize(8);
  }

  private static Encoding encoding(String type) {
    return RowForm.of(List.of(column("c", type))).slots().get(0).encoding();
  }

  @Test
  void aKeyThatNoStoreCanDigestIsRefused() {
    assertThatThrownBy(() -> TableForm.of(List.of(column("k", "double")), List.of("k")))
        .hasMessage("Cannot compare by key column k: its values are digested by spark");
  }
}
