package dev.plumbline.jobs.stage;

import dev.plumbline.core.table.ReconcileSpec;
import dev.plumbline.core.table.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a table's declaration leaves out of its comparison, in the words of a report. */
final class Conditions {
  private Conditions() {}

  /**
   * @param tolerated cells that were equal by tolerance only, by column
   */
  static List<String> of(TableSpec table, Map<String, Long> tolerated) {
    ReconcileSpec spec = table.reconcile();
    List<String> words = new ArrayList<>();
    if (!spec.exclude().isEmpty()) {
      words.add("without " + String.join(", ", spec.exclude()));
    }
    if (!spec.filter().isEmpty()) {
      words.add("where " + spec.filter());
    }
    spec.tolerance()
        .forEach(
            (column, limit) ->
                words.add(
                    column
                        + " within "
                        + number(limit)
                        + used(tolerated.getOrDefault(column, 0L))));
    return words;
  }

  private static String number(BigDecimal limit) {
    return limit.stripTrailingZeros().toPlainString();
  }

  private static String used(long cells) {
    return cells == 0 ? "" : " (used for " + cells + (cells == 1 ? " cell)" : " cells)");
  }
}
