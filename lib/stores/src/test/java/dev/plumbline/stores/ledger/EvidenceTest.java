package dev.plumbline.stores.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.ReconcileReport.Side;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.ColumnType;
import dev.plumbline.core.table.TableName;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.ExtractionSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final Instant T = Instant.parse("2026-07-01T02:00:00Z");
  private static final TableSpec ORDERS =
      new TableSpec(
          "orders",
          new TableName("Shop", "orders"),
          List.of("id"),
          List.of(new ColumnSpec("id", ColumnType.parse("bigint"), false, ZeroDates.FAIL)),
          "orders",
          new ExtractionSpec(ExtractionSpec.Mode.FULL, 1000),
          new PublishSpec(true, Optional.empty(), List.of()),
          Optional.empty());

  @Test
  void theFallbackIsAsOldAsTheExtractionItWasPublishedFrom() {
    Evidence evidence =
        Evidence.of(
            ORDERS,
            List.of(
                run(
                    0,
                    List.of(step("extract", 0), step("publish", 1)),
                    verdict(Pair.SOURCE_BRONZE, Verdict.MATCH, 2),
                    verdict(Pair.BRONZE_FALLBACK, Verdict.MATCH, 3)),
                // A newer extraction that was not published proves nothing of the fallback.
                run(
                    10,
                    List.of(step("extract", 10)),
                    verdict(Pair.SOURCE_BRONZE, Verdict.MISMATCH, 12))));

    assertThat(evidence.asOf()).contains(T);
    assertThat(evidence.fallback(ORDERS).unusable(T.plusSeconds(720), Duration.ofHours(1)))
        .isEmpty();
  }

  @Test
  void aRefillCountsAsExtractionAndPublicationOfWhatItComparedWith() {
    Evidence evidence =
        Evidence.of(
            ORDERS,
            List.of(
                run(
                    0,
                    List.of(step("extract", 0), step("publish", 1)),
                    verdict(Pair.SOURCE_BRONZE, Verdict.MISMATCH, 2),
                    verdict(Pair.BRONZE_FALLBACK, Verdict.MISMATCH, 3)),
                run(
                    10,
                    List.of(refill("bronze_shop.orders", 10), refill("fallback_shop.orders", 10)),
                    verdict(Pair.SOURCE_BRONZE, Verdict.MATCH, 12),
                    verdict(Pair.BRONZE_FALLBACK, Verdict.MATCH, 13))));

    assertThat(evidence.asOf()).contains(T.plusSeconds(600));
    assertThat(evidence.fallback(ORDERS).proven()).isTrue();
  }

  @Test
  void anotherPublicationNeedsAProofOfItsOwn() {
    Evidence evidence =
        Evidence.of(
            ORDERS,
            List.of(
                run(10, List.of(step("extract", 10), step("publish", 11))),
                run(
                    0,
                    List.of(step("extract", 0), step("publish", 1)),
                    verdict(Pair.SOURCE_BRONZE, Verdict.MATCH, 2),
                    verdict(Pair.BRONZE_FALLBACK, Verdict.MATCH, 3))));

    assertThat(evidence.asOf()).contains(T.plusSeconds(600));
    assertThat(evidence.fallback(ORDERS).proven()).isFalse();
  }

  @Test
  void aSourceThatMovedOnTakesNothingBack() {
    Evidence evidence =
        Evidence.of(
            ORDERS,
            List.of(
                run(
                    0,
                    List.of(step("extract", 0), step("publish", 1)),
                    verdict(Pair.SOURCE_BRONZE, Verdict.MATCH, 2),
                    verdict(Pair.BRONZE_FALLBACK, Verdict.MATCH, 3)),
                run(
                    10,
                    List.of(),
                    verdict(Pair.SOURCE_BRONZE, Verdict.INCONCLUSIVE, 12),
                    verdict(Pair.SOURCE_REPLICA, Verdict.INCONCLUSIVE, 13))));

    assertThat(evidence.fallback(ORDERS).proven()).isTrue();
    assertThat(evidence.replicaProof().orElseThrow().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void aDifferenceFoundLaterDoes() {
    Evidence evidence =
        Evidence.of(
            ORDERS,
            List.of(
                run(
                    0,
                    List.of(step("extract", 0), step("publish", 1)),
                    verdict(Pair.SOURCE_BRONZE, Verdict.MATCH, 2),
                    verdict(Pair.BRONZE_FALLBACK, Verdict.MATCH, 3)),
                run(10, List.of(), verdict(Pair.BRONZE_FALLBACK, Verdict.MISMATCH, 12))));

    assertThat(evidence.fallback(ORDERS).proven()).isFalse();
  }

  private static RunReport run(int minute, List<StepReport> steps, ReconcileReport... verdicts) {
    return new RunReport(
        "run" + minute,
        "shop",
        "run",
        RunStatus.OK,
        0,
        T.plusSeconds(60L * minute),
        null,
        "",
        steps,
        List.of(verdicts),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  private static StepReport step(String job, int minute) {
    String table = (job.equals("extract") ? "bronze_shop." : "fallback_shop.") + "orders";
    return new StepReport(job, table, 1, 1, 0, 0, 1, RunStatus.OK, "", T.plusSeconds(60L * minute));
  }

  private static StepReport refill(String copy, int minute) {
    return new StepReport(
        "refill", copy, 1, 1, 0, 0, 1, RunStatus.OK, "", T.plusSeconds(60L * minute));
  }

  private static ReconcileReport verdict(Pair pair, Verdict verdict, int minute) {
    Instant at = T.plusSeconds(60L * minute);
    return new ReconcileReport(
        "orders",
        pair,
        Depth.CHECKSUMS,
        verdict,
        new Side("left", 10, at),
        new Side("right", 10, at),
        0,
        0,
        0,
        0,
        0,
        0,
        "1 of 1",
        1,
        null,
        at,
        List.of(),
        "",
        "",
        null);
  }
}
