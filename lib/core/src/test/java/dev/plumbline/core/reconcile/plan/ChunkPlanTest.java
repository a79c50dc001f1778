package dev.plumbline.core.reconcile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.table.ColumnType;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkPlanTest {
  private static final PlanLimits LIMITS = new PlanLimits(1_000, 100, 1_000);
  private static final TableForm BY_NUMBER = form("bigint unsigned", List.of("id"));

  private static TableForm form(String type, List<String> key) {
    return TableForm.of(List.of(DigestColumn.of("id", ColumnType.parse(type))), key);
  }

  private static BigInteger number(String text) {
    return new BigInteger(text);
  }

  private static KeyBounds bounds(long rows, String min, String max) {
    return new KeyBounds(rows, number(min), number(max));
  }

  @Test
  void everyKeyLiesInOneChunk() {
    for (KeyBounds bounds :
        List.of(
            bounds(10_000, "1", "10000"),
            bounds(10_000, "-5000", "4999"),
            bounds(3_000, "-9223372036854775808", "9223372036854775807"),
            bounds(5_000, "0", "18446744073709551615"),
            bounds(1, "7", "7"))) {
      List<Chunk> chunks = ChunkPlan.of(BY_NUMBER, bounds, LIMITS).chunks();
      assertThat(chunks.get(0).range().from()).isNull();
      assertThat(chunks.get(chunks.size() - 1).range().until()).isNull();
      for (BigInteger key :
          List.of(
              bounds.min(),
              bounds.max(),
              bounds.min().subtract(BigInteger.TEN),
              bounds.max().add(BigInteger.TEN),
              BigInteger.ZERO,
              number("1000"))) {
        assertThat(chunks.stream().filter(chunk -> chunk.range().contains(key)))
            .as("chunks of %s", key)
            .hasSize(1);
      }
    }
  }

  @Test
  void chunksHoldAboutTheRowsAskedFor() {
    assertThat(ChunkPlan.of(BY_NUMBER, bounds(10_000, "1", "10000"), LIMITS).chunks()).hasSize(11);
    assertThat(ChunkPlan.of(BY_NUMBER, bounds(10_000, "1", "10000000"), LIMITS).chunks())
        .hasSize(11);
  }

  @Test
  void aBucketsSpanHoldsItsKeys() {
    Bucketing.ByRange range = new Bucketing.ByRange(BigInteger.TEN);
    for (int key = -35; key <= 35; key++) {
      BigInteger number = BigInteger.valueOf(key);
      BigInteger bucket = range.bucket(number);
      assertThat(range.span(bucket).contains(number)).as("%d in bucket %s", key, bucket).isTrue();
      for (int other = -40; other <= 40; other += 10) {
        if (other != bucket.intValue()) {
          assertThat(range.span(BigInteger.valueOf(other)).contains(number)).isFalse();
        }
      }
    }
  }

  @Test
  void otherKeysAreSpreadByHash() {
    assertThat(ChunkPlan.of(form("char(36)", List.of("id")), KeyBounds.rows(999), LIMITS).chunks())
        .containsExactly(new Chunk(0, KeyRange.ALL, new Bucketing.ByKeyHash(10)));
    assertThat(ChunkPlan.of(form("int", List.of()), KeyBounds.rows(0), LIMITS).chunks())
        .containsExactly(new Chunk(0, KeyRange.ALL, new Bucketing.ByRowHash(1)));
  }

  @Test
  void aSparseKeyIsCutWhereItsRowsAre() {
    KeyBounds bounds = bounds(3_000, "1", "9000000000000");
    assertThat(ChunkPlan.sparse(BY_NUMBER, bounds, LIMITS)).isTrue();
    List<Chunk> chunks =
        ChunkPlan.between(List.of(number("1000"), number("2000")), bounds, LIMITS).chunks();
    assertThat(chunks).hasSize(3);
    assertThat(chunks.get(1).range()).isEqualTo(new KeyRange(number("1000"), number("2000")));
    assertThat(chunks.get(1).bucketing()).isEqualTo(new Bucketing.ByRange(number("100")));
    assertThat(chunks.get(2).range().until()).isNull();
  }

  @Test
  void bucketsAreTheSmallerTheMoreRowsOneSideHasAlone() {
    PlanLimits limits = new PlanLimits(400_000, 1_000, 65_536, true);

    assertThat(limits.fitting(1_000_000, 1_000_000).bucketRows()).isEqualTo(1_000);
    assertThat(limits.fitting(1_000_000, 1_000_001).bucketRows()).isEqualTo(1_000);
    assertThat(limits.fitting(997_500, 1_000_000).bucketRows()).isEqualTo(32);
    assertThat(limits.fitting(1_000_000, 0).bucketRows()).isEqualTo(16);
    assertThat(limits.fitting(0, 0).bucketRows()).isEqualTo(1_000);
    assertThat(LIMITS.fitting(10, 1_000)).isEqualTo(LIMITS);
  }
}
