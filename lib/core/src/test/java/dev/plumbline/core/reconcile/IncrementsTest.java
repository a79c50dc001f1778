package dev.plumbline.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.route.Proof;
import dev.plumbline.core.table.CursorSpec;
import dev.plumbline.core.table.CursorSpec.Deletes;
import dev.plumbline.core.table.IncrementSpec;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IncrementsTest {
  private static final Instant FIRST = Instant.parse("2026-06-01T00:00:00Z");
  private static final String FORM = "V1-form";
  private static final int OVERLAP = 5;
  private static final IncrementSpec SPEC =
      new IncrementSpec(
          new CursorSpec("version", false, BigInteger.valueOf(OVERLAP), Deletes.DIGEST),
          Duration.ofDays(7));

  private final List<ReconcileReport> record = new ArrayList<>();

  @Test
  void eachBeginsWhereTheLastProofBeganToReadLessTheOverlap() {
    compared(0, Verdict.MATCH, 100);
    assertThat(last().increment().from()).isNull();
    compared(1, Verdict.MATCH, 250);
    assertThat(last().increment().from()).isEqualTo("95");
    assertThat(last().increment().whole()).isEqualTo(at(0));
    compared(2, Verdict.EXPECTED_LOSS, 251);
    assertThat(last().increment().from()).isEqualTo("245");
    assertThat(last().verifiedThrough()).isEqualTo(hour(2));
  }

  @Test
  void oneThatToldNothingMovesNothingAndIsTold() {
    compared(0, Verdict.MATCH, 100);
    compared(1, Verdict.INCONCLUSIVE, 200);
    assertThat(last().message())
        .isEqualTo("why; proven through 2026-06-01T00:00:00Z, and not by this comparison");
    compared(2, Verdict.ERROR, 300);
    compared(3, Verdict.IN_FLIGHT, 400);
    assertThat(last().verifiedThrough()).isNull();
    assertThat(last().message())
        .endsWith("proven through 2026-06-01T00:00:00Z, and by none of the 3 comparisons since");
    compared(4, Verdict.MATCH, 500);
    assertThat(last().increment().from())
        .as("what the failed ones should have read")
        .isEqualTo("95");
    assertThat(last().message()).isEqualTo("why");
    assertThat(last().verifiedThrough()).isEqualTo(hour(4));
  }

  @Test
  void aMatchAheadOfTheReplicaIsNoProof() {
    compared(0, Verdict.MATCH, 100);
    compared(1, Verdict.MATCH, null, 200);
    assertThat(Proof.of(last()).proves()).isFalse();
    assertThat(last().message()).endsWith("Z, and not by this comparison");
    assertThat(least(2)).contains(BigInteger.valueOf(95));
  }

  @Test
  void afterAFindingAllRowsAreReadUntilNothingIsFound() {
    compared(0, Verdict.MATCH, 100);
    compared(1, Verdict.MISMATCH, 200);
    assertThat(least(2)).isEmpty();
    compared(2, Verdict.MISMATCH, 300);
    assertThat(last().message()).as("a proof that was taken back").isEqualTo("why");
    compared(3, Verdict.MATCH, 400);
    assertThat(last().increment().from()).isNull();
    assertThat(least(4)).contains(BigInteger.valueOf(395));
  }

  @Test
  void aCopyThatWasMadeAnewIsReadWhole() {
    compared(0, Verdict.MATCH, 100);
    compared(1, Verdict.NOT_COMPARABLE, 100);
    assertThat(least(2)).isEmpty();
  }

  @Test
  void allRowsAreReadAgainWhenTheirProofIsOld() {
    compared(0, Verdict.MATCH, 100);
    compared(100, Verdict.MATCH, 200);
    int week = 7 * 24;
    assertThat(least(week)).contains(BigInteger.valueOf(195));
    assertThat(least(week + 1)).isEmpty();
    compared(week + 1, Verdict.MATCH, 300);
    assertThat(least(week + 2)).contains(BigInteger.valueOf(295));
  }

  @Test
  void oneThatWasAskedForReadsAllRowsAndLeavesThePlace() {
    compared(0, Verdict.MATCH, 100);
    record.add(report(1, Verdict.MATCH, hour(1)));
    assertThat(least(2)).contains(BigInteger.valueOf(95));
    compared(2, Verdict.INCONCLUSIVE, 200);
    assertThat(last().message()).contains("proven through 2026-06-01T01:00:00Z");
  }

  @Test
  void anotherDeclarationBeginsAnew() {
    compared(0, Verdict.MATCH, 100);
    assertThat(increments("another form").least(hour(1))).isEmpty();
    IncrementSpec other =
        new IncrementSpec(
            new CursorSpec("other", false, BigInteger.ONE, Deletes.NONE), SPEC.whole());
    assertThat(Increments.of(other, FORM, "users", Pair.SOURCE_REPLICA, record).least(hour(1)))
        .isEmpty();
  }

  @Test
  void whereNobodyKnowsHowFarTheColumnHadComeThePlaceStays() {
    compared(0, Verdict.MATCH, 100);
    Increment next = increments(FORM).next(hour(1), Optional.of(BigInteger.TEN));
    record.add(report(1, Verdict.MATCH, hour(1)).of(next.staying(), hour(1)));
    assertThat(least(2)).contains(BigInteger.valueOf(95));
  }

  @Test
  void timesAreKeptToTheMicrosecond() {
    IncrementSpec times =
        new IncrementSpec(
            new CursorSpec("seen", true, BigInteger.valueOf(1_000_000), Deletes.DIGEST),
            SPEC.whole());
    Increments none = Increments.of(times, FORM, "users", Pair.SOURCE_REPLICA, List.of());
    BigInteger greatest = times.cursor().parse("2026-06-01 00:00:05.000001");
    record.add(
        report(0, Verdict.MATCH, hour(0)).of(none.next(hour(0), Optional.of(greatest)), hour(0)));
    Increments after = Increments.of(times, FORM, "users", Pair.SOURCE_REPLICA, record);
    assertThat(after.next(hour(1), Optional.of(greatest)).from())
        .isEqualTo("2026-06-01T00:00:04.000001");
  }

  /** Whatever happens in between, what was written up to the proven time has been read. */
  @Test
  void noHistoryLeavesARowUnreadThatIsCalledProven() {
    for (int seed = 0; seed < 300; seed++) {
      record.clear();
      unbroken(new Random(seed), seed);
    }
  }

  private void unbroken(Random random, int seed) {
    long version = 0;
    long readUpTo = -1;
    for (int hour = 0; hour < 60; hour++) {
      version += random.nextInt(20);
      Verdict verdict = Verdict.values()[random.nextInt(Verdict.values().length)];
      Instant through = good(verdict) && random.nextInt(4) > 0 ? hour(hour) : null;
      compared(hour, verdict, through, version);
      Increment increment = last().increment();
      boolean whole = increment.from() == null;
      if (through != null) {
        assertThat(whole || Long.parseLong(increment.from()) <= readUpTo)
            .as("seed %d, hour %d: read from %s, proven to %d", seed, hour, increment, readUpTo)
            .isTrue();
        readUpTo = version;
        assertThat(Proof.of(last()).proves()).isTrue();
      } else {
        assertThat(last().verifiedThrough()).isNull();
        assertThat(whole || !Proof.of(last()).proves()).isTrue();
      }
      if (verdict == Verdict.MISMATCH || verdict == Verdict.NOT_COMPARABLE) {
        assertThat(least(hour + 1)).isEmpty();
      }
    }
  }

  private Optional<BigInteger> least(int hour) {
    return increments(FORM).least(hour(hour));
  }

  private Increments increments(String of) {
    return Increments.of(SPEC, of, "users", Pair.SOURCE_REPLICA, record);
  }

  private void compared(int hour, Verdict verdict, long version) {
    compared(hour, verdict, good(verdict) ? hour(hour) : null, version);
  }

  /** Adds a comparison that begins where the record says, as a job notes it. */
  private void compared(int hour, Verdict verdict, Instant through, long version) {
    Increments increments = increments(FORM);
    Increment next = increments.next(hour(hour), Optional.of(BigInteger.valueOf(version)));
    record.add(increments.told(report(hour, verdict, through).of(next, through)));
  }

  private static boolean good(Verdict verdict) {
    return verdict == Verdict.MATCH || verdict == Verdict.EXPECTED_LOSS;
  }

  private static ReconcileReport report(int hour, Verdict verdict, Instant through) {
    return new ReconcileReport(
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
        at(hour),
        List.of(),
        "",
        "why",
        new Evidence(Map.of("missing", 1L), List.of(), List.of(), List.of(), "", "", ""));
  }

  private ReconcileReport last() {
    return record.get(record.size() - 1);
  }

  private static Instant hour(int hour) {
    return FIRST.plusSeconds(3600L * hour);
  }

  /** When a comparison that began at that hour ended. */
  private static Instant at(int hour) {
    return hour(hour).plusSeconds(60);
  }
}
