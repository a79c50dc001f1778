package dev.plumbline.core.reconcile.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.fence.FenceTiming;
import dev.plumbline.core.reconcile.fence.ReplicaClock.Passage;
import dev.plumbline.core.reconcile.fence.SourceMark;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.table.ColumnType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A source that commits and a replica that follows, in a world whose time moves only when the fence
 * waits. The replica applies one commit per tick; the workload writes one per tick.
 */
class FenceTest {
  private static final TableForm FORM =
      TableForm.of(
          List.of(
              DigestColumn.of("id", ColumnType.parse("bigint")),
              DigestColumn.of("v", ColumnType.parse("varchar(10)"))),
          List.of("id"));

  private final MemoryTable source = new MemoryTable("source", FORM);
  private final MemoryTable replica = new MemoryTable("replica", FORM);
  private final Deque<Runnable> log = new ArrayDeque<>();
  private final MovingClock clock = new MovingClock();
  private final List<Difference> differences = new ArrayList<>();
  private int committed;
  private int applied;
  private boolean replicating = true;
  private boolean checkpointKnown = true;
  private Runnable workload = () -> {};

  private void commit(String id, String value) {
    put(source, id, value);
    committed++;
    log.add(() -> put(replica, id, value));
  }

  private static void put(MemoryTable table, String id, String value) {
    table.rows.removeIf(row -> row.get(0).equals(id));
    if (value != null) {
      table.rows.add(Arrays.asList(id, value));
    }
  }

  private void tick(Duration duration) {
    clock.now = clock.now.plus(duration);
    if (replicating && !log.isEmpty()) {
      log.remove().run();
      applied++;
    }
    workload.run();
  }

  private void replicateAll() {
    while (!log.isEmpty()) {
      log.remove().run();
      applied++;
    }
  }

  private ComparisonResult compare() {
    Fence fence =
        new Fence(
            () -> new SourceMark(Integer.toString(committed), clock.now),
            mark ->
                !checkpointKnown
                    ? Passage.UNKNOWN
                    : applied >= Integer.parseInt(mark.position())
                        ? Passage.PASSED
                        : Passage.BEHIND,
            new FenceTiming(Duration.ofSeconds(30), Duration.ofSeconds(1), 6, 3),
            clock,
            this::tick);
    return new TableComparison(
            FORM,
            source,
            replica,
            TableComparison.Settings.of(clock).withFence(fence).withSink(differences::add))
        .compare();
  }

  private void filled() {
    for (int i = 1; i <= 50; i++) {
      commit(Integer.toString(i), "v" + i);
    }
    replicateAll();
  }

  @Test
  void whatArrivesBetweenTheDigestsAndTheRowsIsNoDifference() {
    filled();
    commit("7", "new");
    int[] reads = {0};
    replica.beforeRead =
        () -> {
          if (++reads[0] == 2) {
            replicateAll();
          }
        };

    ComparisonResult result = compare();

    assertThat(reads[0]).isGreaterThanOrEqualTo(2);
    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MATCH);
    assertThat(differences).isEmpty();
  }

  @Test
  void writesInFlightAreNoDifference() {
    filled();
    commit("7", "new");
    commit("60", "inserted");
    commit("9", null);

    ComparisonResult result = compare();

    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MATCH);
    assertThat(result.arrived()).isEqualTo(3);
    assertThat(differences).isEmpty();
  }

  @Test
  void anIdleSourceSettlesInOneRound() {
    filled();
    put(replica, "7", "corrupt");
    put(replica, "8", null);
    Instant before = clock.now;

    ComparisonResult result = compare();

    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MISMATCH);
    assertThat(differences)
        .extracting(one -> one.kind() + " " + one.key())
        .containsExactlyInAnyOrder("CHANGED 7", "MISSING 8");
    assertThat(clock.now).isEqualTo(before);
  }

  @Test
  void differencesAreFoundWhileTheSourceIsWritten() {
    filled();
    put(replica, "7", "corrupt");
    int[] value = {0};
    workload = () -> commit("40", "busy" + value[0]++);
    tick(Duration.ofSeconds(1));

    ComparisonResult result = compare();

    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MISMATCH);
    assertThat(differences)
        .extracting(one -> one.kind() + " " + one.key())
        .containsExactly("CHANGED 7");
  }

  @Test
  void aHotRowIsSettledByAVersionThatTheSourceHeld() {
    filled();
    int[] value = {0};
    workload = () -> commit("7", "hot" + value[0]++);
    tick(Duration.ofSeconds(1));

    ComparisonResult result = compare();

    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MATCH);
    assertThat(result.arrived()).isEqualTo(1);
  }

  @Test
  void aHotRowOfWhichTheReplicaHoldsNoVersionIsUnsettledForItself() {
    filled();
    int[] value = {0};
    workload =
        () -> {
          put(source, "7", "hot" + value[0]++);
          committed++;
          log.add(() -> put(replica, "7", "never at the source"));
        };
    tick(Duration.ofSeconds(1));
    put(replica, "8", "corrupt");

    ComparisonResult result = compare();

    assertThat(differences)
        .extracting(one -> one.kind() + " " + one.key())
        .containsExactlyInAnyOrder("UNSETTLED 7", "CHANGED 8");
    assertThat(result.unsettled()).isEqualTo(1);
  }

  @Test
  void aRowThatGoesToAnotherValueAndBackIsNoDifference() {
    filled();
    int[] reads = {0};
    // Between two reads of the source the row is B for a moment, and that is when the replica
    // is read; afterwards both are A again.
    put(replica, "7", "B");
    replica.beforeRead =
        () -> {
          reads[0]++;
          committed++;
          applied++;
          put(replica, "7", reads[0] <= 3 ? "B" : "v7");
        };

    ComparisonResult result = compare();

    assertThat(result.judgement().verdict()).isEqualTo(Verdict.MATCH);
    assertThat(differences).isEmpty();
  }

  @Test
  void aReplicaThatStandsStillIsBehindAndNotDifferent() {
    filled();
    replicating = false;
    commit("7", "new");

    ComparisonResult result = compare();

    assertThat(result.judgement().verdict()).isEqualTo(Verdict.IN_FLIGHT);
    assertThat(result.judgement().message())
        .isEqualTo("1 keys differ and the replica has not passed the source's position");
  }

  @Test
  void withoutACheckpointADifferenceIsInconclusiveAndEqualityIsNot() {
    filled();
    checkpointKnown = false;
    commit("7", "arrives");
    put(replica, "8", "corrupt");

    ComparisonResult result = compare();

    assertThat(result.judgement().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.arrived()).isEqualTo(1);
    assertThat(differences)
        .extracting(one -> one.kind() + " " + one.key())
        .containsExactly("UNSETTLED 8");
  }

  @Test
  void aLostUpdateIsFoundThoughTheOldVersionWasSeenAtTheStart() {
    filled();
    // The update of row 7 never reaches the replica.
    put(source, "7", "updated");
    int[] value = {0};
    workload = () -> commit("40", "busy" + value[0]++);
    tick(Duration.ofSeconds(1));

    compare();

    assertThat(differences)
        .extracting(one -> one.kind() + " " + one.key())
        .containsExactly("CHANGED 7");
  }

  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
