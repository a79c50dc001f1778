package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.KnownExceptions;
import dev.plumbline.core.reconcile.judge.LossPolicy;
import dev.plumbline.core.reconcile.judge.LossPolicy.Loss;
import dev.plumbline.core.table.ColumnSpec;
import dev.plumbline.core.table.ColumnSpec.TooLong;
import dev.plumbline.core.table.ColumnSpec.ZeroDates;
import dev.plumbline.core.table.TableSpec;
import java.util.EnumSet;
import java.util.Set;

/** What a table's declaration accepts as lost on the way. */
final class AcceptedLoss {
  private AcceptedLoss() {}

  /** Dates that no calendar holds, and text beyond the width of a column in Redshift. */
  static LossPolicy of(TableSpec table) {
    LossPolicy policy = LossPolicy.NONE;
    for (ColumnSpec column : table.columns()) {
      if (column.tooLong() == TooLong.CUT) {
        policy = policy.with(column.name(), Set.of(Loss.CUT));
      }
      if (column.zeroDates() == ZeroDates.NULL) {
        policy = policy.with(column.name(), Set.of(Loss.ZERO_DATE));
      }
    }
    return policy;
  }

  /** And what is known of the replica. */
  static LossPolicy ofReplica(TableSpec table, KnownExceptions known) {
    LossPolicy policy = of(table);
    for (String column : known.columnsOfLoss()) {
      policy = policy.with(column, EnumSet.allOf(Loss.class));
    }
    return policy;
  }
}
