package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.judge.LossPolicy;
import dev.plumbline.core.table.ColumnSpec.TooLong;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.TableSpec;

/** What a table's declaration accepts as lost on the way. */
final class AcceptedLoss {
  private AcceptedLoss() {}

  /** Dates that no calendar holds, and text beyond the width of a column in Redshift. */
  static LossPolicy of(TableSpec table) {
    return new LossPolicy(
        table.columns().stream().anyMatch(column -> column.tooLong() == TooLong.CUT),
        false,
        table.columns().stream().anyMatch(column -> column.zeroDates() == ZeroDates.NULL));
  }
}
