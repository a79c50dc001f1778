package dev.plumbline.core.reconcile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.table.ColumnType;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceDigestTest {
  private static final TableForm FORM =
      TableForm.of(
          List.of(
              DigestColumn.of("id", ColumnType.parse("bigint")),
              DigestColumn.of("name", ColumnType.parse("varchar(20)"))),
          List.of("id"));
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2026-01-02T00:00:00Z");

  @Test
  void aDigestThatIsCarriedOnIsThatOfTheRowsThatAreLeft() {
    SourceDigest before = new SourceDigest(THEN, of("1 a", "2 b", "3 c"), 1);

    SourceDigest after = before.carried(of("2 b", "3 c"), of("2 B", "4 d"), 1, LATER, "by log");

    assertThat(after.digest().provesEqual(of("4 d", "1 a", "2 B"))).isTrue();
    assertThat(after.digest().provesEqual(of("4 d", "1 a", "2 b"))).isFalse();
    assertThat(after.readAt()).isEqualTo(LATER);
    assertThat(after.zeroDates()).isEqualTo(2);
    assertThat(after.derived()).isEqualTo("by log");
  }

  @Test
  void aNoteOfAnEarlierVersionIsOneOfAllRows() {
    String note =
        Json.line(new SourceDigest(THEN, of("1 a"), 0)).replaceFirst(",\"derived\":\"\"", "");

    assertThat(note).doesNotContain("derived");
    assertThat(Json.read(note, SourceDigest.class))
        .isEqualTo(new SourceDigest(THEN, of("1 a"), 0, ""));
  }

  private static TableDigest of(String... rows) {
    DigestSum sum = new DigestSum(FORM);
    RowDigester digester = new RowDigester(FORM);
    for (String row : rows) {
      String hash = digester.digest(List.of(row.split(" "))).digest();
      sum.add(HexFormat.of().parseHex(hash));
    }
    return sum.digest();
  }
}
