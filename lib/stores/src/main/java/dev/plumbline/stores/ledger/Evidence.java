package dev.plumbline.stores.ledger;

import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.route.Fallback;
import dev.plumbline.core.route.Proof;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.core.run.RunStatus;
import dev.plumbline.core.run.StepReport;
import dev.plumbline.core.table.TableSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the records of runs prove about one table's copies.
 *
 * @param asOf the instant of the source that the published fallback shows, at the earliest
 * @param bronze source against the bronze from which the fallback was published
 * @param loaded bronze against the published fallback
 * @param replica source against replica
 */
public record Evidence(
    Optional<Instant> asOf,
    Optional<ReconcileReport> bronze,
    Optional<ReconcileReport> loaded,
    Optional<ReconcileReport> replica) {

  /** Reads it from the runs, in any order. */
  public static Evidence of(TableSpec table, List<RunReport> runs) {
    Reading reading = new Reading(table);
    runs.stream().sorted(Comparator.comparing(RunReport::startedAt)).forEach(reading::run);
    return reading.evidence();
  }

  /** As the router takes it. */
  public Fallback fallback(TableSpec table) {
    return table.publish().fallback()
        ? new Fallback(true, asOf, bronze.map(Proof::of), loaded.map(Proof::of))
        : Fallback.none();
  }

  /** As the router takes it. */
  public Optional<Proof> replicaProof() {
    return replica.map(Proof::of);
  }

  /**
   * The same without a proof of a replica in another database than that, which says nothing of it.
   */
  public Evidence ofReplicaIn(String database) {
    String inside = " " + database + ".";
    return new Evidence(
        asOf,
        bronze,
        loaded,
        replica
            .filter(report -> report.right() != null)
            .filter(report -> report.right().store().contains(inside)));
  }

  /** Follows the runs from the first to the last. */
  private static final class Reading {
    private final String id;
    private final String bronzeName;
    private final String fallbackName;
    private Instant extracted;
    private ReconcileReport extractedProof;
    private Instant published;
    private ReconcileReport bronze;
    private ReconcileReport loaded;
    private ReconcileReport replica;

    Reading(TableSpec table) {
      String database =
          table.source().schema().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
      this.id = table.id();
      this.bronzeName = "bronze_" + database + "." + table.id();
      this.fallbackName = "fallback_" + database + "." + table.id();
    }

    void run(RunReport run) {
      run.steps().stream()
          .filter(step -> step.startedAt() != null && step.status() != RunStatus.FAILED)
          .filter(step -> step.status() != RunStatus.SKIPPED)
          .sorted(Comparator.comparing(StepReport::startedAt))
          .forEach(this::step);
      run.reconcile().stream()
          .filter(report -> report.table().equals(id))
          .filter(report -> report.verifiedAt() != null)
          .filter(report -> report.verdict() != Verdict.ERROR)
          .forEach(this::verdict);
    }

    private void step(StepReport step) {
      boolean refilled = step.job().equals("refill");
      if ((refilled || step.job().equals("extract")) && step.table().equals(bronzeName)) {
        extracted = step.startedAt();
        extractedProof = null;
      } else if ((refilled || step.job().equals("publish")) && step.table().equals(fallbackName)) {
        published = extracted;
        bronze = extractedProof;
        // What nobody touched is still what a comparison found it to be.
        loaded = step.message().startsWith(StepReport.UNCHANGED) ? loaded : null;
      }
    }

    private void verdict(ReconcileReport report) {
      if (report.pair() == Pair.SOURCE_REPLICA) {
        replica = report;
      } else if (report.pair() == Pair.SOURCE_BRONZE) {
        if (saysNothing(report, extractedProof)) {
          return;
        }
        extractedProof = report;
        bronze = extracted != null && extracted.equals(published) ? report : bronze;
      } else if (report.pair() == Pair.BRONZE_FALLBACK) {
        loaded = saysNothing(report, loaded) ? loaded : report;
      }
    }

    /**
     * Bronze stands still, so what proved it once still does; a later comparison that the source
     * has moved away from takes nothing back.
     */
    private static boolean saysNothing(ReconcileReport report, ReconcileReport before) {
      return before != null
          && Proof.of(before).proves()
          && !Proof.of(report).proves()
          && report.verdict() != Verdict.MISMATCH;
    }

    Evidence evidence() {
      return new Evidence(
          Optional.ofNullable(published),
          Optional.ofNullable(bronze),
          Optional.ofNullable(loaded),
          Optional.ofNullable(replica));
    }
  }
}
