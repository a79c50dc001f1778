package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.CommitSpan;
import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Rung;
import dev.plumbline.core.reconcile.measure.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the comparison of one table came to.
 *
 * @param depth the deepest rung that was needed
 * @param arrived keys that differed at first and were equal once the replica had caught up
 * @param unsettled keys of which nothing is known
 * @param complete false where reading stopped because the copies are very different
 * @param samples some of the differences
 * @param columns the columns in which something differs
 * @param tolerated cells that are equal by a tolerance only, by column
 * @param committed when the rows of each kind of difference were written, where that is known
 * @param rungs how long its parts took
 * @param startedAt a match on a live pair speaks of the source no earlier than this
 */
public record ComparisonResult(
    String leftLabel,
    String rightLabel,
    Judgement judgement,
    Depth depth,
    long leftRows,
    long rightRows,
    long missing,
    long extra,
    long changed,
    long duplicates,
    long expectedLoss,
    long arrived,
    long unsettled,
    boolean complete,
    int buckets,
    int differingBuckets,
    String columnsProven,
    List<Difference> samples,
    List<ColumnTriage> columns,
    Map<String, Long> tolerated,
    List<CommitSpan> committed,
    List<Rung> rungs,
    Instant startedAt,
    Instant finishedAt) {

  public ComparisonResult {
    samples = List.copyOf(samples);
    columns = List.copyOf(columns);
    committed = List.copyOf(committed);
    rungs = List.copyOf(rungs);
    tolerated = Collections.unmodifiableMap(new TreeMap<>(tolerated));
  }

  public Duration took() {
    return Duration.between(startedAt, finishedAt);
  }

  /**
   * As the run's report lists it.
   *
   * @param verifiedThrough source commit time up to which a match holds, or null
   * @param evidence what shows the differences
   * @param keys how keys are shown
   */
  public ReconcileReport report(
      String table,
      Pair pair,
      Instant verifiedThrough,
      String nextCommand,
      Evidence evidence,
      Function<RowKey, String> keys) {
    return new ReconcileReport(
            table,
            pair,
            depth,
            judgement.verdict(),
            new ReconcileReport.Side(leftLabel, leftRows, startedAt),
            new ReconcileReport.Side(rightLabel, rightRows, startedAt),
            counted(missing),
            counted(extra),
            counted(changed),
            counted(duplicates),
            arrived,
            counted(expectedLoss),
            columnsProven,
            took().toMillis() / 1000.0,
            verifiedThrough,
            finishedAt,
            samples.stream().map(sample -> keys.apply(sample.key())).toList(),
            nextCommand,
            judgement.message(),
            evidence)
        .taking(rungs);
  }

  /** Unknown where digests differ and no rows were read. */
  private long counted(long rows) {
    return depth.compareTo(Depth.ROWS) < 0 && differingBuckets > 0 ? -1 : rows;
  }
}
