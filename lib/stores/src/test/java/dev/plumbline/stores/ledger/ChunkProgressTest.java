package dev.plumbline.stores.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.judge.ChunkKeeper;
import dev.plumbline.core.reconcile.judge.ChunkOutcome;
import dev.plumbline.core.reconcile.judge.RowState;
import dev.plumbline.core.reconcile.judge.Suspect;
import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.reconcile.plan.Bucketing;
import dev.plumbline.core.reconcile.plan.Chunk;
import dev.plumbline.core.reconcile.plan.ChunkPlan;
import dev.plumbline.core.reconcile.plan.KeyRange;
import dev.plumbline.core.run.RunId;
import dev.plumbline.stores.s3.MemoryObjectStore;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkProgressTest {
  private static final String STATE = "s3://bucket/state";
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = FIRST.plusSeconds(60);
  private static final ChunkPlan PLAN =
      new ChunkPlan(List.of(chunk(0, null, 10), chunk(1, 10, 20), chunk(2, 20, null)));
  private static final ChunkOutcome DIFFERENT =
      new ChunkOutcome(
          1,
          10,
          9,
          5,
          1,
          List.of(new Suspect(RowKey.of("15"), RowState.of("ab"), RowState.ABSENT)),
          true);

  private final MemoryObjectStore store = new MemoryObjectStore();

  private static Chunk chunk(int number, Integer from, Integer until) {
    return new Chunk(
        number,
        new KeyRange(
            from == null ? null : BigInteger.valueOf(from),
            until == null ? null : BigInteger.valueOf(until)),
        new Bucketing.ByRange(BigInteger.TWO));
  }

  private ChunkProgress process(String run) {
    return new ChunkProgress(store, () -> store, STATE, "blog", new RunId(run));
  }

  private static void keep(ObjectChunkLedger ledger, ChunkOutcome outcome) {
    try (ChunkKeeper keeper = ledger.keeper()) {
      keeper.keep(outcome);
    }
  }

  private ObjectChunkLedger died(String run) {
    ObjectChunkLedger ledger = process(run).ledger("users-source-replica", "users", FIRST);
    ledger.plan(() -> PLAN);
    keep(ledger, DIFFERENT);
    return ledger;
  }

  @Test
  void theSameRunGoesOnWhereItDied() {
    died("r1");

    ObjectChunkLedger next = process("r1").ledger("users-source-replica", "users", LATER);

    assertThat(next.beganAt()).isEqualTo(FIRST);
    assertThat(next.plan(() -> new ChunkPlan(List.of()))).isEqualTo(PLAN);
    assertThat(next.finished()).containsExactly(java.util.Map.entry(1, DIFFERENT));
  }

  @Test
  void anotherRunAndAnotherComparisonBeginAnew() {
    died("r1");

    assertThat(process("r2").ledger("users-source-replica", "users", LATER).finished()).isEmpty();
    ObjectChunkLedger other = process("r1").ledger("users-source-replica", "another form", LATER);
    assertThat(other.finished()).isEmpty();
    assertThat(other.beganAt()).isEqualTo(LATER);
  }

  @Test
  void aPlanOfOneChunkLeavesNothing() {
    ObjectChunkLedger ledger = process("r1").ledger("tiny-source-replica", "tiny", FIRST);
    ledger.plan(() -> new ChunkPlan(List.of(chunk(0, null, null))));
    keep(ledger, DIFFERENT);

    assertThat(store.list(STATE)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsComparedAgain() {
    ObjectChunkLedger ledger = died("r1");
    store.put(ledger.place() + "chunk-000000002.json", "{half of an outc");

    assertThat(process("r1").ledger("users-source-replica", "users", LATER).finished())
        .containsOnlyKeys(1);
  }

  @Test
  void theEndOfARunDiscardsWhatHasItsVerdictAndNoMore() {
    died("dead");
    ChunkProgress run = process("r1");
    ObjectChunkLedger done = run.ledger("users-source-replica", "users", FIRST);
    done.plan(() -> PLAN);
    keep(done, DIFFERENT);
    ObjectChunkLedger failed = run.ledger("orders-source-replica", "orders", FIRST);
    failed.plan(() -> PLAN);
    run.done(done);

    run.tidy(Instant.EPOCH);
    assertThat(store.list(STATE))
        .extracting(listed -> listed.uri().replaceAll("-[0-9a-f]{16}/", "/"))
        .containsExactlyInAnyOrder(
            STATE + "/progress/blog/dead/users-source-replica/chunk-000000001.json",
            STATE + "/progress/blog/dead/users-source-replica/plan.json",
            STATE + "/progress/blog/r1/orders-source-replica/plan.json");

    run.tidy(Instant.EPOCH.plus(Duration.ofDays(30)));
    assertThat(store.list(STATE)).isEmpty();
  }
}
