package dev.plumbline.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.plan.KeyRange;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitPlanTest {
  private static final BigInteger MAX_UNSIGNED = new BigInteger("18446744073709551615");

  @Test
  void aSmallTableIsOneRangeOfAllRows() {
    assertThat(SplitPlan.even(whole(1), whole(500), 500, 1_000)).containsExactly(KeyRange.ALL);
  }

  @Test
  void anEmptyTableIsOneRange() {
    assertThat(SplitPlan.even(null, null, 5_000_000, 1_000)).containsExactly(KeyRange.ALL);
  }

  @Test
  void rangesAreAdjacentAndOpenAtBothEnds() {
    assertThat(SplitPlan.even(whole(1), whole(100), 100, 40))
        .containsExactly(
            new KeyRange(null, whole(34)),
            new KeyRange(whole(34), whole(67)),
            new KeyRange(whole(67), null));
  }

  @Test
  void everyKeyBelongsToExactlyOneRangeEvenOutsideTheBounds() {
    List<KeyRange> ranges = SplitPlan.even(whole(-50), whole(100), 151, 10);
    for (long key = -200; key < 300; key++) {
      BigInteger value = whole(key);
      assertThat(ranges.stream().filter(range -> range.contains(value))).hasSize(1);
    }
    assertThat(ranges.stream().filter(range -> range.contains(null))).hasSize(1);
  }

  @Test
  void theWholeUnsignedRangeIsCutEvenly() {
    List<KeyRange> ranges = SplitPlan.even(whole(0), MAX_UNSIGNED, 4_000_000, 1_000_000);
    assertThat(ranges)
        .extracting(KeyRange::from)
        .containsExactly(
            null,
            new BigInteger("4611686018427387904"),
            new BigInteger("9223372036854775808"),
            new BigInteger("13835058055282163712"));
  }

  @Test
  void thereAreNoMoreRangesThanKeys() {
    assertThat(SplitPlan.even(whole(1), whole(3), 1_000_000, 10)).hasSize(3);
  }

  @Test
  void thereAreNoMoreRangesThanTheLimit() {
    assertThat(SplitPlan.even(whole(1), whole(1L << 40), 1L << 40, 1_000)).hasSize(SplitPlan.MOST);
  }

  @Test
  void allReadersAreAtWorkToTheEnd() {
    assertThat(SplitPlan.fair(5_000_000, 1_000_000, 2)).isEqualTo(833_334);
    assertThat(SplitPlan.fair(4_000_000, 1_000_000, 2)).isEqualTo(1_000_000);
    assertThat(SplitPlan.fair(500_000, 1_000_000, 4)).isEqualTo(125_000);
    assertThat(SplitPlan.fair(120_000, 1_000_000, 4)).isEqualTo(60_000);
  }

  @Test
  void aSmallTableIsOneRangeForManyReadersToo() {
    assertThat(SplitPlan.fair(99_999, 1_000_000, 16)).isEqualTo(1_000_000);
    assertThat(SplitPlan.fair(0, 1_000_000, 16)).isEqualTo(1_000_000);
  }

  private static BigInteger whole(long value) {
    return BigInteger.valueOf(value);
  }
}
