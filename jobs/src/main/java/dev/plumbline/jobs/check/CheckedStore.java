package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.table.TableName;
import java.util.List;
import java.util.Optional;

/** A store that a check reads. It is never written to. */
interface CheckedStore {
  /** How reports call it. */
  String name();

  /**
   * The tables of some schemas.
   *
   * @param schemas none for all that the account may see
   * @throws dev.plumbline.core.run.PlumblineException when the store does not answer
   */
  List<CheckedTable> tables(List<String> schemas);

  /** A table of it as a side of a comparison. */
  ComparedSide side(TableForm form, TableName table, List<StoredColumn> columns, String filter);

  /** Why it does not answer; empty while it does. */
  Optional<String> silence();

  /** Makes the calling thread one that may ask it; most stores do not mind. */
  default void adopt() {}

  /** Frees what was started for it. */
  default void close() {}
}
