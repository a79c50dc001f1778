package dev.plumbline.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.route.Proof;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.ExpectSpec.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RotationTest {
  private static final Instant FIRST = Instant.parse("2026-06-01T00:00:00Z");
  private static final int SLICES = 3;

  private final List<ReconcileReport> record = new ArrayList<>();

  @Test
  void allRowsAreReadInAsManyComparisonsAsThereAreSlices() {
    List<Integer> read = new ArrayList<>();
    for (int hour = 0; hour < 2 * SLICES; hour++) {
      Slice slice = rotation().next().orElseThrow();
      read.add(slice.number());
      compared(hour, Verdict.MATCH);
    }
    assertThat(read).containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void theTableIsProvenThroughTheOldestSliceOfAnUnbrokenRow() {
    compared(0, Verdict.MATCH);
    compared(1, Verdict.EXPECTED_LOSS);
    assertThat(last().verifiedThrough()).as("two of three").isNull();
    assertThat(Proof.of(last()).proves()).isFalse();
    compared(2, Verdict.MATCH);
    assertThat(last().verifiedThrough()).isEqualTo(hour(0));
    assertThat(Proof.of(last()).proves()).isTrue();
    compared(3, Verdict.MATCH);
    assertThat(last().verifiedThrough()).isEqualTo(hour(1));
  }

  @Test
  void aComparisonThatToldNothingIsMadeAgain() {
    compared(0, Verdict.MATCH);
    for (Verdict nothing : List.of(Verdict.INCONCLUSIVE, Verdict.IN_FLIGHT, Verdict.ERROR)) {
      compared(1, nothing);
      assertThat(rotation().next()).contains(new Slice(1, SLICES));
    }
    compared(2, Verdict.MATCH);
    compared(3, Verdict.MATCH);
    assertThat(last().verifiedThrough()).isEqualTo(hour(0));
  }

  @Test
  void afterAFindingTheTableIsReadWholeUntilNothingIsFound() {
    compared(0, Verdict.MATCH);
    compared(1, Verdict.MATCH);
    compared(2, Verdict.MISMATCH);
    assertThat(rotation().next()).isEmpty();
    compared(3, Verdict.MISMATCH);
    assertThat(rotation().next()).isEmpty();
    compared(4, Verdict.MATCH);
    assertThat(rotation().next()).contains(new Slice(0, SLICES));
    compared(5, Verdict.MATCH);
    assertThat(last().verifiedThrough()).as("whole at 4, slice 0 at 5").isEqualTo(hour(4));
  }

  @Test
  void aKnownDifferenceHoldsUpNoRotationAndIsNoProof() {
    KnownExceptions known =
        new KnownExceptions(
            List.of(new ExpectSpec(Kind.MISSING, List.of(), "r", "o", LocalDate.of(2999, 1, 1))),
            LocalDate.of(2026, 6, 1));
    for (int hour = 0; hour < SLICES; hour++) {
      assertThat(rotation().next()).contains(new Slice(hour, SLICES));
      compared(hour, hour == 1 ? Verdict.MISMATCH : Verdict.MATCH);
      if (hour == 1) {
        record.set(1, known.compared(last(), true));
        assertThat(last().quiet()).isTrue();
      }
    }
    assertThat(last().verifiedThrough()).isNull();
  }

  @Test
  void aCopyThatWasMadeAnewIsProvenAnew() {
    compared(0, Verdict.MATCH);
    compared(1, Verdict.MATCH);
    compared(2, Verdict.NOT_COMPARABLE);
    assertThat(rotation().next()).contains(new Slice(0, SLICES));
    compared(3, Verdict.MATCH);
    assertThat(last().verifiedThrough()).isNull();
  }

  @Test
  void anotherNumberOfSlicesBeginsAnew() {
    compared(0, Verdict.MATCH);
    assertThat(Rotation.of(2, "users", Pair.SOURCE_REPLICA, record).next())
        .contains(new Slice(0, 2));
    assertThat(Rotation.of(SLICES, "posts", Pair.SOURCE_REPLICA, record).next())
        .contains(new Slice(0, SLICES));
  }

  private Rotation rotation() {
    return Rotation.of(SLICES, "users", Pair.SOURCE_REPLICA, record);
  }

  /** Adds a comparison of what the rotation says, as a job notes it. */
  private void compared(int hour, Verdict verdict) {
    Rotation rotation = rotation();
    boolean good = verdict == Verdict.MATCH || verdict == Verdict.EXPECTED_LOSS;
    Instant through = good ? hour(hour) : null;
    ReconcileReport report =
        new ReconcileReport(
            "users",
            Pair.SOURCE_REPLICA,
            Depth.CHECKSUMS,
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
            through,
            hour(hour).plusSeconds(60),
            List.of(),
            "",
            "",
            new Evidence(Map.of("missing", 1L), List.of(), List.of(), List.of(), "", "", ""));
    record.add(
        rotation
            .next()
            .map(
                slice ->
                    report.of(
                        new Slice(slice.number(), slice.of(), through), rotation.through(through)))
            .orElse(report));
  }

  private ReconcileReport last() {
    return record.get(record.size() - 1);
  }

  private static Instant hour(int hour) {
    return FIRST.plusSeconds(3600L * hour);
  }
}
