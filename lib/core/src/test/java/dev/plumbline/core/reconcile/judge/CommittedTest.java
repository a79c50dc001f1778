package dev.plumbline.core.reconcile.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.CommitSpan;
import dev.plumbline.core.reconcile.Rung;
import dev.plumbline.core.reconcile.form.DigestColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.judge.TableComparison.Settings;
import dev.plumbline.core.table.ColumnType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the rows that differ were written, by the column that says so. */
class CommittedTest {
  private static final long SECOND = 1_000_000;

  private final TableForm form = form("updated_at", "timestamp");
  private final MemoryTable left = new MemoryTable("left", form);
  private final MemoryTable right = new MemoryTable("right", form);

  private static TableForm form(String time, String type) {
    return TableForm.of(
        List.of(
            DigestColumn.of("id", ColumnType.parse("int")),
            DigestColumn.of(time, ColumnType.parse(type)),
            DigestColumn.of("v", ColumnType.parse("varchar(20)"))),
        List.of("id"));
  }

  private void both(int id) {
    left.with(Integer.toString(id), at(id), "v");
    right.with(Integer.toString(id), at(id), "v");
  }

  private static String at(long seconds) {
    return Long.toString(seconds * SECOND);
  }

  private ComparisonResult compare(CommitTime time) {
    return new TableComparison(
            form,
            left,
            right,
            Settings.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)).withCommitted(time))
        .compare();
  }

  @Test
  void theMessageSaysWhenWhatIsMissingWasCommitted() {
    for (int id = 0; id < 50; id++) {
      both(id);
    }
    for (int id = 60; id < 300; id++) {
      left.with(Integer.toString(id), at(id), "v");
    }
    left.with("1000", null, "v");
    right.with("2000", at(7_200), "v");

    ComparisonResult result = compare(CommitTime.of(form, "").orElseThrow());

    assertThat(result.judgement().message())
        .isEqualTo(
            "241 rows missing on the right, 240 of them committed 1970-01-01 00:01-00:04Z by"
                + " updated_at, 1 row extra on the right, committed 1970-01-01 02:00Z by"
                + " updated_at");
    assertThat(result.committed())
        .contains(
            new CommitSpan(
                "missing", "updated_at", "1970-01-01T00:01Z", "1970-01-01T00:04:59Z", 240, 241));
  }

  @Test
  void aChangeIsDatedByTheSource() {
    both(1);
    left.with("2", at(120), "new");
    right.with("2", at(60), "old");

    ComparisonResult result = compare(CommitTime.of(form, "").orElseThrow());

    assertThat(result.judgement().message())
        .isEqualTo("1 row changed, committed 1970-01-01 00:02Z by updated_at");
    assertThat(result.rungs())
        .extracting(Rung::part)
        .containsExactly("counts", "checksums", "rows", "cells");
    assertThat(result.rungs()).allSatisfy(rung -> assertThat(rung.seconds()).isPositive());
  }

  @Test
  void copiesThatAreEqualTakeNoDeeperRung() {
    both(1);

    assertThat(compare(null).rungs()).extracting(Rung::part).containsExactly("counts", "checksums");
  }

  @Test
  void withoutSuchAColumnNothingIsSaid() {
    both(1);
    left.with("2", at(120), "v");

    assertThat(compare(null).judgement().message()).isEqualTo("1 row missing on the right");
    assertThat(CommitTime.of(form("seen", "timestamp"), "")).isEmpty();
    assertThat(CommitTime.of(form("updated_at", "date"), "")).isEmpty();
    assertThat(CommitTime.of(form("seen", "datetime"), "seen")).isPresent();
    assertThat(CommitTime.of(form("createdAt", "datetime(6)"), "").orElseThrow().changes())
        .isFalse();
  }

  @Test
  void readingStopsWhereAShareOfTheRowsDiffers() {
    for (int id = 0; id < 100; id++) {
      both(id);
    }
    for (int id = 100; id < 110; id++) {
      left.with(Integer.toString(id), at(id), "v");
    }
    Settings settings = Settings.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    ComparisonResult stopped =
        new TableComparison(
                form, left, right, settings.withLimits(CompareLimits.DEFAULT.stoppingAt(1_000, 9)))
            .compare();
    ComparisonResult whole =
        new TableComparison(
                form, left, right, settings.withLimits(CompareLimits.DEFAULT.stoppingAt(1_000, 10)))
            .compare();

    assertThat(stopped.complete()).isFalse();
    assertThat(stopped.judgement().message()).endsWith("very different, so reading stopped");
    assertThat(whole.complete()).isTrue();
  }
}
