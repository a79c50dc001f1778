package dev.plumbline.spark.digest;

import dev.plumbline.core.reconcile.form.ComparedTable;
import dev.plumbline.core.reconcile.form.Storage;
import dev.plumbline.core.reconcile.form.StoredColumn;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.reconcile.measure.ComparedStore;
import dev.plumbline.spark.lake.LakeTable;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;

/**
 * A lake table as one side of a comparison. It is asked on the driver, and Spark spreads the
 * reading of its rows over the executors.
 */
public final class LakeSide implements ComparedSide {
  private static final long serialVersionUID = 1L;

  private final transient LakeTable lake;
  private final TableForm form;
  private final String filter;

  /**
   * @param filter a condition that rows must meet; empty for all rows
   */
  public LakeSide(LakeTable lake, TableForm form, String filter) {
    this.lake = lake;
    this.form = form;
    this.filter = filter;
  }

  @Override
  public ComparedTable table() {
    return new ComparedTable(
        "lake " + lake.name(),
        List.of(lake.name()),
        form.columns().stream()
            .map(column -> new StoredColumn(column.name(), column.name(), Storage.TEXT, "string"))
            .toList(),
        filter);
  }

  @Override
  public String state() {
    return "snapshot " + lake.snapshotId();
  }

  /** Opens the table as it is now; later commits do not show. */
  @Override
  public ComparedStore open() {
    return new LakeComparedStore(lake, form, filter);
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a lake table is compared from the driver");
  }
}
