package dev.plumbline.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "999|999", "1000|1,000", "88120441|88,120,441", "-1|–"})
  void countsHaveThousandsSeparators(long number, String text) {
    assertThat(Human.count(number)).isEqualTo(text);
  }

  @Test
  void aNounFollowsItsNumber() {
    assertThat(Human.count(1, "row")).isEqualTo("1 row");
    assertThat(Human.count(0, "row")).isEqualTo("0 rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0 B",
        "999|999 B",
        "1000|1.00 KB",
        "120400|120 KB",
        "999499|999 KB",
        "999500|1.00 MB",
        "12345678|12.3 MB",
        "9223372036854775807|9.22 EB",
        "-1|–"
      })
  void sizesAreDecimalWithThreeDigits(long bytes, String text) {
    assertThat(Human.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0.00 s",
        "0.544|0.54 s",
        "9.99|9.99 s",
        "9.996|10.0 s",
        "41.24|41.2 s",
        "59.96|1 min",
        "725|12 min 5 s",
        "3600|1 h",
        "7380|2 h 3 min",
        "273600|3 d 4 h",
        "-1|–",
        "NaN|–"
      })
  void spansChangeUnitAsTheyGrow(double seconds, String text) {
    assertThat(Human.seconds(seconds)).isEqualTo(text);
  }

  @Test
  void timesAreInUtcToTheSecond() {
    Instant time = Instant.parse("2026-07-01T02:14:07.987Z");

    assertThat(Human.instant(time)).isEqualTo("2026-07-01T02:14:07Z");
    assertThat(Human.timeOfDay(time)).isEqualTo("02:14:07Z");
    assertThat(Human.instant(null)).isEqualTo("–");
    assertThat(Human.between(time, time.plusMillis(1500))).isEqualTo("1.50 s");
    assertThat(Human.between(time, null)).isEqualTo("–");
  }
}
