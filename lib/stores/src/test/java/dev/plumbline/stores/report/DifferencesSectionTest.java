package dev.plumbline.stores.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Evidence;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.ReconcileReport;
import dev.plumbline.core.reconcile.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesSectionTest {
  private static final Instant AT = Instant.parse("2026-07-01T09:41:07Z");

  private static ReconcileReport orders() {
    Evidence evidence =
        new Evidence(
            Map.of("changed", 2L, "missing", 1L),
            List.of(new Evidence.Column("notes", 2, 0, "2 of 2: text is cut")),
            List.of(
                new Evidence.Key("missing", "17", List.of()),
                new Evidence.Key(
                    "changed",
                    "4711",
                    List.of(
                        new Evidence.Cell("notes", "long <b>", null, "NULL on the right only")))),
            List.of(1L, 0L, 2L),
            "17",
            "4711",
            "differences/orders-source-replica.csv");
    return new ReconcileReport(
        "orders",
        Pair.SOURCE_REPLICA,
        Depth.CELLS,
        Verdict.MISMATCH,
        new ReconcileReport.Side("aurora shop.orders", 100, AT),
        new ReconcileReport.Side("warehouse zeroetl.shop.orders", 99, AT),
        1,
        0,
        2,
        0,
        0,
        0,
        "12 of 12",
        1.5,
        null,
        AT,
        List.of("17", "4711"),
        "bin/plumbline resync orders",
        "1 row missing on the right, 2 rows changed",
        evidence);
  }

  @Test
  void aTableThatDiffersShowsWhatWhereAndWhatNext() {
    String page = new DifferencesSection().html(Reports.comparing(orders()));

    assertThat(page)
        .contains("data-table=\"orders\"", "MISMATCH", "1 row missing on the right, 2 rows changed")
        .contains("<code>notes</code>", "2 of 2: text is cut")
        .contains("<code>4711</code>", "<code>long &lt;b&gt;</code>", "NULL")
        .contains("2026-07-01", "12 of 12 columns", "from 17 to 4711")
        .contains("<code>bin/plumbline resync orders</code>")
        .contains("href=\"differences/orders-source-replica.csv\"")
        .doesNotContain("<b>");
    assertThat(page.split("<rect", -1)).as("bars of spans that hold keys").hasSize(3);
  }

  @Test
  void whatDiffersIsToldInOneLineToo() {
    assertThat(Differences.cause(orders()))
        .isEqualTo(
            "1 row missing on the right, 2 rows changed; notes in 2 rows (2 of 2: text is cut);"
                + " such as 17, 4711");
  }

  @Test
  void aRunWithoutDifferencesSaysNothing() {
    assertThat(new DifferencesSection().html(Reports.fine())).isEmpty();
  }
}
