package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The copies of one table side by side.
 *
 * @param copies one per place of the kind, in the order of its places
 * @param seconds time that the run's steps spent on this table
 */
record CopyRow(String table, Kind kind, List<Copy> copies, double seconds) {
  /** The gravest first; a table is shown by the gravest verdict about any of its copies. */
  private static final List<Verdict> GRAVEST_FIRST =
      List.of(
          Verdict.ERROR,
          Verdict.MISMATCH,
          Verdict.NOT_COMPARABLE,
          Verdict.INCONCLUSIVE,
          Verdict.IN_FLIGHT,
          Verdict.EXPECTED_LOSS,
          Verdict.MATCH);

  private static final Comparator<ReconcileReport> BY_GRAVITY =
      Comparator.comparingInt(
          report ->
              GRAVEST_FIRST.indexOf(report.quiet() ? Verdict.EXPECTED_LOSS : report.verdict()));

  CopyRow {
    copies = List.copyOf(copies);
  }

  /** The comparison that speaks worst of this table, or empty when none was made. */
  Optional<ReconcileReport> gravest() {
    return copies.stream().map(Copy::judged).filter(Objects::nonNull).min(BY_GRAVITY);
  }

  /** Whether every comparison of this table came to MATCH, and one looked at its rows. */
  boolean equal() {
    return gravest()
        .filter(report -> report.verdict() == Verdict.MATCH)
        .filter(report -> report.depth() != Depth.STATE)
        .isPresent();
  }

  /** What kind of table the row is about, and so which places its copies stand in. */
  enum Kind {
    TABLE,
    API,
    MODEL;

    /** Names of the places; empty where the kind has no copy but another kind of the table does. */
    List<String> places() {
      return switch (this) {
        case TABLE -> List.of("source", "replica", "bronze", "fallback");
        case API -> List.of("API", "", "bronze", "");
        case MODEL -> List.of("lake", "redshift");
      };
    }
  }

  /**
   * One copy.
   *
   * @param rows number of rows, -1 when unknown
   * @param store the copy's full name, or null
   * @param judged the comparison that has this copy on its right side, or null
   */
  record Copy(long rows, String store, ReconcileReport judged) {
    static final Copy NONE = new Copy(-1, null, null);
  }
}
