package dev.plumbline.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.table.CursorSpec.Deletes;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class CursorSpecTest {
  private static final CursorSpec TIME =
      new CursorSpec("updated_at", true, BigInteger.ZERO, Deletes.DIGEST);
  private static final CursorSpec NUMBER =
      new CursorSpec("version", false, BigInteger.ZERO, Deletes.DIGEST);

  @Test
  void aTimeIsMicrosecondsOfTheCalendar() {
    BigInteger value = TIME.parse("2026-01-31T12:30:00.000001");

    assertThat(value).isEqualTo("1769862600000001");
    assertThat(TIME.literal(value)).isEqualTo("TIMESTAMP'2026-01-31 12:30:00.000001'");
    assertThat(TIME.shown(value)).isEqualTo("2026-01-31T12:30:00.000001");
    assertThat(TIME.literal(TIME.parse("1969-12-31")))
        .isEqualTo("TIMESTAMP'1969-12-31 00:00:00.000000'");
    assertThat(TIME.parse("2026-01-31 12:30:00")).isEqualTo(TIME.parse("2026-01-31T12:30"));
  }

  @Test
  void aNumberIsItself() {
    assertThat(NUMBER.parse("18446744073709551615")).isEqualTo("18446744073709551615");
    assertThat(NUMBER.literal(new BigInteger("-5"))).isEqualTo("-5");
  }

  @Test
  void whatIsNeitherIsRefused() {
    assertThatThrownBy(() -> TIME.parse("yesterday"))
        .hasMessage("'yesterday' is no time, such as 2026-01-31 or 2026-01-31T12:30:00");
    assertThatThrownBy(() -> NUMBER.parse("1; DROP TABLE t"))
        .hasMessage("'1; DROP TABLE t' is no whole number");
  }
}
