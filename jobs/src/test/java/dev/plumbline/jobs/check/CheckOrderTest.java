package dev.plumbline.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Verdict;
import dev.plumbline.jobs.check.CheckBook.Past;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckOrderTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATELY = Instant.parse("2026-06-01T00:00:00Z");

  @Test
  void failedThenNeverCheckedThenLongestAgoThenSmallest() {
    List<WorkItem> items =
        List.of(
            WorkItems.item("lately", 10, 1),
            WorkItems.item("long_ago_large", 10, 900),
            WorkItems.item("long_ago_small", 10, 100),
            WorkItems.item("new_large", 10, 2000),
            WorkItems.item("new_small", 10, 1000),
            WorkItems.item("differed", 10, 5000),
            WorkItems.item("failed", 10, 6000));
    Map<String, Past> last =
        Map.of(
            "shop.lately", new Past("shop.lately", Verdict.MATCH, LATELY),
            "shop.long_ago_large", new Past("shop.long_ago_large", Verdict.MATCH, LONG_AGO),
            "shop.long_ago_small", new Past("shop.long_ago_small", Verdict.EXPECTED_LOSS, LONG_AGO),
            "shop.differed", new Past("shop.differed", Verdict.MISMATCH, LATELY),
            "shop.failed", new Past("shop.failed", Verdict.ERROR, LONG_AGO));

    assertThat(CheckOrder.of(items, last))
        .extracting(WorkItem::id)
        .containsExactly(
            "failed",
            "differed",
            "new_small",
            "new_large",
            "long_ago_small",
            "long_ago_large",
            "lately");
  }
}
