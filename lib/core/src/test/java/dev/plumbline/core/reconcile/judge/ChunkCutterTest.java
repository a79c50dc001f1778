package dev.plumbline.core.reconcile.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.reconcile.plan.PlanLimits;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkCutterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final PlanLimits PLAN = new PlanLimits(100, 10, 64);

  private final ChunkCutter cutter = new ChunkCutter(PLAN, SECOND);

  private static Chunk chunk(Integer from, Integer until) {
    return new Chunk(
        3,
        new KeyRange(number(from), number(until)),
        new Bucketing.ByRange(BigInteger.valueOf(10)));
  }

  private static BigInteger number(Integer value) {
    return value == null ? null : BigInteger.valueOf(value);
  }

  private static List<String> ranges(List<Chunk> chunks) {
    return chunks.stream()
        .map(Chunk::range)
        .map(range -> range.from() + ".." + range.until())
        .toList();
  }

  @Test
  void aSlowChunkMakesTheFollowingOnesFinerAndQuickOnesCoarserAgain() {
    assertThat(cutter.pieces(chunk(0, 100))).hasSize(1);

    cutter.took(Duration.ofMillis(3_500));
    assertThat(ranges(cutter.pieces(chunk(0, 100))))
        .containsExactly("0..25", "25..50", "50..75", "75..100");

    cutter.took(Duration.ofMillis(600));
    assertThat(cutter.pieces()).isEqualTo(4);
    cutter.took(Duration.ofMillis(100));
    cutter.took(Duration.ofMillis(100));
    assertThat(cutter.pieces()).isEqualTo(1);
  }

  @Test
  void openEndsStayOpen() {
    cutter.tooSlow();
    assertThat(ranges(cutter.pieces(chunk(null, 500)))).containsExactly("null..450", "450..500");
    assertThat(ranges(cutter.pieces(chunk(500, null)))).containsExactly("500..550", "550..null");
  }

  @Test
  void whatHasOneKeyOrNoOrderIsNotCut() {
    assertThat(cutter.halves(chunk(7, 8))).isEmpty();
    assertThat(cutter.halves(chunk(null, null))).isEmpty();
    assertThat(cutter.halves(new Chunk(0, chunk(0, 100).range(), new Bucketing.ByKeyHash(7))))
        .isEmpty();
    assertThat(ranges(cutter.halves(chunk(7, 9)))).containsExactly("7..8", "8..9");
  }

  @Test
  void withoutALimitNothingIsCut() {
    ChunkCutter free = new ChunkCutter(PLAN, Duration.ZERO);
    free.took(Duration.ofHours(1));
    assertThat(free.pieces(chunk(0, 100))).hasSize(1);
    assertThat(free.halves(chunk(0, 100))).isEmpty();
  }
}
