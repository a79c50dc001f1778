package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which table comes first: those that were not equal when last looked at, those never looked at,
 * those whose last check is longest ago; among equals the smallest, so that many are told of soon.
 */
final class CheckOrder {
  private CheckOrder() {}

  static List<WorkItem> of(List<WorkItem> items, Map<String, CheckBook.Past> last) {
    return items.stream()
        .sorted(
            Comparator.<WorkItem>comparingInt(item -> urgency(past(item, last)))
                .thenComparing(item -> at(past(item, last)))
                .thenComparingLong(WorkItem::bytes)
                .thenComparing(item -> item.name().toString()))
        .toList();
  }

  private static CheckBook.Past past(WorkItem item, Map<String, CheckBook.Past> last) {
    return last.get(item.name().toString());
  }

  private static int urgency(CheckBook.Past past) {
    if (past == null) {
      return 1;
    }
    return past.verdict() == Verdict.MATCH || past.verdict() == Verdict.EXPECTED_LOSS ? 2 : 0;
  }

  private static Instant at(CheckBook.Past past) {
    return past == null ? Instant.EPOCH : past.at();
  }
}
