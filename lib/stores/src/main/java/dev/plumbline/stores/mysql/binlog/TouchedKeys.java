package dev.plumbline.stores.mysql.binlog;

import dev.plumbline.core.reconcile.measure.RowKey;
import dev.plumbline.core.table.TableSpec;

/** Takes the keys of rows that were inserted, changed or deleted, one by one. */
@FunctionalInterface
public interface TouchedKeys {
  /**
   * @param key by its canonical values, as comparisons name it; one key may come many times
   */
  void touched(TableSpec table, RowKey key);
}
