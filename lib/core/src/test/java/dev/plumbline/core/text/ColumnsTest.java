package dev.plumbline.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
  @ParameterizedTest
  @CsvSource({"users,5", "注文,4", "e\u0301,1", "🚀x,3", "ÄÖß,3", "–…✓✗,4", "ﾊﾝ,2", "ＡＢ,4"})
  void wideCharactersTakeTwoColumnsAndMarksNone(String text, int columns) {
    assertThat(Columns.of(text)).isEqualTo(columns);
  }

  @Test
  void paddingCountsColumns() {
    assertThat(Columns.padRight("注文", 6)).isEqualTo("注文  ");
    assertThat(Columns.padLeft("12", 5)).isEqualTo("   12");
    assertThat(Columns.padLeft("123456", 5)).isEqualTo("123456");
  }

  @Test
  void cuttingNeverSplitsACharacter() {
    assertThat(Columns.fit("注文履歴", 8)).isEqualTo("注文履歴");
    assertThat(Columns.fit("注文履歴", 6)).isEqualTo("注文…");
    assertThat(Columns.fit("🚀🚀", 2)).isEqualTo("…");
    assertThat(Columns.fit("abc", 0)).isEmpty();
  }

  @Test
  void namesAreCutInTheMiddle() {
    assertThat(Columns.fitMiddle("shop_table_003", 9)).isEqualTo("shop…_003");
    assertThat(Columns.fitMiddle("注文履歴表", 6)).isEqualTo("注…表");
    assertThat(Columns.fitMiddle("short", 9)).isEqualTo("short");
  }
}
