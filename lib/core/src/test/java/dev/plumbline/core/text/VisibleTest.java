package dev.plumbline.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void whatSteersATerminalIsWrittenOut() {
    assertThat(Visible.line("\u001b[2Jgone\u0000")).isEqualTo("\\u001b[2Jgone\\u0000");
    assertThat(Visible.line("a\u202eb\u2066c\u009b")).isEqualTo("a\\u202eb\\u2066c\\u009b");
    assertThat(Visible.line("\ud800")).isEqualTo("\\ud800");
  }

  @Test
  void breaksBecomeSpacesOnOneLine() {
    assertThat(Visible.line("a\r\nb\tc\rd\n")).isEqualTo("a b c d");
    assertThat(Visible.lines("a\r\nb\tc")).isEqualTo("a\nb c");
  }

  @Test
  void ordinaryTextStays() {
    assertThat(Visible.line("Łódź 注文 🚀 👩‍🔬")).isEqualTo("Łódź 注文 🚀 👩‍🔬");
    assertThat(Visible.line(null)).isEmpty();
  }
}
