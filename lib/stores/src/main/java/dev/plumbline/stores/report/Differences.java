package dev.plumbline.stores.report;

import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.text.Human;
import java.util.ArrayList;
import java.util.List;

/** Says in words how two copies differ. */
final class Differences {
  private static final int KEYS = 5;

  private Differences() {}

  /** The message of the comparison, or else its counts of differences. */
  static String cause(ReconcileReport report) {
    String counts = counts(report);
    String message = report.message() == null ? "" : report.message();
    if (!report.evidence().kinds().isEmpty()) {
      return message + where(report);
    }
    if (message.isBlank()) {
      return counts.isEmpty() ? rows(report) : counts;
    }
    return counts.isEmpty() ? message : message + " (" + counts + ")";
  }

  /** How many columns a match proves, and how; empty where none. */
  static String proven(ReconcileReport report) {
    String columns = report.columnsProven() == null ? "" : report.columnsProven();
    return columns.replaceFirst("of [0-9]+", "$0 columns");
  }

  /** The columns that differ, with what their cells have in common, and a few of the keys. */
  private static String where(ReconcileReport report) {
    StringBuilder text = new StringBuilder();
    report
        .evidence()
        .columns()
        .forEach(
            column ->
                text.append("; ")
                    .append(column.column())
                    .append(" in ")
                    .append(Human.count(column.different(), "row"))
                    .append(column.hint().isEmpty() ? "" : " (" + column.hint() + ")"));
    if (!report.sampleKeys().isEmpty()) {
      text.append("; such as ")
          .append(String.join(", ", report.sampleKeys().stream().limit(KEYS).toList()));
    }
    return text.toString();
  }

  /** Such as {@code 12 missing, 1 changed}; empty when there are none or the depth tells none. */
  static String counts(ReconcileReport report) {
    List<String> parts = new ArrayList<>();
    add(parts, report.missingOnRight(), "missing");
    add(parts, report.extraOnRight(), "extra");
    add(parts, report.changed(), "changed");
    add(parts, report.duplicates(), "duplicate");
    add(parts, report.inFlight(), "in flight");
    add(parts, report.expectedLoss(), "expected loss");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, long number, String word) {
    if (number > 0) {
      parts.add(Human.count(number) + " " + word);
    }
  }

  private static String rows(ReconcileReport report) {
    if (report.left() == null || report.right() == null) {
      return "";
    }
    return Human.count(report.left().rows())
        + " rows against "
        + Human.count(report.right().rows());
  }
}
