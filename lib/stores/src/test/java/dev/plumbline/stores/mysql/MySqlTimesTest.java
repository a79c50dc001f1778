package dev.plumbline.stores.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlTimesTest {
  @ParameterizedTest
  @CsvSource({
    "1970-01-01, 0",
    "1969-12-31, -1",
    "0000-01-01, -719528",
    "0000-02-29, -719469",
    "9999-12-31, 2932896"
  })
  void daysAreCountedFromTheEpochInBothDirections(String text, int days) {
    assertThat(MySqlTimes.days(ascii(text))).isEqualTo(days);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-00-00", "2026-02-00", "2026-00-10", "2026-02-31", "2025-02-29"})
  void whatNoCalendarKnowsIsNoDate(String text) {
    assertThatThrownBy(() -> MySqlTimes.days(ascii(text))).isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> MySqlTimes.micros(ascii(text + " 00:00:00")))
        .isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0001-01-01 00:00:00.000001, 0001-01-01T00:00:00.000001",
    "1969-12-31 23:59:59.999999, 1969-12-31T23:59:59.999999",
    "2026-03-08 02:30:00, 2026-03-08T02:30:00",
    "2026-03-08 02:30:00.5, 2026-03-08T02:30:00.5",
    "9999-12-31 23:59:59.999999, 9999-12-31T23:59:59.999999"
  })
  void microsecondsAreThoseOfTheTextInUtc(String text, LocalDateTime expected) {
    long micros = expected.toEpochSecond(ZoneOffset.UTC) * 1_000_000L + expected.getNano() / 1_000L;
    assertThat(MySqlTimes.micros(ascii(text))).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({
    "00:00:00, 0",
    "-00:00:00.000001, -1",
    "-838:59:59.000000, -3020399000000",
    "838:59:58.999999, 3020398999999",
    "01:02:03.4, 3723400000"
  })
  void durationsKeepTheirSign(String text, long micros) {
    assertThat(MySqlTimes.duration(ascii(text))).isEqualTo(micros);
  }

  @Test
  void whatHoldsNoDigitsIsRefused() {
    assertThatThrownBy(() -> MySqlTimes.days(ascii("yyyy-mm-dd")))
        .isInstanceOf(DateTimeException.class);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
