package dev.plumbline.core.route;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.core.reconcile.form.DigestVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the last comparison of two copies came to.
 *
 * @param through source commit time up to which the copies are proven equal; empty when unknown
 * @param at when the comparison ended
 * @param wrong rows that differ, at least; -1 when unknown
 * @param rows rows of the left copy; -1 when unknown
 * @param columns in which values differ; empty when that was not looked at
 * @param version of the canonical form under which it was made
 */
public record Proof(
    Depth depth,
    Verdict verdict,
    Optional<Instant> through,
    Instant at,
    long wrong,
    long rows,
    Optional<Set<String>> columns,
    String version) {

  /** The version under which this program compares. */
  public static String currentVersion() {
    return DigestVersion.V1.name();
  }

  /** The proof that a comparison's report gives. */
  public static Proof of(ReconcileReport report) {
    // A part of the rows proves the table only where it ends an unbroken row of all parts.
    boolean part = report.isPart() && report.verifiedThrough() == null;
    return new Proof(
        part ? Depth.COUNTS : report.depth(),
        report.verdict(),
        Optional.ofNullable(report.verifiedThrough()),
        report.verifiedAt(),
        wrong(report),
        report.left() == null ? -1 : report.left().rows(),
        columns(report),
        currentVersion());
  }

  /** The same with the columns in which values differ. */
  public Proof withColumns(Set<String> differing) {
    return new Proof(
        depth, verdict, through, at, wrong, rows, Optional.of(Set.copyOf(differing)), version);
  }

  /** Whether the copies are proven equal: only checksums or deeper prove that. */
  public boolean proves() {
    return isCurrent()
        && depth.compareTo(Depth.CHECKSUMS) >= 0
        && (verdict == Verdict.MATCH || verdict == Verdict.EXPECTED_LOSS);
  }

  /** Whether the copies are proven to differ. */
  public boolean disproves() {
    return isCurrent() && verdict == Verdict.MISMATCH;
  }

  /** Whether it speaks of the canonical form that is in use; any other says nothing. */
  public boolean isCurrent() {
    return version.equals(currentVersion());
  }

  public Duration age(Instant now) {
    return Duration.between(at, now);
  }

  /**
   * The columns in which rows that are on both sides differ; empty when cells were not compared.
   */
  private static Optional<Set<String>> columns(ReconcileReport report) {
    boolean none = report.depth().compareTo(Depth.ROWS) >= 0 && report.changed() == 0;
    if (report.evidence().columns().isEmpty() && !none) {
      return Optional.empty();
    }
    return Optional.of(
        report.evidence().columns().stream()
            .map(Evidence.Column::column)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static long wrong(ReconcileReport report) {
    long counted = 0;
    boolean known = false;
    for (long count :
        new long[] {
          report.missingOnRight(), report.extraOnRight(), report.changed(), report.duplicates()
        }) {
      known |= count >= 0;
      counted += Math.max(0, count);
    }
    boolean rows =
        report.left() != null
            && report.right() != null
            && report.left().rows() >= 0
            && report.right().rows() >= 0;
    long apart = rows ? Math.abs(report.left().rows() - report.right().rows()) : -1;
    long least = Math.max(known ? counted : -1, apart);
    // A mismatch of which no differing row was counted differs by an unknown number of them.
    return report.verdict() == Verdict.MISMATCH && least == 0 ? -1 : least;
  }
}
