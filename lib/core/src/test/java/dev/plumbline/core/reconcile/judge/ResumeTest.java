package dev.plumbline.core.reconcile.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.reconcile.plan.ChunkPlan;
import dev.plumbline.core.reconcile.plan.PlanLimits;
import dev.plumbline.core.table.ColumnType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A comparison that dies after some chunk and is begun again by another process. */
class ResumeTest {
  private static final CompareLimits LIMITS =
      new CompareLimits(new PlanLimits(10, 5, 64), 50, 10_000, 7, 50);
  private static final TableForm FORM =
      TableForm.of(
          List.of(
              DigestColumn.of("id", ColumnType.parse("int")),
              DigestColumn.of("v", ColumnType.parse("varchar(20)"))),
          List.of("id"));

  private final MemoryTable left = new MemoryTable("left", FORM);
  private final MemoryTable right = new MemoryTable("right", FORM);
  private final List<Integer> read = new ArrayList<>();

  ResumeTest() {
    for (int i = 0; i < 100; i++) {
      String id = Integer.toString(i);
      left.with(id, "v" + i);
      if (i != 3 && i != 97) {
        right.with(id, i == 55 ? "other" : "v" + i);
      }
    }
  }

  /** What a file would hold. */
  private static final class Kept implements ChunkLedger {
    private final Map<Integer, ChunkOutcome> finished = new HashMap<>();
    private ChunkPlan plan;

    @Override
    public ChunkPlan plan(Supplier<ChunkPlan> planned) {
      plan = plan == null ? planned.get() : plan;
      return plan;
    }

    @Override
    public Map<Integer, ChunkOutcome> finished() {
      return Map.copyOf(finished);
    }

    @Override
    public void finished(ChunkOutcome outcome) {
      finished.put(outcome.chunk(), outcome);
    }
  }

  private ComparisonResult compare(ChunkLedger ledger, int dieAfter) {
    ChunkRunner runner =
        (chunks, work, sink) ->
            work.compare(
                chunks,
                Runnable::run,
                outcome -> {
                  read.add(outcome.chunk());
                  boolean more = sink.test(outcome);
                  if (read.size() == dieAfter) {
                    throw new IllegalStateException("killed");
                  }
                  return more;
                });
    return new TableComparison(
            FORM,
            left,
            right,
            Settings.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .withLimits(LIMITS)
                .withLedger(ledger)
                .withRunner(runner, Runnable::run))
        .compare();
  }

  @Test
  void goesOnAfterTheLastChunkThatWasFinished() {
    ComparisonResult undisturbed = compare(ChunkLedger.none(), -1);
    int chunks = read.size();
    assertThat(chunks).isGreaterThan(5);
    assertThat(undisturbed.missing()).isEqualTo(2);
    assertThat(undisturbed.changed()).isEqualTo(1);

    for (int dieAfter = 1; dieAfter < chunks; dieAfter++) {
      Kept ledger = new Kept();
      int dying = dieAfter;
      read.clear();
      assertThatThrownBy(() -> compare(ledger, dying)).hasMessage("killed");
      List<Integer> before = List.copyOf(read);
      read.clear();

      ComparisonResult resumed = compare(ledger, -1);

      assertThat(read).hasSize(chunks - dieAfter).doesNotContainAnyElementsOf(before);
      assertThat(resumed.judgement()).isEqualTo(undisturbed.judgement());
      assertThat(resumed.leftRows()).isEqualTo(100);
      assertThat(resumed.rightRows()).isEqualTo(98);
      assertThat(resumed.buckets()).isEqualTo(undisturbed.buckets());
      assertThat(resumed.samples()).containsExactlyInAnyOrderElementsOf(undisturbed.samples());
    }
  }

  @Test
  void keepsToThePlanThatWasBegunWhenTheTableHasGrown() {
    Kept ledger = new Kept();
    assertThatThrownBy(() -> compare(ledger, 4)).hasMessage("killed");
    ChunkPlan plan = ledger.plan;
    for (int i = 100; i < 130; i++) {
      left.with(Integer.toString(i), "v");
      right.with(Integer.toString(i), "v");
    }

    ComparisonResult resumed = compare(ledger, -1);

    assertThat(ledger.plan).isSameAs(plan);
    assertThat(resumed.leftRows()).isEqualTo(130);
    assertThat(resumed.missing()).isEqualTo(2);
  }
}
