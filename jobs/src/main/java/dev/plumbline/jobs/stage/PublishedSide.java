package dev.plumbline.jobs.stage;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.stores.digest.JdbcSide;

/**
 * A table in Redshift that was published from the lake.
 *
 * @param state which publication it holds; empty where nobody knows
 */
record PublishedSide(JdbcSide side, String state) implements ComparedSide {
  @Override
  public ComparedTable table() {
    return side.table();
  }

  @Override
  public ComparedStore open() {
    return side.open();
  }
}
