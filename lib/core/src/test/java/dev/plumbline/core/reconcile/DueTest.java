package dev.plumbline.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.table.TierSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DueTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final TierSpec DAILY =
      new TierSpec(Optional.empty(), Optional.of(Duration.ofDays(1)));

  @Test
  void aYoungVerdictThatFoundNothingSparesTheNext() {
    ReconcileReport match = report(Verdict.MATCH, Depth.CHECKSUMS, 23);

    assertThat(spared(DAILY, match)).contains(match);
    assertThat(spared(DAILY, report(Verdict.MATCH, Depth.CHECKSUMS, 24))).isEmpty();
    assertThat(spared(DAILY, report(Verdict.EXPECTED_LOSS, Depth.CELLS, 1))).isPresent();
    assertThat(spared(TierSpec.ALWAYS, match)).isEmpty();
  }

  @Test
  void whateverTheLastVerdictFoundIsLookedAtAgain() {
    ReconcileReport match = report(Verdict.MATCH, Depth.CHECKSUMS, 3);
    for (Verdict verdict :
        List.of(
            Verdict.MISMATCH, Verdict.NOT_COMPARABLE, Verdict.INCONCLUSIVE, Verdict.IN_FLIGHT)) {
      assertThat(spared(DAILY, report(verdict, Depth.CELLS, 2), match)).as("" + verdict).isEmpty();
    }
    assertThat(spared(DAILY, report(Verdict.ERROR, Depth.STATE, 2), match)).contains(match);
  }

  @Test
  void aShallowVerdictSparesOnlyAShallowTier() {
    ReconcileReport counted = report(Verdict.MATCH, Depth.COUNTS, 1);
    TierSpec counts = new TierSpec(Optional.of("counts"), Optional.of(Duration.ofDays(1)));

    assertThat(spared(DAILY, counted)).isEmpty();
    assertThat(spared(counts, counted)).isPresent();
  }

  @Test
  void otherTablesAndPairsSpareNothing() {
    ReconcileReport match = report(Verdict.MATCH, Depth.CHECKSUMS, 1);
    assertThat(Due.sparedBy(DAILY, "posts", Pair.SOURCE_REPLICA, List.of(match), NOW)).isEmpty();
    assertThat(Due.sparedBy(DAILY, "users", Pair.SOURCE_BRONZE, List.of(match), NOW)).isEmpty();
  }

  private static Optional<ReconcileReport> spared(TierSpec tier, ReconcileReport... earlier) {
    return Due.sparedBy(tier, "users", Pair.SOURCE_REPLICA, Arrays.asList(earlier), NOW);
  }

  private static ReconcileReport report(Verdict verdict, Depth depth, int hoursAgo) {
    return new ReconcileReport(
        "users",
        Pair.SOURCE_REPLICA,
        depth,
        verdict,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        "",
        1,
        null,
        NOW.minus(Duration.ofHours(hoursAgo)),
        List.of(),
        "",
        "",
        Evidence.NONE);
  }
}
