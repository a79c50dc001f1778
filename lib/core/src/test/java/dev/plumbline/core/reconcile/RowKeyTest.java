package dev.plumbline.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.measure.RowKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowKeyTest {
  @Test
  void numbersAreOrderedByValueAndStandBeforeWords() {
    List<RowKey> keys =
        Stream.of("b", "300", "-2", "7", "10a", "18446744073709551615", "8", "07", "")
            .map(RowKey::of)
            .toList();
    assertThat(keys.stream().sorted())
        .extracting(RowKey::toString)
        .containsExactly("-2", "07", "7", "8", "300", "18446744073709551615", "", "10a", "b");
  }

  @Test
  void partsCountFromTheFirstAndNullComesBeforeAll() {
    RowKey none = new RowKey(Collections.singletonList(null));
    assertThat(
            Stream.of(RowKey.of("2", "a"), RowKey.of("10", "a"), RowKey.of("2", "B"), none)
                .sorted())
        .containsExactly(none, RowKey.of("2", "B"), RowKey.of("2", "a"), RowKey.of("10", "a"));
    assertThat(new RowKey(Arrays.asList("1", null))).isLessThan(RowKey.of("1", "0"));
  }
}
